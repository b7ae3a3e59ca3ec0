/**
 * The work list under one's fingers: keys, ticks, and rows that come anew without a jump.
 *
 * htmx asks for the rows every 20 seconds and morphs them, so that focus, scroll and ticks stay (rows
 * have ids); this file keeps it from asking while nobody looks, marks what is new, and says when the
 * line is down. Without it the list is a plain table with forms.
 *
 * Single keys are shortcuts only while nothing is being typed, and can be switched off (WCAG 2.1.4);
 * the choice is kept on this computer.
 */
const KEPT = 'alur-keys';
const byId = (id) => document.getElementById(id);
const section = () => byId('tasks');
const rows = () => [...document.querySelectorAll('#tasks tbody tr')];
const ticks = () => [...document.querySelectorAll('#tasks input[name=tugas]')];

/* rows that came while the page was open, until one has been on them */
const fresh = new Set();
let known = new Set(rows().map((row) => row.id));

function tell(place, number) {
  const words = number === 1 ? place.dataset.one : place.dataset.many;
  place.textContent = number ? words.replace('{num}', number) : '';
}

function countTicks() {
  tell(byId('bulk-count'), ticks().filter((tick) => tick.checked).length);
}

function markFresh() {
  for (const row of rows()) {
    const mark = row.querySelector('[data-fresh]');
    mark.hidden = !fresh.has(row.id);
    row.classList.toggle('fresh', fresh.has(row.id));
  }
}

function lookAtRows() {
  const came = rows().filter((row) => !known.has(row.id));
  came.forEach((row) => fresh.add(row.id));
  known = new Set(rows().map((row) => row.id));
  markFresh();
  countTicks();
  if (came.length) tell(byId('tasks-news'), came.length);
}

function isOurs(event) {
  return event.detail?.ctx?.sourceElement === section();
}

document.addEventListener('htmx:before:request', (event) => {
  if (isOurs(event) && document.hidden) event.preventDefault();
});
document.addEventListener('htmx:after:request', (event) => {
  if (!isOurs(event)) return;
  const { raw, status } = event.detail.ctx.response;
  const lost = raw.redirected || status >= 400;
  byId('tasks-lost').hidden = !lost;
  if (lost) event.preventDefault();
});
document.addEventListener('htmx:error', (event) => {
  if (isOurs(event)) byId('tasks-lost').hidden = false;
});
document.addEventListener('htmx:after:swap', lookAtRows);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) section()?.dispatchEvent(new Event('refresh'));
});
document.addEventListener('click', (event) => {
  if (event.target.id !== 'tasks-refresh' || !('htmxPowered' in section().dataset)) return;
  event.preventDefault();
  section().dispatchEvent(new Event('refresh'));
});
document.addEventListener('focusin', (event) => {
  const row = event.target.closest?.('#tasks tbody tr');
  if (row && fresh.delete(row.id)) markFresh();
});
document.addEventListener('change', (event) => {
  if (event.target.name !== 'tugas') return;
  countTicks();
});

/* Keys. */
const switchKeys = byId('keys-on');
const isOff = document.documentElement.dataset.keys === 'off'; // on one's account page
try {
  switchKeys.checked = localStorage.getItem(KEPT) !== 'off';
  switchKeys.addEventListener('change', () => {
    localStorage.setItem(KEPT, switchKeys.checked ? 'on' : 'off');
  });
} catch { /* a browser that keeps nothing: the choice is this page's */ }
document.querySelector('.keys-hint').hidden = false;
byId('keys-help').addEventListener('click', () => byId('keys').showModal());

function move(by) {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[to]?.querySelector('th ~ td a')?.focus();
}

function tick() {
  const row = document.activeElement?.closest?.('#tasks tbody tr');
  row?.querySelector('input[name=tugas]')?.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  n: () => byId('next')?.requestSubmit(),
  '/': () => byId('search').focus(),
  '?': () => byId('keys').showModal(),
};

function isTyping(element) {
  return element.isContentEditable || element.matches('select, textarea, input:not([type=checkbox])');
}

document.addEventListener('keydown', (event) => {
  const inList = event.target.closest?.('#tasks tbody');
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (isTyping(event.target) || byId('keys').open) return;
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (arrow && inList) move(arrow);
  else if (switchKeys.checked && !isOff && KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});

countTicks();
