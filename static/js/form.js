/** Stops a second click on a slow line from sending a form twice; without this script the server still refuses repeats. */

/** A form that answers with a download leaves its page standing, so it must become usable again. */
const PAUSE_MILLISECONDS = 5000;
const sent = new WeakSet();

function allowAgain(form, button) {
  sent.delete(form);
  button?.removeAttribute("aria-disabled");
}

function refuseRepeat(event) {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  button?.setAttribute("aria-disabled", "true");
  setTimeout(() => allowAgain(form, button), PAUSE_MILLISECONDS);
}

/** A page taken back from the browser's cache can be sent again at once. */
function allowAll() {
  for (const form of document.forms) allowAgain(form, form.querySelector("[aria-disabled]"));
}

document.addEventListener("submit", refuseRepeat);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) allowAll();
});
document.querySelector("[data-error-summary]")?.focus();
