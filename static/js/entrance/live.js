/**
 * Keeps the live board fresh. The server sends each part as it stands on the page; only what changed is replaced.
 */

import { Following } from "./following.js";

const holder = document.querySelector("[data-live]");
const state = holder.querySelector("[data-state]");
const moment = holder.querySelector("[data-moment]");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium", timeZone: holder.dataset.zone });
const SILENCE = 15000;
let silence;

function write(word) {
  const text = state.dataset[`${word}Word`];
  if (state.textContent !== text) state.textContent = text;
}

function say(word) {
  write(word);
  clearTimeout(silence);
  if (word !== "lost") silence = setTimeout(write, SILENCE, "lost");
}

/** What the reader has opened stays open, and where they are stays where they are. */
function replace(part, html) {
  const focused = part.contains(document.activeElement) ? [...part.querySelectorAll("summary, a, [tabindex]")].indexOf(document.activeElement) : -1;
  const open = [...part.querySelectorAll("details")].map((details) => details.open);
  part.innerHTML = html;
  part.querySelectorAll("details").forEach((details, number) => { details.open = open[number] ?? false; });
  if (focused >= 0) part.querySelectorAll("summary, a, [tabindex]")[focused]?.focus({ preventScroll: true });
}

function show(message) {
  moment.dateTime = message.moment;
  moment.textContent = clock.format(new Date(message.moment));
  for (const [name, html] of Object.entries(message.parts)) {
    const part = document.querySelector(`[data-part="${name}"]`);
    if (part) replace(part, html);
  }
}

// Who may see the board no longer is told so by the page itself, and its figures are gone.
new Following({ ...holder.dataset, pollSeconds: Number(holder.dataset.pollSeconds) }, { show, say, leave: () => location.reload() });
