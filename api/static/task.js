/**
 * The task page's layer: keeps the draft, brings fields that depend on others, saves keystrokes.
 *
 * The page works without it. What it does, each by a function below: focus where work begins; keep
 * the draft some seconds after typing and when the page is left, again and again while the line is
 * down; exchange what the answers changed (`data-steers`) without touching what is being typed; dates
 * that go on by themselves, radios by their first letter, Ctrl+Enter; the diagram when asked for.
 * Texts come from the form's data attributes. An item with `data-keep` is never exchanged.
 */
const PAUSE = 2500; // after the last keystroke
const RETRY = 5000; // while the line is down
const HASTE = 500; // a Tab so soon after a date went on by itself is one too many

const form = document.getElementById('isian');
const fields = document.getElementById('fields');
const state = document.getElementById('draft-state');

/* What the controls hold. */

const controls = (root) => [ ...root.querySelectorAll('input[name], select[name], textarea[name]') ];
const ticks = (control) => control.type === 'radio' || control.type === 'checkbox';
const key = (control) => (ticks(control) ? `${control.name}=${control.value}` : control.name);
const read = (control) => (ticks(control) ? control.checked : control.value);
const values = (root) => new Map(controls(root).map((control) => [ key(control), read(control) ]));

function write(control, value) {
  if (ticks(control)) control.checked = value;
  else if (control.type !== 'file') control.value = value;
}

/* Exchanging what the answers changed. */

/** The item as the server wrote it, whatever was typed into it since. */
function bare(item) {
  const copy = item.cloneNode(true);
  for (const control of copy.querySelectorAll('input, option, textarea')) {
    control.removeAttribute('checked');
    control.removeAttribute('selected');
    if (control.matches('input:not([type=hidden], [type=radio], [type=checkbox])')) control.removeAttribute('value');
    if (control.matches('textarea')) control.textContent = '';
  }
  return copy;
}

/** Bring `old` to what `fresh` says; gives the node that stands there from now on. */
function exchange(old, fresh, sent) {
  if (old.matches('[data-keep]')) return old;
  const inner = fresh.querySelector('[data-item]') && old.querySelector('[data-item]');
  if (inner) return exchangeInside(old, fresh, sent);
  const same = bare(old).isEqualNode(bare(fresh));
  const [ from, to ] = same ? [ fresh, old ] : [ old, fresh ];
  const theirs = new Map(controls(from).map((control) => [ key(control), control ]));
  for (const control of controls(to)) {
    const twin = theirs.get(key(control));
    const typed = same ? control : twin;
    const untouched = !typed || read(typed) === sent.get(key(control));
    if (twin && untouched === same) write(control, read(twin));
  }
  return to;
}

function exchangeInside(old, fresh, sent) {
  const known = new Map([ ...old.children ].filter((child) => child.dataset.item)
    .map((child) => [ child.dataset.item, child ]));
  const wanted = [ ...fresh.children ].map((child) => {
    const twin = known.get(child.dataset.item);
    if (twin) return exchange(twin, child, sent);
    const equal = !child.dataset.item && [ ...old.children ].find((each) => !each.dataset.item && each.isEqualNode(child));
    return equal || child;
  });
  for (const child of [ ...old.children ]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, place) => {
    if (old.children[place] !== child) old.insertBefore(child, old.children[place] ?? null);
  });
  return old;
}

function show(html, sent) {
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('fields');
  if (!fresh) return;
  const before = document.activeElement;
  const { selectionStart, selectionEnd } = before;
  exchangeInside(fields, document.importNode(fresh, true), sent);
  const focused = before.isConnected ? before : document.getElementById(before.id);
  if (!focused || focused === document.activeElement) return;
  focused.focus({ preventScroll: true });
  if (typeof selectionStart === 'number') focused.setSelectionRange(selectionStart, selectionEnd);
}

/* Keeping the draft. */

let timer = 0;
let changed = false; // since the last time it was kept
let wantsPage = false; // and not only that it is kept
let busy = false;
let down = false;
let leaving = false;

function tell(text, isBad) {
  state.textContent = text;
  state.classList.toggle('unkept', isBad);
}

async function keep({ last = false } = {}) {
  clearTimeout(timer);
  if (!(changed || wantsPage) || busy || leaving) return;
  const asksPage = wantsPage && !last;
  const sent = values(fields);
  [ changed, wantsPage, busy ] = [ false, false, true ];
  try {
    const answer = await fetch(form.dataset.draft, {
      method: 'POST', body: draft(), credentials: 'same-origin', keepalive: last,
      headers: { Prefer: asksPage ? 'return=representation' : 'return=minimal' }
    });
    down = false;
    await take(answer, asksPage, sent);
  } catch {
    [ changed, wantsPage, down ] = [ true, asksPage, true ];
    tell(form.dataset.unkept, true);
    timer = setTimeout(keep, RETRY);
  } finally {
    busy = false;
  }
  if ((changed || wantsPage) && !down) later(0);
}

