/**
 * Digits as keys: outside a text field, "3" presses the button or ticks the box marked data-key="3".
 * Without this script every button and box works by mouse, Tab and Space.
 *
 * @module keys
 */

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select";

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches?.(TYPING)) return;
  if (!/^[1-9]$/.test(event.key)) return;
  const marked = document.querySelector(`[data-key="${event.key}"]`);
  if (!marked) return;
  event.preventDefault();
  marked.focus();
  marked.click();
}

/* off on one's account page (WCAG 2.1.4) */
if (document.documentElement.dataset.keys !== "off") document.addEventListener("keydown", press);
