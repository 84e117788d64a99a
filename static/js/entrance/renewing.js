/** Returns the part of a page as the server shows it now; null where the page cannot be had. */
export async function readPart(url, selector) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  // A template's content is never drawn: the page's own style is not refused by this page's policy.
  const page = document.createElement("template");
  page.innerHTML = await answer.text();
  return page.content.querySelector(selector);
}
