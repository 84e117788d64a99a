/** Keeps a part of a page fresh: every so many seconds the page is fetched anew and the part exchanged. Without this
 *  script the reader reloads the page. A part that somebody works in, and a page that nobody sees, is left alone. */

import { readPart } from "./renewing.js";

const SELECTOR = "[data-fresh]";

function isInUse(part) {
  return document.hidden || part.contains(document.activeElement) || part.querySelector("details[open]") !== null;
}

async function refresh(part) {
  const fresh = await readPart(location.href, SELECTOR);
  if (!fresh || isInUse(part) || fresh.innerHTML === part.innerHTML) return;
  part.replaceChildren(...fresh.childNodes);
}

/** A line that is down for a moment is tried again at the next turn. */
function follow(part) {
  const turn = () => (isInUse(part) ? Promise.resolve() : refresh(part)).catch(() => {}).finally(wait);
  const wait = () => setTimeout(turn, Number(part.dataset.fresh) * 1000);
  wait();
}

const part = document.querySelector(SELECTOR);
if (part) follow(part);
