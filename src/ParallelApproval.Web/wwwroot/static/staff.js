// What pages of the staff cannot do on the server: keys, focus, drafts, the colour scheme. No data leaves the browser from here.
(() => {
  const asText = event => (event.ctrlKey ? 'Control+' : '') + (event.altKey ? 'Alt+' : '') + (event.shiftKey ? 'Shift+' : '') + (event.altKey && event.code.startsWith('Digit') ? event.code[5] : event.key);
  const isSeen = element => element.getClientRects().length > 0;

  const focusOn = id => {
    const field = document.getElementById(id);
    if (!field) return false;
    const inside = field.matches('input, select, textarea, button, a') ? field : field.querySelector('li:not(:has(:checked)) input') ?? field.querySelector('input') ?? field;
    inside.focus();
    inside.select?.();
    inside.scrollIntoView({ block: 'nearest' });
    return true;
  };
  // What the focus goes to may still be on its way from the server: looked for every 30 ms, two seconds long.
  // A form that opens gives way to a reader who writes in another of its fields already.
  const isWrittenIn = form => form && form === document.activeElement?.form && document.activeElement.matches('input, select, textarea');
  const focusSoon = (id, tries, givesWay) => setTimeout(() => {
    if (givesWay && isWrittenIn(document.getElementById(id)?.closest('form'))) return;
    if (!focusOn(id) && tries > 0) focusSoon(id, tries - 1, givesWay);
  }, tries === 60 ? 0 : 30);
  // Enter goes on from field to field, past those that tell themselves.
  const fieldsOf = form => [...form.querySelectorAll('input:not([type=hidden]), select:not([data-told]), textarea, button')].filter(field => !field.disabled && isSeen(field));
  const next = field => {
    const group = field.closest('[data-checklist]');
    fieldsOf(field.form).find(candidate => field.compareDocumentPosition(candidate) & Node.DOCUMENT_POSITION_FOLLOWING && !group?.contains(candidate))?.focus();
  };

  // Space, N and D say what a paper is and go to the next one; arrows go up and down.
  const inChecklist = (event, radio) => {
    const row = radio.closest('[data-paper]');
    const rows = [...row.closest('[data-checklist]').querySelectorAll('[data-paper]')];
    const go = step => {
      const to = rows[rows.indexOf(row) + step];
      (to?.querySelector(':checked') ?? to?.querySelector('input'))?.focus();
      if (!to && step > 0) next(radio);
    };
    const said = { Space: ' ', KeyN: 'n', KeyD: 'd' }[event.code];
    if (said) { row.querySelector(`[data-key="${said}"]`)?.click(); if (row.querySelector(`[data-key="${said}"]`)) go(1); }
    else if (event.code === 'ArrowDown') go(1);
    else if (event.code === 'ArrowUp') go(-1);
    else return false;
    return true;
  };

  // A key pressed before the connection stands, or before the page is drawn on it, would find nobody: it is held until its button is there. Not for long, and not
  // for another page, lest it does later what nobody wants any more.
  const [beforeAwake, afterAwake] = [30_000, 2_000];
  const isAwake = () => document.querySelector('main[data-awake]') !== null;
  const held = new Map();
  const hold = (key, patience) => held.set(key, { until: Date.now() + patience, page: location.href });
  new MutationObserver(() => {
    for (const [key, { until, page }] of [...held]) {
      const target = Date.now() < until && location.href === page ? isAwake() && targetOf(key) : null;
      if (target === false || target === undefined) continue;
      held.delete(key);
      if (target) use(target);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ['data-awake'] });

  // What is typed before the connection stands goes with the field that it stands in: it is given to the one that takes its place.
  const typedEarly = new Map();
  document.addEventListener('input', event => { if (!isAwake() && event.target.id && event.target.closest('main.work')) typedEarly.set(event.target.id, event.target); });
  new MutationObserver(() => {
    if (typedEarly.size === 0 || !isAwake()) return;
    for (const [id, was] of [...typedEarly]) {
      const field = document.getElementById(id);
      if (!field || field === was) continue;
      typedEarly.delete(id);
      if (field.checked !== was.checked) field.click();
      if (field.value === was.value) continue;
      field.value = was.value;
      for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ['data-awake'] });

  // A key presses whatever says that it has it (aria-keyshortcuts), or takes the focus there when it is a field or a step.
  const targetOf = (key, form) => {
    const targets = [...document.querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(key)}"]`)].filter(isSeen);
    // Of several, the one in the form he is in; else the innermost, which stands last.
    return targets.find(candidate => form && candidate.form === form) ?? targets.at(-1);
  };
  const use = target => {
    if (target.dataset.to) focusOn(target.dataset.to);
    else if (target.matches('input, select, textarea')) { target.focus(); target.select?.(); }
    else { target.focus(); target.click(); }
  };
  const pressed = event => {
    const key = asText(event);
    if (key.length === 1) return false;
    const target = targetOf(key, event.target.form);
    if (target?.matches('main button') && !isAwake()) hold(key, beforeAwake);
    else if (target) use(target);
    else if (/^F\d/.test(key) && document.querySelector('main.work')) hold(key, afterAwake);
    return Boolean(target);
  };

  const handled = event => {
    const field = event.target;
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (field.matches?.('[role=combobox]') && plain) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return true;
      if (event.key === 'Escape' && field.getAttribute('aria-expanded') === 'true') return true;
      if (event.key === 'Enter') { if (field.value.trim()) focusOn(field.dataset.next); return true; }
    }
    if (plain && field.matches?.('[data-checklist] input[type=radio]') && inChecklist(event, field)) return true;
    if (plain && (event.key === 'ArrowDown' || event.key === 'ArrowUp') && field.closest?.('table[data-rows]')) {
      const links = [...field.closest('table').querySelectorAll('tbody a')];
      links[links.indexOf(field) + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
      return true;
    }
    if (plain && event.key === 'Enter' && field.form?.dataset.draft && field.matches('input, select')) { next(field); return true; }
    return pressed(event);
  };
  document.addEventListener('keydown', event => { if (!event.isComposing && handled(event)) event.preventDefault(); });

  // What is typed is kept in this tab of this browser until it is sent, whether the server can be reached or not.
  const armed = new Set();
  const keep = form => {
    const name = form?.dataset.draft;
    if (!name || !armed.has(name)) return;
    const typed = Object.fromEntries([...new FormData(form)].filter(([field]) => field !== 'search'));
    if (form.contains(document.activeElement) && document.activeElement.id) typed.focus = document.activeElement.id;
    sessionStorage.setItem(name, JSON.stringify(typed));
  };
  for (const kind of ['input', 'change', 'focusin']) document.addEventListener(kind, event => keep(event.target.form));
  new MutationObserver(changes => { for (const form of new Set(changes.map(change => change.target.form))) keep(form); })
    .observe(document.documentElement, { subtree: true, attributeFilter: ['value'] });

  // The focus is never lost: when what had it is gone, it goes to what takes its place, which may still be on its way; until then, or because it is done or the page was turned, to
  // the heading.
  let [last, missed] = [null, null];
  document.addEventListener('focusin', event => { last = event.target; });
  document.addEventListener('pointerdown', () => { missed = null; });
  const comeBack = was => {
    const again = was.id && document.getElementById(was.id);
    if (!again || again === was || !isSeen(again)) return false;
    missed = null;
    again.focus({ preventScroll: true });
    if (typeof was.selectionStart === 'number') again.setSelectionRange(was.selectionStart, was.selectionEnd);
    return true;
  };
  new MutationObserver(() => {
    if (missed && (Date.now() > missed.until || location.href !== missed.page || !document.activeElement?.matches('body, h1'))) missed = null;
    if (missed && comeBack(missed.was)) return;
    if (document.activeElement !== document.body || !last || last.isConnected) return;
    if (comeBack(last)) return;
    const heading = document.querySelector('main h1');
    if (!heading) return;
    if (last.id && last !== heading) missed = { was: last, until: Date.now() + beforeAwake, page: location.href };
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }).observe(document.documentElement, { subtree: true, childList: true });

  document.addEventListener('click', event => {
    const link = event.target.closest('a[data-focus]');
    if (link) {
      event.preventDefault();
      focusOn(link.dataset.focus);
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

  document.addEventListener('components-reconnect-state-changed', event => {
    const [dialog, state] = [event.target, event.detail.state];
    dialog.dataset.state = state;
    if (state === 'show' && !dialog.open) dialog.show();
    else if (state === 'hide') dialog.close();
    else if (state === 'rejected' || state === 'resume-failed') location.reload();
    else if (state === 'failed') dialog.dataset.state = 'gone';
  }, true);

  window.staff = {
    focusLater: id => focusSoon(id, 60, false),
    focusFirst: id => focusSoon(id, 60, true),
    kept: name => { armed.add(name); return sessionStorage.getItem(name); },
    forget: (name, again) => { sessionStorage.removeItem(name); if (!again) armed.delete(name); },
    // What belongs to this desk and not to who sits at it, e.g. its window; no data of a case.
    remembered: name => localStorage.getItem(name),
    remember: (name, value) => { if (value) localStorage.setItem(name, value); else localStorage.removeItem(name); },
    print: () => window.print(),
  };
})();
