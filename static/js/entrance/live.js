/**
 * Keeps the live board fresh: by the server's stream of events, or, where all places for streams are taken, by asking
 * for the same every few seconds. The server sends each part as it stands on the page; only what changed is replaced.
 */

const holder = document.querySelector("[data-live]");
const state = holder.querySelector("[data-state]");
const moment = holder.querySelector("[data-moment]");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium", timeZone: holder.dataset.zone });
const POLL = Number(holder.dataset.pollSeconds) * 1000;
const POLLS_BEFORE_STREAM = 12;
const SILENCE = 15000;
let silence;

function say(word) {
  const text = state.dataset[word];
  if (state.textContent !== text) state.textContent = text;
}

function heardOf(word) {
  say(word);
  clearTimeout(silence);
  silence = setTimeout(() => say("lostWord"), SILENCE);
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

async function poll(left) {
  if (left <= 0) {
    watch();
    return;
  }
  try {
    const answer = await fetch(holder.dataset.json, { cache: "no-cache", headers: { Accept: "application/json" } });
    if (answer.ok) {
      show(await answer.json());
      heardOf("pollWord");
    }
  } catch {
    say("lostWord");
  }
  setTimeout(poll, POLL, left - 1);
}

function watch() {
  const stream = new EventSource(holder.dataset.stream);
  stream.addEventListener("message", (event) => {
    show(JSON.parse(event.data));
    heardOf("liveWord");
  });
  stream.addEventListener("error", () => {
    // A stream that has ended is opened again by the browser; one that was refused is not.
    if (stream.readyState === EventSource.CLOSED) poll(POLLS_BEFORE_STREAM);
  });
  window.addEventListener("pagehide", () => stream.close(), { once: true });
}

window.addEventListener("pageshow", (event) => { if (event.persisted) watch(); });
watch();
