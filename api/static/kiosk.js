/**
 * The kiosk: prints a ticket once, and takes a double press for one.
 *
 * Chrome prints without asking when it was started with --kiosk-printing. Without this module a
 * number is still given (and twice the same on a double press); it is then read off the screen.
 */
const ticket = document.querySelector('[data-print]');

if (ticket instanceof HTMLElement && !wasPrinted(ticket.dataset.print)) {
  window.addEventListener('load', () => window.print());
}

for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    if ('sent' in form.dataset) event.preventDefault();
    form.dataset.sent = '';
  });
}
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form')) delete form.dataset.sent;
});

/** Whether this ticket went to the printer before: a page read anew is not printed anew. */
function wasPrinted(name) {
  try {
    if (sessionStorage.getItem('printed') === name) return true;
    sessionStorage.setItem('printed', name);
  } catch { /* without storage it may print twice */ }
  return false;
}
