/**
 * Lets the scanner's page open without a network. BUILD, written above by the server, names the version and every
 * file of the page by the mark of its content, so a kept page and its files always belong together. What devices ask
 * (scans, snapshots) is never kept here.
 */

const PREFIX = `summit-scanner:${self.registration.scope}:`;
const NAME = PREFIX + BUILD.version;
const PAGE = self.registration.scope;
const PATIENCE = 3000;

const OURS = "data-scanner ";
const VERSION = `data-version="${BUILD.version}"`;

const late = () => new Promise((resolve) => { setTimeout(resolve, PATIENCE); });

async function install() {
  const cache = await caches.open(NAME);
  await Promise.all([...BUILD.files.map((url) => keepFile(cache, url)), keepPage(cache)]);
  await self.skipWaiting();
}

/** A sign-in page of a public network answers 200 to everything: a page is no file of ours, nor is any page our page. */
async function keepFile(cache, url) {
  const answer = await fetch(url);
  if (!answer.ok || answer.redirected || isPage(answer)) throw new TypeError(`${url} was not to be had.`);
  await cache.put(url, answer);
}

const isPage = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("text/html");

async function keepPage(cache) {
  const { answer, text } = await read(await fetch(new Request(PAGE, { cache: "reload" })));
  if (!text.includes(VERSION)) throw new TypeError("The page of this version was not to be had.");
  await cache.put(PAGE, answer);
}

/** Returns an answer that can still be used, and its text where it can be our page. */
async function read(answer) {
  return { answer, text: answer.status === 200 && !answer.redirected ? await answer.clone().text() : "" };
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Shows the page as the server has it, else as it was kept. A page of another version is kept with that one's files. */
async function page(event) {
  const cache = await caches.open(NAME);
  const network = fetch(event.request).then(read).then(({ answer, text }) => {
    if (text.includes(VERSION)) event.waitUntil(cache.put(PAGE, answer.clone()));
    return { answer, isOurs: text.includes(OURS) };
  });
  const first = await Promise.race([network.catch(() => undefined), late()]);
  if (first?.isOurs) return first.answer;
  event.waitUntil(network.catch(() => undefined));
  return (await cache.match(PAGE)) ?? (await network).answer;
}

/** A file by its mark never changes; one without (old browsers without import maps) is taken as it was kept. */
async function file(event) {
  const known = await caches.match(event.request) ?? await (await caches.open(NAME)).match(event.request, { ignoreSearch: true });
  return known ?? fetch(event.request);
}

/** The fonts that the page uses are known only once it has been drawn. */
async function keep(files) {
  const cache = await caches.open(NAME);
  await Promise.allSettled(files.map(async (url) => (await cache.match(url)) ?? keepFile(cache, url)));
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
