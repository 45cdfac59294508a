// Starts Studio in its page: with our own shell, or, where that does not fit the package, with the package's custom elements.
(() => {
  'use strict';
  const { shell, language, conditions, builder } = document.currentScript.dataset;
  const early = 60_000;
  const failedShell = 'studio.failedShell';
  let session = null;
  let leaving = false;

  // Who turns the page while Studio loads breaks off its requests; that is no fault of our shell.
  addEventListener('beforeunload', () => {
    leaving = true;
    setTimeout(() => { leaving = false; }, 10_000);
  });

  // What Studio has no words for is said by this page: refusals of whatever is not a save, refusals among many, warnings of a publication.
  // The server says them in the designer's language.
  const isSave = address => /\/workflow-definitions$/.test(address);
  const close = language === 'zh-CN' ? '关闭' : 'Close';
  const trials = language === 'zh-CN' ? '打开已保存的试运行' : 'Open the kept trials';
  let refusedAt = -Infinity;

  function say(sentences, kind, link) {
    const places = document.querySelector('.studio-messages') ?? document.body.appendChild(Object.assign(document.createElement('div'), { className: 'studio-messages' }));
    const list = document.createElement('ul');
    for (const sentence of new Set(sentences)) list.append(Object.assign(document.createElement('li'), { textContent: sentence }));
    if (link) {
      const line = document.createElement('li');
      line.append(Object.assign(document.createElement('a'), { href: link, textContent: trials }));
      list.append(line);
    }
    const dismiss = Object.assign(document.createElement('button'), { type: 'button', textContent: '✕', title: close, ariaLabel: close });
    const message = Object.assign(document.createElement('div'), { className: 'studio-message ' + kind, role: kind === 'refused' ? 'alert' : 'status' });
    dismiss.addEventListener('click', () => message.remove());
    message.append(list, dismiss);
    places.append(message);
    while (places.childElementCount > 3) places.firstElementChild.remove();
  }

  async function listen(address, answer) {
    const told = await answer.json().catch(() => null);
    if (!told) return;
    if (answer.status >= 400) {
      // Which end is right is said beside the trial, on the page of the flow.
      if (told.code?.startsWith('flow_trial_') && definition()) say([], 'refused', `/flows/${definition()}#trial`);
      if (!isSave(address)) say(told.errors ? Object.values(told.errors).flat().map(fault => fault.detail ?? fault) : [told.detail], 'refused');
      return;
    }
    if (told.refused?.length) say(told.refused.map(one => one.message), 'refused');
    if (told.warnings?.length) say(told.warnings, 'warned');
    if (told.reason) say([told.reason], 'warned');
  }

  const send = window.fetch;
  window.fetch = async (resource, options) => {
    const address = new URL(resource.url ?? resource, location.href).pathname;
    const answer = await send.call(window, resource, options);
    const method = options?.method ?? resource.method ?? 'GET';
    // A flow of cases is started by an application: what a designer runs of it is a trial.
    const run = address.match(/\/workflow-definitions\/([^/]+)\/execute$/);
    if (run && method === 'POST' && answer.ok) {
      const started = answer.headers.get('x-elsa-workflow-instance-id');
      location.assign(started ? `/flows/runs/${started}` : `/flows/${run[1]}#trial`);
      return new Promise(() => {});
    }
    if (method !== 'GET' && address.startsWith('/elsa/api/') && answer.status !== 401) {
      if (answer.status >= 400 && answer.status < 500) refusedAt = performance.now();
      void listen(address, answer.clone());
    }
    return answer;
  };

  // Studio takes a refusal that it has no words for as a fault of the page. It has been told; the page goes on.
  new MutationObserver(([{ target }]) => {
    if (performance.now() - refusedAt < 5_000 && target.style.display === 'block') target.style.display = 'none';
  }).observe(document.getElementById('blazor-error-ui'), { attributes: true, attributeFilter: ['style'] });

  // Studio takes over what is typed into its editor of code half a second later. A press that would put the editor away waits for that.
  const takeOver = 800;
  let typedAt = -Infinity;
  let held = null;
  const isEditor = event => event.target.closest?.('.monaco-editor');
  for (const change of ['keydown', 'paste'])
    addEventListener(change, event => { if (isEditor(event)) typedAt = performance.now(); }, true);
  for (const press of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
    addEventListener(press, event => {
      if (!event.isTrusted || isEditor(event)) return;
      const wait = typedAt + takeOver - performance.now();
      if (press === 'pointerdown' && wait > 0 && !held) {
        held = [];
        setTimeout(() => {
          const presses = held;
          held = null;
          for (const one of presses) one.target.dispatchEvent(new one.constructor(one.type, one));
        }, wait);
      }
      if (!held) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      held.push(event);
    }, true);

  // Settings that a case has no use for: a flow is activated by a case, all of it is logged and stored, and no step runs beside its command.
  const withoutEffect = new Set([
    'Activation strategy', '启动策略', 'Log Persistence Strategy', '日志留存策略', 'Commit Strategy', '提交策略', 'Test', '测试', 'Log', '日志',
    'Task', '任务',
  ]);
  const field = '.mud-input-control, .mud-tab, .mud-typography-overline';
  const textOf = one => one?.textContent.trim();
  // The tab of the drawing has the name of the flow, and that may be any.
  const isDrawing = tab => {
    const tabs = [...tab.closest('.mud-tabs')?.querySelectorAll('.mud-tab') ?? []];
    return tabs[0] === tab && tabs.some(other => ['Code View', '代码视图'].includes(textOf(other)));
  };
  function hideWithoutEffect(node) {
    for (const one of [node, ...node.querySelectorAll?.(field) ?? []])
      if (one.matches?.('.mud-tab'))
        for (const tab of one.closest('.mud-tabs')?.querySelectorAll('.mud-tab') ?? [one])
          tab.classList.toggle('studio-without-effect', withoutEffect.has(textOf(tab)) && !isDrawing(tab));
      else if (one.matches?.(field) && withoutEffect.has(textOf(one.matches('.mud-input-control') ? one.querySelector('label') : one)))
        one.classList.add('studio-without-effect');
  }
  new MutationObserver(changes => {
    for (const { addedNodes } of changes) addedNodes.forEach(hideWithoutEffect);
  }).observe(document.body, { subtree: true, childList: true });

  // Whatever asks yes or no has a builder of conditions beside it: a page of ours in a frame, whose text is written into Studio's field.
  const asked = new Set(JSON.parse(conditions ?? '[]'));
  const definition = () => location.pathname.match(/\/definitions\/([^/]+)\/edit/)?.[1];
  const editorIn = control => monaco.editor.getEditors().find(one => control.contains(one.getDomNode()));

  function offerBuilder(node) {
    for (const control of node.matches?.('.mud-input-control') ? [node] : node.querySelectorAll?.('.mud-input-control') ?? []) {
      const label = control.querySelector('label')?.textContent.trim();
      if (!asked.has(label) || control.querySelector('.studio-condition') || !definition()) continue;
      const press = document.createElement('button');
      Object.assign(press, { type: 'button', className: 'studio-condition', textContent: builder });
      press.addEventListener('click', () => openBuilder(control));
      control.append(press);
    }
  }

  function openBuilder(control) {
    const editor = editorIn(control);
    const field = control.querySelector('input');
    const written = editor ? editor.getValue() : field?.value ?? '';
    const frame = Object.assign(document.createElement('iframe'), {
      title: builder,
      src: `/flows/${definition()}/condition?text=` + encodeURIComponent(/^(true|false)$/i.test(written.trim()) ? '' : written),
    });
    const dialog = Object.assign(document.createElement('dialog'), { className: 'studio-builder' });
    dialog.append(frame);
    dialog.addEventListener('close', () => dialog.remove());
    frame.addEventListener('load', () => {
      const page = frame.contentDocument;
      page.documentElement.classList.add('in-studio');
      page.addEventListener('click', event => {
        const use = event.target.closest('[data-use-condition]');
        if (use && !use.disabled) write(editor, field, use.dataset.useCondition);
        if (use && !use.disabled || event.target.closest('[data-close-condition]')) dialog.close();
      });
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  function write(editor, field, text) {
    if (editor) {
      editor.setValue(text);
      typedAt = performance.now();
    } else if (field) {
      field.value = text;
      for (const change of ['input', 'change']) field.dispatchEvent(new Event(change, { bubbles: true }));
    }
  }

  new MutationObserver(changes => {
    for (const { addedNodes } of changes) addedNodes.forEach(offerBuilder);
  }).observe(document.body, { subtree: true, childList: true });

  // The session of the product, as a token that ends soon. It is asked for again a minute before its end.
  async function ask() {
    const answer = await fetch('/api/session/token', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    if (answer.status === 401) {
      location.assign('/login?next=' + encodeURIComponent(location.pathname + location.search));
      return new Promise(() => {});
    }
    if (!answer.ok) throw new Error(`The session was not confirmed: ${answer.status}`);
    return answer.json();
  }

  async function token() {
    session ??= ask();
    try {
      const { accessToken, expiresAt } = await session;
      if (Date.parse(expiresAt) - Date.now() > early) return accessToken;
    } catch (fault) {
      session = null;
      throw fault;
    }
    session = ask();
    return (await session).accessToken;
  }

  function forgetToken() {
    session = null;
    return '';
  }

  // An assembly that cannot even be loaded shows itself by the error bar alone, while the page still says that it is opening.
  function watchOpening() {
    const bar = document.getElementById('blazor-error-ui');
    new MutationObserver(() => {
      if (getComputedStyle(bar).display !== 'none' && document.querySelector('#app .studio-opening')) shellFailed('error bar');
    }).observe(bar, { attributes: true });
  }

  async function startShell() {
    watchOpening();
    await Blazor.start({
      applicationCulture: language,
      configureRuntime: runtime => runtime.withConfig({
        mainAssemblyName: 'ParallelApproval.Studio',
        resources: { assembly: [{ virtualPath: 'ParallelApproval.Studio.dll', name: '../' + shell }] },
      }),
    });
  }

  // Whatever our shell fails at, the designer still gets Studio's own pages.
  function shellFailed(reason) {
    if (leaving) return '';
    console.error('Our shell of Studio did not start; its custom elements take its place.', reason);
    sessionStorage.setItem(failedShell, shell);
    location.reload();
    return '';
  }

  const routes = [
    [/^workflows\/definitions\/([^/]+)\/edit$/, 'elsa-workflow-definition-editor', 'definitionId'],
    [/^workflows\/instances\/([^/]+)\/view$/, 'elsa-workflow-instance-viewer', 'instanceId'],
    [/^workflows\/instances$/, 'elsa-workflow-instance-list'],
    [/^/, 'elsa-workflow-definition-list'],
  ];

  // One element to a page: two at a time disturb each other, so every change of page is a load.
  async function startElements() {
    document.querySelector('.studio-reduced').hidden = false;
    const here = () => location.pathname.replace(/^\/studio\//, '');
    const start = here();
    const [pattern, name, parameter] = routes.find(([route]) => route.test(start));
    await Blazor.start({ applicationCulture: language });
    await customElements.whenDefined(name);
    const element = document.createElement(name);
    const known = { remoteEndpoint: location.origin + '/elsa/api', accessToken: await token() };
    if (parameter) known[parameter] = decodeURIComponent(start.match(pattern)[1]);
    known.editWorkflowDefinition = id => location.assign(`/studio/workflows/definitions/${encodeURIComponent(id)}/edit`);
    known.viewWorkflowInstance = id => location.assign(`/studio/workflows/instances/${encodeURIComponent(id)}/view`);
    document.getElementById('app').replaceChildren(Object.assign(element, known));
    setInterval(renew, early);
    const push = history.pushState.bind(history);
    history.pushState = (...change) => { push(...change); if (here() !== start) location.reload(); };
    addEventListener('popstate', () => { if (here() !== start) location.reload(); });
  }

  // An element reads its token once; a fresh provider hands the new one to all of them.
  async function renew() {
    const provider = Object.assign(document.createElement('elsa-backend-provider'), { remoteEndpoint: location.origin + '/elsa/api', accessToken: await token() });
    document.querySelector('elsa-backend-provider')?.remove();
    document.body.append(provider);
  }

  // A few texts of Studio are not in its dictionary but fixed in its code, values of states among them: they are put in Chinese where they appear.
  async function translateFixed() {
    const texts = await (await fetch('/static/studio.zh-CN.json')).json();
    const own = text => Object.hasOwn(texts, text.trim())
      ? texts[text.trim()]
      : text
        .replace(/ - (Started|Completed|Suspended|Resumed|Faulted|Cancelled)$/, (_, name) => ' - ' + (texts[name] ?? name))
        .replace(/^(已导入 \d+ 个)(workflow|instance)s?(。?)$/, (_, count, noun, stop) => count + { workflow: '流程', instance: '实例' }[noun] + stop);
    const attributes = ['aria-label', 'title', 'placeholder'];
    const isWritten = node => !node.parentElement?.closest('textarea, input, .monaco-editor, [contenteditable]');
    const turn = node => {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = own(node.data);
        if (text !== node.data && isWritten(node)) node.data = text;
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        for (const name of attributes) {
          const value = node.getAttribute(name);
          if (value && own(value) !== value) node.setAttribute(name, own(value));
        }
        for (const child of node.childNodes) turn(child);
      }
    };
    turn(document.body);
    new MutationObserver(changes => {
      for (const change of changes) {
        if (change.type === 'childList') change.addedNodes.forEach(turn);
        else turn(change.target);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
  }

  window.parallelApproval = { token, forgetToken, shellFailed };
  if (language === 'zh-CN') translateFixed();
  localStorage.setItem('BlazorCulture', language);
  if (shell && sessionStorage.getItem(failedShell) !== shell) startShell().catch(shellFailed);
  else startElements();
})();
