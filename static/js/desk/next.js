/** Puts the keyboard where the next step of the desk is, without moving the page: the person's face stays in view. */

const next = document.querySelector("[data-next]");

if (next && !document.querySelector("[data-error-summary]")) {
  next.focus({ preventScroll: true });
  next.select?.();
}
