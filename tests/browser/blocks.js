// Every text of the page outside of code: what it says, what kind of thing says it, and what is said around it.
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const silent = 'pre, code, style, script, [data-testid="stIconMaterial"], [data-testid="stSpinner"]';
  const block = 'p, li, h1, h2, h3, h4, h5, h6, summary, label, button, a, td, th, text, [role="gridcell"], [role="columnheader"]';
  const remarks = [...app.querySelectorAll('[data-testid="stMain"] [data-testid="stMarkdown"]')];
  const said = (element) => (element ? element.textContent.trim() : '');
  const before = (element) =>
    remarks.filter((one) => one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
  const after = (element) =>
    remarks.find((one) => one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);

  const found = new Map();
  const read = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent.trim();
      if (!parent || !text || parent.closest(silent)) continue;
      const element = parent.closest(block) ?? parent;
      found.set(element, `${found.get(element) ?? ''} ${text}`.trim());
    }
    // Our own pictures stand in a tree of their own.
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) read(element.shadowRoot);
  };
  read(app);
  const kindOf = (element) => {
    if (element.closest('[data-testid="stWidgetLabel"], label, button, summary')) return 'label';
    if (element.closest('table, [role="grid"]')) return 'cell';
    return element.closest('svg') ? 'chart text' : 'text';
  };
  const blocks = [...found].map(([element, text]) => ({
    text,
    kind: kindOf(element),
    around: said(element.closest('[data-testid="stMarkdownContainer"]')),
  }));
  for (const table of app.querySelectorAll('table, [role="grid"]')) {
    // Of the cells only figures: a sentence in a cell speaks for itself, and its words are no heading of the figures.
    const heads = [...table.querySelectorAll('th, [role="columnheader"]')].map(said);
    const cells = [...table.querySelectorAll('td, [role="gridcell"]')].map(said).filter((cell) => /^[\d.,%\s-]+$/.test(cell));
    const text = [...heads, ...cells].join(' ');
    blocks.push({ text, kind: 'table', around: said(before(table)) });
  }
  for (const chart of app.querySelectorAll('[data-testid="stVegaLiteChart"]')) {
    const text = [...chart.querySelectorAll('svg text')].map(said).join(' ');
    blocks.push({ text, kind: 'chart', around: said(after(chart)) });
  }
  for (const field of app.querySelectorAll('input:not([type="range"]), textarea')) {
    if (field.value) blocks.push({ text: field.value, kind: 'field', around: '' });
  }
  return blocks;
}
