/** Whoever signs out takes along what their browser kept of their pages: the next person here must not read it. */

const PERSONAL = "summit-programme-pages:";

async function forget() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PERSONAL));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Asked by the attribute: a form with a field named "action" gives that field for its property. */
const isSignOut = (form) => (form.getAttribute("action") ?? "").endsWith("/sign-out");

/** The form goes on its way as soon as everything is forgotten; a browser that cannot forget does not hold it up. */
document.addEventListener("submit", (event) => {
  const { target: form } = event;
  if (event.defaultPrevented || !isSignOut(form) || !("caches" in window)) return;
  event.preventDefault();
  forget().catch(() => undefined).finally(() => form.submit());
});
