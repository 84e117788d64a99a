/** Stops a second click on a slow line from sending a form twice; without this script the server still refuses repeats. */

const sent = new WeakSet();

function refuseRepeat(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-disabled", "true");
}

/** A page taken back from the browser's cache can be sent again. */
function allowAgain() {
  for (const form of document.forms) sent.delete(form);
  for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) refuseRepeat(event);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) allowAgain();
});
document.querySelector("[data-error-summary]")?.focus();
