// Files that take a while to make: the link says so, takes no second press, and tells in words why there is no file.
(() => {
  const nameOf = answer => /filename="?([^";]+)/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'report';
  const keep = async answer => {
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(await answer.blob()), download: nameOf(answer) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  document.addEventListener('click', async event => {
    const link = event.target.closest?.('a[data-export]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute('aria-busy') === 'true') return;
    const told = link.closest('.export').querySelector('[data-export-told]');
    link.setAttribute('aria-busy', 'true');
    told.textContent = link.dataset.wait;
    try {
      const answer = await fetch(link.href);
      if (answer.ok) await keep(answer);
      told.textContent = answer.ok ? link.dataset.done : (await answer.json()).detail;
    } catch {
      told.textContent = link.dataset.lost;
    } finally {
      link.removeAttribute('aria-busy');
    }
  }, true);
})();
