// What pages of the staff cannot do on the server: keys, focus, drafts, the colour scheme. No data leaves the browser from here.
(() => {
  const asText = event => (event.ctrlKey ? 'Control+' : '') + (event.altKey ? 'Alt+' : '') + (event.shiftKey ? 'Shift+' : '') + (event.altKey && event.code.startsWith('Digit') ? event.code[5] : event.key);
  const isSeen = element => element.getClientRects().length > 0;

  // A key presses whatever says that it has it (aria-keyshortcuts), or takes the focus there when it is a field.
  document.addEventListener('keydown', event => {
    if (event.isComposing || event.defaultPrevented) return;
    const key = asText(event);
    if (key.length === 1) return;
    const target = [...document.querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(key)}"]`)].find(isSeen);
    if (!target) return;
    event.preventDefault();
    if (target.matches('input, select, textarea')) { target.focus(); target.select?.(); }
    else if (target.matches('[data-focus-only]')) target.focus();
    else { if (target.matches('button, a')) target.focus(); target.click(); }
  });

  document.addEventListener('click', event => {
    const link = event.target.closest('a[data-focus]');
    if (link) {
      event.preventDefault();
      const field = document.getElementById(link.dataset.focus);
      field?.focus();
      field?.scrollIntoView({ block: 'center' });
      return;
    }
    const scheme = event.target.closest('a[data-scheme-to]');
    if (scheme) {
      event.preventDefault();
      document.documentElement.dataset.scheme = scheme.dataset.schemeTo;
      document.cookie = `scheme=${scheme.dataset.schemeTo}; path=/; max-age=31536000; samesite=lax`;
      return;
    }
    if (event.target.closest('[data-reload]')) location.reload();
    if (event.target.closest('[data-print]')) window.print();
  }, true);

  // Whoever signs out leaves nothing half-typed behind for the next one at this window.
  document.addEventListener('submit', event => { if (event.target.matches('[data-sign-out]')) sessionStorage.clear(); });

  const dialog = document.getElementById('components-reconnect-modal');
  dialog?.addEventListener('components-reconnect-state-changed', event => {
    const state = event.detail.state;
    dialog.dataset.state = state;
    if (state === 'show' && !dialog.open) dialog.show();
    else if (state === 'hide') dialog.close();
    else if (state === 'rejected' || state === 'resume-failed') location.reload();
    else if (state === 'failed') dialog.dataset.state = 'gone';
  });

  window.staff = {
    focus: id => { const field = document.getElementById(id); field?.focus(); field?.select?.(); },
    keep: (name, text) => { if (text === null) sessionStorage.removeItem(name); else sessionStorage.setItem(name, text); },
    kept: name => sessionStorage.getItem(name),
    print: () => window.print(),
  };
})();
