/** Keeps the programme for times without a network, and says when a page is a kept one. */

const note = document.querySelector("[data-keep-offline]");
const list = document.querySelector("[data-offline-pages]");
const PREFIX = "summit-programme-pages:";

function absolute(path) {
  return new URL(path, location.href).href;
}

/** What this page is made of: styles, modules and the fonts that were used. */
function filesOfThisPage() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  return loaded.filter((name) => name.startsWith(`${location.origin}/static/`));
}

async function keep() {
  const { worker, scope, pages } = note.dataset;
  await navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const addresses = [location.href.split("#")[0], ...JSON.parse(pages).map(absolute)];
  active?.postMessage({ type: "keep", pages: [...new Set(addresses)], files: filesOfThisPage() });
}

function timeOf(answer) {
  const moment = new Date(answer.headers.get("Date") ?? Date.now());
  return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(moment);
}

async function keptPages() {
  const names = (await caches.keys()).filter((name) => name === PREFIX + absolute(note?.dataset.scope ?? "."));
  const stores = await Promise.all(names.map((name) => caches.open(name)));
  const keys = await Promise.all(stores.map((store) => store.keys()));
  return stores.flatMap((store, number) => keys[number].map((request) => ({ store, request })));
}

/** Without a network this page came from the device: say so, and from when it is. */
async function sayKept() {
  const found = (await keptPages()).find(({ request }) => request.url === location.href.split("#")[0]);
  const answer = found && (await found.store.match(found.request));
  if (!answer || document.querySelector(".offline-note")) return;
  const message = document.createElement("p");
  message.className = "offline-note";
  message.setAttribute("role", "status");
  message.textContent = note.dataset.says.replace("{time}", timeOf(answer));
  document.querySelector("main").prepend(message);
}

function unsayKept() {
  document.querySelector(".offline-note")?.remove();
}

async function isReachable() {
  try {
    const answer = await fetch(note.dataset.worker, { method: "HEAD", cache: "no-store" });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Parses nothing but the title: a whole page would ask for its styles again, under another nonce. */
function titleOf(html) {
  const [title] = html.match(/<title>[^<]*<\/title>/) ?? [""];
  return new DOMParser().parseFromString(title, "text/html").title;
}

async function showKeptPages() {
  const lines = [];
  for (const { store, request } of await keptPages()) {
    const answer = await store.match(request);
    if (!(answer.headers.get("Content-Type") ?? "").startsWith("text/html") || request.url.endsWith("/offline/")) continue;
    const title = titleOf(await answer.clone().text()).split(" · ")[0];
    lines.push({ url: request.url, title, when: timeOf(answer) });
  }
  const holder = document.createElement("ul");
  holder.className = "offline-pages";
  for (const { url, title, when } of lines) holder.append(lineFor(url, title, when));
  list.replaceChildren(lines.length ? holder : list.dataset.none);
}

function lineFor(url, title, when) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const time = document.createElement("span");
  link.href = url;
  const chosen = [...new URL(url).searchParams.values()].filter(Boolean).join(", ");
  link.textContent = chosen ? `${title} (${chosen})` : title;
  time.className = "muted";
  time.textContent = ` ${list.dataset.updated.replace("{time}", when)}`;
  item.append(link, time);
  return item;
}

if ("serviceWorker" in navigator && "caches" in window) {
  if (note) {
    keep().catch(() => undefined);
    window.addEventListener("offline", sayKept);
    window.addEventListener("online", unsayKept);
    isReachable().then((reachable) => { if (!reachable) sayKept(); });
  }
  if (list) showKeptPages();
}
