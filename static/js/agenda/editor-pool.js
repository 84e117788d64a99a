/** The unscheduled sessions: search as one types, in any script, and their number. */

import { part, parts, root } from "./editor-board.js";
import { count } from "./editor-words.js";

/** Folds text as summit/agenda/rules/grid.py does. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

export function refreshPool() {
  const asked = fold(part("pool-query").value).split(/\s+/).filter(Boolean);
  const cards = parts(".pool__list > article");
  let shown = 0;
  for (const card of cards) {
    card.hidden = !asked.every((word) => card.dataset.search.includes(word));
    if (!card.hidden) shown += 1;
  }
  part("pool-count").textContent = count(shown);
  part("pool-empty").hidden = shown > 0;
}

root.addEventListener("input", (event) => { if (event.target.matches("[data-pool-query]")) refreshPool(); });
root.addEventListener("submit", (event) => { if (event.target.matches(".pool__search")) event.preventDefault(); });
