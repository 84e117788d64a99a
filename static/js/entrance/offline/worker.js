/**
 * Lets the scanner's page open without a network. BUILD, written above by the server, names the version and every
 * file of the page by the mark of its content, so a kept page and its files always belong together. What devices ask
 * (scans, snapshots) is never kept here.
 */

const PREFIX = `summit-scanner:${self.registration.scope}:`;
const NAME = PREFIX + BUILD.version;
const PAGE = self.registration.scope;
const PATIENCE = 3000;

const late = () => new Promise((resolve) => { setTimeout(resolve, PATIENCE); });

async function install() {
  const cache = await caches.open(NAME);
  await cache.addAll([...BUILD.files, new Request(PAGE, { cache: "reload" })]);
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(event) {
  const cache = await caches.open(NAME);
  const network = fetch(event.request).then((answer) => {
    if (answer.status === 200 && !answer.redirected) event.waitUntil(cache.put(PAGE, answer.clone()));
    return answer;
  });
  const first = await Promise.race([network.catch(() => undefined), late()]);
  if (first && first.status < 500) return first;
  event.waitUntil(network.catch(() => undefined));
  return (await cache.match(PAGE)) ?? network;
}

/** A file by its mark never changes; one without (old browsers without import maps) is taken as it was kept. */
async function file(event) {
  const known = await caches.match(event.request) ?? await (await caches.open(NAME)).match(event.request, { ignoreSearch: true });
  return known ?? fetch(event.request);
}

/** The fonts that the page uses are known only once it has been drawn. */
async function keep(files) {
  const cache = await caches.open(NAME);
  await Promise.allSettled(files.map(async (url) => (await cache.match(url)) ?? cache.add(url)));
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data?.type === "keep") event.waitUntil(keep(event.data.files));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.origin + url.pathname === PAGE) event.respondWith(page(event));
  else if (url.pathname.includes("/static/")) event.respondWith(file(event));
});
