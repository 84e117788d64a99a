/** Keeps “now and next” up to date: asks each minute, and at once when the page is looked at again. */

import { fillTimes } from "./times.js";

const MINUTE = 60_000;

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    // Without its styles: they bear the nonce of another answer, and the browser would complain of each.
    const html = (await answer.text()).replace(/<style[\s\S]*?<\/style>/g, "");
    const page = new DOMParser().parseFromString(html, "text/html");
    const [old, fresh] = [document.querySelector("[data-now]"), page.querySelector("[data-now]")];
    if (!old || !fresh || old.dataset.served === fresh.innerHTML) return;
    const served = fresh.innerHTML;
    // A reader who stands on a link keeps it while nothing has changed.
    old.replaceWith(fresh);
    fresh.dataset.served = served;
    fillTimes(fresh);
  } catch {
    // Without a network the page stays as it is; the next minute asks again.
  }
}

const board = document.querySelector("[data-now]");
if (board) board.dataset.served = board.innerHTML;
setInterval(refresh, MINUTE);
document.addEventListener("visibilitychange", refresh);
