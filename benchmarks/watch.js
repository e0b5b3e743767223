// Note when a key goes down, when messages leave and arrive, and when charts and sentences have been painted.
(() => {
  const log = [];
  const note = (kind, time = performance.now(), size = 0) => log.push([kind, time, size]);
  window.__log = log;
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', (event) => {
        note('received', performance.now(), event.data.byteLength ?? event.data.size ?? 0);
      });
    }
    send(data) {
      note('sent', performance.now(), data.byteLength ?? 0);
      return super.send(data);
    }
  };
  document.addEventListener('keydown', () => note('key'), true);
  const kindOf = (element) => {
    if (element.closest('[data-testid="stVegaLiteChart"]')) return 'chart';
    return element.closest('[data-testid="stMain"] [data-testid="stMarkdown"]') ? 'sentence' : '';
  };
  new MutationObserver((changes) => {
    const kinds = new Set();
    for (const change of changes) {
      const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
      const kind = element ? kindOf(element) : '';
      if (kind) kinds.add(kind);
    }
    // What has changed is seen when the next frame has been painted.
    if (kinds.size) requestAnimationFrame(() => setTimeout(() => kinds.forEach((kind) => note(kind)), 0));
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
})();
