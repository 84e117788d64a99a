/**
 * The records of the snapshot on 4,096 shelves, by the beginning of their keys: 30,000 rows of their own would hold
 * the door up for seconds while they are written, a shelf of a few is read as fast as one.
 */

import { settled } from "./store.js";

const shelfOf = (key) => key.slice(0, 3);

/** Puts records {key, sequence, sealed} on their shelves, in place of all others or only of those with the same key. */
export async function keepRecords(store, records, isWhole) {
  if (isWhole) store.clear();
  const shelves = new Map();
  for (const { key, ...record } of records) {
    const name = shelfOf(key);
    if (!shelves.has(name)) shelves.set(name, new Map());
    shelves.get(name).set(key, record);
  }
  await Promise.all([...shelves].map(async ([name, changed]) => {
    const known = isWhole ? [] : (await settled(store.get(name))) ?? [];
    store.put(new Map([...known, ...changed]), name);
  }));
}

/** Returns {sequence, sealed}; undefined where the key is not in the snapshot. */
export async function findRecord(store, key) {
  return (await store.read("records", shelfOf(key)))?.get(key);
}
