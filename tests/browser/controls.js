// Find every control that a reader can see and use, and return how many there are.
() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [role="button"], [role="slider"], [role="combobox"], [tabindex="0"]';
  const usable = (one) => {
    if (one.disabled || one.closest('[inert], [aria-hidden="true"]') || one.type === 'file' || one.tabIndex < 0) return false;
    const folded = one.closest('details:not([open])');
    if (folded && one.closest('summary')?.parentElement !== folded) return false;
    // Of a group of radio buttons the keyboard stops at one; the arrows lead to the others.
    if (one.type === 'radio' && !one.checked) return false;
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && one.checkVisibility({ visibilityProperty: true });
  };
  const within = (root) => [
    ...root.querySelectorAll(kinds),
    ...[...root.querySelectorAll('*')].flatMap((one) => (one.shadowRoot ? within(one.shadowRoot) : [])),
  ];
  const all = within(document).filter(usable);
  window.__controls = all;
  return all.length;
}