/** What is kept goes without files: they have their own way. */
function draft() {
  const data = new FormData();
  for (const [ name, value ] of new FormData(form)) if (!(value instanceof File)) data.append(name, value);
  return data;
}

async function take(answer, asksPage, sent) {
  if (answer.ok) {
    if (asksPage && !leaving) show(await answer.text(), sent);
    const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
    tell(form.dataset.kept.replace('{time}', clock), false);
  } else {
    tell(answer.status === 401 || answer.status === 403 ? form.dataset.ended : form.dataset.refused, true);
  }
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(keep, pause);
}

function watchTyping() {
  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return;
    changed = true;
    if (!down) later(PAUSE);
  });
  form.addEventListener('change', (event) => {
    if (!event.target.closest('[data-steers]') || event.target.type === 'file') return;
    wantsPage = true;
    if (!down) later(100);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep({ last: true });
  });
  addEventListener('online', () => later(0));
  form.addEventListener('submit', (event) => {
    if (leaving) event.preventDefault(); // a double click
    else if (down || navigator.onLine === false) holdBack(event);
    else leaving = true;
  });
  addEventListener('pageshow', () => { leaving = false; });
}

/** With the line down the browser would leave for its own page of fault: try again first. */
function holdBack(event) {
  event.preventDefault();
  changed = true;
  const { submitter } = event;
  keep().then(() => { if (!down && navigator.onLine !== false) form.requestSubmit(submitter); });
}

/* Keystrokes. */

function goOn(event) {
  const { target } = event;
  if (!target.dataset.advance || event.inputType?.startsWith('delete')) return;
  if (target.value.length < Number(target.dataset.advance) || !/^\d+$/.test(target.value)) return;
  const parts = [ ...target.closest('.date').querySelectorAll('input') ];
  const next = parts[parts.indexOf(target) + 1];
  next.focus();
  next.select();
  next.dataset.since = String(event.timeStamp);
}

function press(event) {
  const { target } = event;
  if (event.key === 'Enter' && event.ctrlKey) return document.getElementById('complete')?.click();
  if (event.key === 'Tab' && !event.shiftKey && event.timeStamp - Number(target.dataset?.since ?? -HASTE) < HASTE) {
    delete target.dataset.since;
    event.preventDefault();
  }
  if (target.type === 'radio' && event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) choose(event);
}

function choose(event) {
  const letter = event.key.toLowerCase();
  const group = [ ...form.elements ].filter((each) => each.name === event.target.name && !each.disabled);
  const at = group.indexOf(event.target);
  const begins = (radio) => radio.labels[0]?.textContent.trim().toLowerCase().startsWith(letter);
  const found = [ ...group.slice(at + 1), ...group.slice(0, at + 1) ].find(begins);
  if (!found || letter === ' ') return;
  event.preventDefault();
  found.focus();
  if (!found.checked) found.click();
}

/** Where work begins: the faults, else the first field, else the button that takes the task. */
function begin() {
  const faults = document.querySelector('.errors') ?? form.querySelector('[name^="_peringatan-"]');
  if (faults) return faults.focus();
  if (location.hash || form.querySelector('fieldset.bare')?.disabled) return document.querySelector('[data-first]')?.focus();
  const first = fields.querySelector('input:not([type=hidden], :disabled), select:not(:disabled), textarea:not(:disabled)');
  const chosen = first?.type === 'radio' && form.querySelector(`input[name="${CSS.escape(first.name)}"]:checked`);
  (chosen || first || document.getElementById('complete'))?.focus();
}

/* The diagram: its script is large and comes only when it is asked for. */

async function draw(event) {
  event.preventDefault();
  const link = event.currentTarget;
  try {
    const answer = await fetch(link.dataset.case, { credentials: 'same-origin' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const script = page.querySelector('script[src*="viewer"]');
    const diagram = page.querySelector('.diagram');
    await Promise.all([ ...page.querySelectorAll('link[rel=stylesheet][href*="viewer"]') ].map(style));
    const place = document.createElement('div');
    place.id = 'diagram-here';
    place.append(document.importNode(diagram, true));
    link.parentElement.replaceWith(place);
    await import(script.src);
  } catch {
    location.assign(link.href);
  }
}

function style(link) {
  return new Promise((done) => {
    const wanted = document.createElement('link');
    wanted.rel = 'stylesheet';
    wanted.href = link.href;
    wanted.onload = wanted.onerror = done;
    document.head.append(wanted);
  });
}

if (form.dataset.draft) watchTyping();
form.addEventListener('input', goOn);
document.addEventListener('keydown', press);
document.getElementById('show-diagram').addEventListener('click', draw);
begin();
