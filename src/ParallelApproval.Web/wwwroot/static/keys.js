// Single keys for lists and tasks: never while somebody types, and not at all where he has switched them off (WCAG 2.2, 2.1.4).
(() => {
  const isSeen = element => element.getClientRects().length > 0;
  const isOff = () => localStorage.getItem('single-keys') === 'off';
  const rows = () => [...document.querySelectorAll('[data-row]')].filter(isSeen);
  let current = null;

  document.addEventListener('focusin', event => { const row = event.target.closest?.('[data-row]'); if (row) current = row.id; });

  const at = () => rows().findIndex(row => row.id === current);
  const go = step => {
    const all = rows();
    const row = all[Math.max(0, Math.min(all.length - 1, at() < 0 ? 0 : at() + step))];
    if (!row) return false;
    current = row.id;
    row.querySelector('[data-open]').focus();
    row.scrollIntoView({ block: 'nearest' });
    return true;
  };
  const tickOf = row => row?.querySelector('input[type=checkbox]');
  const button = key => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isSeen);

  // With nothing ticked, a key means the row where the reader is.
  const press = key => {
    const target = button(key);
    if (!target) return false;
    const all = rows();
    if (target.closest('.bulk') && !all.some(row => tickOf(row)?.checked)) tickOf(all[Math.max(0, at())])?.click();
    if (target.matches('input')) { target.focus(); target.select(); }
    else target.click();
    return true;
  };
  const refuse = () => {
    const open = rows()[Math.max(0, at())]?.querySelector('[data-open][href^="/tasks/"]');
    if (!open) return false;
    Blazor.navigateTo(open.getAttribute('href') + '?Do=refuse');
    return true;
  };

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented || event.key.length !== 1) return;
    const target = event.target;
    // Before the connection stands a key would find nobody.
    if (!document.querySelector('main[data-awake]')) return;
    if (target.closest('input:not([type=checkbox], [type=radio]), textarea, select, dialog')) return;
    if (isOff() && event.key !== '?') return;
    const isList = rows().length > 0;
    const done = isList && event.key === 'j' ? go(1)
      : isList && event.key === 'k' ? go(-1)
      : isList && event.key === 'x' ? (tickOf(rows()[Math.max(0, at())])?.click(), true)
      : isList && event.key === 'r' ? refuse()
      : press(event.key);
    if (done) event.preventDefault();
  });

  document.addEventListener('click', event => {
    const opener = event.target.closest?.('[data-opens]');
    if (!opener) return;
    const dialog = document.getElementById(opener.dataset.opens);
    const isOn = dialog.querySelector('[data-keys-switch]');
    if (isOn) isOn.checked = !isOff();
    dialog.showModal();
  });
  document.addEventListener('change', event => {
    if (event.target.matches?.('[data-keys-switch]')) localStorage.setItem('single-keys', event.target.checked ? 'on' : 'off');
  });
})();
