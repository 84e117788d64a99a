/** What `bench/device.py` has the scanner's page do: the page's own modules on the page's own database. */

async (edition) => {
  const load = (name) => import(`/static/js/entrance/offline/${name}.js`);
  const [{ Device }, { Store }, { Door }, { Words }] = await Promise.all(["device", "store", "door", "words"].map(load));
  const root = document.querySelector("[data-scanner]");
  const store = await Store.open(`summit-scanner:${edition}`);
  const device = new Device({ store, base: root.dataset.base, version: "bench" });
  await device.load();
  const alone = { isOnline: false, lose() {} };
  const words = new Words(JSON.parse(document.getElementById("scanner-words").textContent));
  const door = new Door({ device, connection: alone, words });
  const field = root.querySelector("#code");
  const announcement = root.querySelector("[data-announcement]");

  const timed = async (work) => {
    const started = performance.now();
    const result = await work();
    return [performance.now() - started, result];
  };

  const drawn = () => new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  });

  const each = async (codes, work) => {
    const times = [];
    for (const code of codes) times.push((await timed(() => work(code)))[0]);
    return times;
  };

  globalThis.bench = {
    /** Milliseconds to fetch the whole snapshot and to keep it. */
    async load() {
      const [fetched, buffer] = await timed(() => device.server.bytes("snapshot", { patience: 120_000 }));
      const [kept] = await timed(() => device.keep(buffer, true));
      return { fetched, kept };
    },

    /** Milliseconds to find each badge and to open its record. */
    unseal: (codes) => each(codes, async (code) => {
      if (!(await device.find(code))?.person) throw new Error("A badge is not in the snapshot.");
    }),

    /** Milliseconds to decide each badge and to keep the scan on the disk. */
    decide: (codes) => each(codes, async (code) => {
      const { outcome } = await door.scan({ code, direction: "entry", entered_by: "scanner" });
      if (outcome !== "admitted") throw new Error(`A badge was not admitted: ${outcome}`);
    }),

    /** Milliseconds from a scanner's Enter until the page has drawn its answer. */
    answer: (codes) => each(codes, async (code) => {
      const changed = new Promise((resolve) => {
        const observer = new MutationObserver(() => { observer.disconnect(); resolve(); });
        observer.observe(announcement, { childList: true, characterData: true, subtree: true });
      });
      field.value = code;
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      await changed;
      await drawn();
    }),
  };
}
