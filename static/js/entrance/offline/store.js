/** What a device keeps, in IndexedDB; every promise ends when the transaction has reached the disk. */

// 2: the records lie on shelves; a device of before fetches the snapshot anew.
const VERSION = 2;
export const STORES = ["state", "records", "presence", "queue"];

export function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(name, onBlocked) {
  const request = indexedDB.open(name, VERSION);
  request.onblocked = onBlocked;
  request.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion === 1) return beginAnew(request.transaction);
    for (const store of STORES) {
      const options = store === "queue" ? { keyPath: "position", autoIncrement: true } : {};
      request.result.createObjectStore(store, options);
    }
    return undefined;
  };
  return settled(request);
}

function beginAnew(transaction) {
  transaction.objectStore("records").clear();
  transaction.objectStore("state").delete("header");
}

/** What was asked before the work failed must not be kept by itself. */
function abort(transaction) {
  try {
    transaction.abort();
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
  }
}

export class Store {
  constructor(database) {
    this.database = database;
  }

  /** A tab of a former version holds a new one up: `onBlocked` is called, and all goes on once that tab is closed. */
  static async open(name, onBlocked = null) {
    const database = await open(name, onBlocked);
    database.onversionchange = () => location.reload();
    return new Store(database);
  }

  /** Runs `work(stores)` in one transaction: all of it is kept, or none. It may wait for its own requests only. */
  async change(names, work) {
    const transaction = this.database.transaction(names, "readwrite", { durability: "strict" });
    const kept = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    });
    try {
      const result = await work(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
      await kept;
      return result;
    } catch (error) {
      kept.catch(() => undefined);
      abort(transaction);
      throw error;
    }
  }

  read(name, key) {
    return settled(this.database.transaction(name).objectStore(name).get(key));
  }

  all(name, count) {
    return settled(this.database.transaction(name).objectStore(name).getAll(undefined, count));
  }

  count(name) {
    return settled(this.database.transaction(name).objectStore(name).count());
  }

  write(key, value) {
    return this.change(["state"], ({ state }) => { state.put(value, key); });
  }

  /** Keeps a value unless there is one already; returns the one that is kept. */
  keepFirst(key, value) {
    return this.change(["state"], async ({ state }) => {
      const known = await settled(state.get(key));
      if (known === undefined) state.put(value, key);
      return known ?? value;
    });
  }

  /** Forgets everything. */
  wipe() {
    return this.change(STORES, (stores) => { for (const store of Object.values(stores)) store.clear(); });
  }
}
