/**
 * The programme without a network: every page of it that was opened is kept; the network comes first, the kept page
 * where it does not answer. Only pages that say for whom they were written are kept (the header Summit-Reader), and
 * all of them are forgotten as soon as a page comes that was written for somebody else.
 */

const PAGES = `summit-programme-pages:${self.registration.scope}`;
const FILES = `summit-programme-files:${self.registration.scope}`;
const READER = new URL("reader", self.registration.scope).href;
const OFFLINE = new URL("offline/", self.registration.scope).href;
const PATIENCE = 4000;
const MOST_FILES = 120;

async function remember(request, answer) {
  const reader = answer.headers.get("Summit-Reader");
  const keeps = !(answer.headers.get("Cache-Control") ?? "").includes("no-store");
  if (!reader || answer.status !== 200 || answer.redirected || !keeps) return;
  let pages = await caches.open(PAGES);
  const known = await (await pages.match(READER))?.text();
  if (known !== undefined && known !== reader) {
    await caches.delete(PAGES);
    pages = await caches.open(PAGES);
  }
  await pages.put(READER, new Response(reader));
  await pages.put(request.url, answer);
}

async function kept(request) {
  const pages = await caches.open(PAGES);
  return (await pages.match(request.url)) ?? (await pages.match(OFFLINE));
}

function late() {
  return new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
}

async function page(event) {
  const network = fetch(event.request).then((answer) => {
    event.waitUntil(remember(event.request, answer.clone()));
    return answer;
  });
  const first = await Promise.race([network.catch(() => undefined), late()]);
  if (first) return first;
  // Slow is not gone: where nothing is kept, the network gets all the time it wants.
  const copy = await (await caches.open(PAGES)).match(event.request.url);
  if (copy) {
    event.waitUntil(network.catch(() => undefined));
    return copy;
  }
  return network.catch(async () => (await kept(event.request)) ?? Response.error());
}

async function file(event) {
  const files = await caches.open(FILES);
  const known = await files.match(event.request);
  if (known) return known;
  const answer = await fetch(event.request);
  if (answer.status === 200) event.waitUntil(keepFile(files, event.request.url, answer.clone()));
  return answer;
}

async function keepFile(files, url, answer) {
  await files.put(url, answer);
  const all = await files.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_FILES)).map((request) => files.delete(request)));
}

async function keepPage(url) {
  const request = new Request(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
  const answer = await fetch(request);
  await remember(request, answer);
}

/** A page tells what it is made of and what lies beside it; what cannot be had now is left for another time. */
async function keepAll({ pages = [], files = [] }) {
  const store = await caches.open(FILES);
  const wanted = files.map(async (url) => {
    if (await store.match(url)) return;
    const answer = await fetch(url);
    if (answer.status === 200) await keepFile(store, url, answer);
  });
  await Promise.allSettled([...wanted, keepPage(OFFLINE)]);
  // One after the other: the pages of one reader must not race the change to another.
  for (const url of pages) await keepPage(url).catch(() => undefined);
}

self.addEventListener("install", (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "keep") event.waitUntil(keepAll(event.data));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const inScope = request.url.startsWith(self.registration.scope);
  if (inScope && (request.mode === "navigate" || (request.headers.get("Accept") ?? "").startsWith("text/html"))) {
    event.respondWith(page(event));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(event));
  }
});
