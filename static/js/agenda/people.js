/** Narrows the list of people while one types; the server searches, so that every script finds every other. */

const PAUSE_MILLISECONDS = 250;
const search = document.querySelector("[data-people-search]");
const list = document.querySelector("#speaker_id");
let waiting = 0;
let asked = 0;

async function narrow(words) {
  const mine = ++asked;
  const address = new URL(location.href);
  address.search = new URLSearchParams({ q: words });
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || mine !== asked) return;
  const { people } = await answer.json();
  list.replaceChildren(...people.map(([id, label]) => new Option(label, id)));
}

if (search && list) {
  search.elements.q.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => narrow(event.target.value).catch(() => {}), PAUSE_MILLISECONDS);
  });
}
