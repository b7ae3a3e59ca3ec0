/**
 * The counter's panel: Enter presses what is to be done next, wherever the focus was left.
 *
 * Only when nothing else wants the key: not in a field, not on a link or button. Without this
 * module the button has the focus when the page opens, and access keys work.
 */
const busy = 'a, button, input, select, textarea, summary, [contenteditable]';

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.repeat || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest(busy)) return;
  const next = document.querySelector('[data-enter]');
  if (!(next instanceof HTMLButtonElement)) return;
  event.preventDefault();
  next.click();
});
