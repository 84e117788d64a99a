"""Where a device keeps the records of its snapshot, asked in Chromium."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
KEPT = """async ([name, whole, later]) => {
  const [{ Store }, { findRecord, keepRecords }] = await Promise.all(
    ["store", "shelves"].map((part) => import(`/js/entrance/offline/${part}.js`)),
  );
  const store = await Store.open(name);
  const keep = (records, isWhole) => store.change(["records"], (kept) => keepRecords(kept.records, records, isWhole));
  await keep(whole, true);
  for (const [records, isWhole] of later) await keep(records, isWhole);
  const found = await Promise.all(whole.map(({ key }) => findRecord(store, key)));
  store.database.close();
  return found.map((record) => record?.sequence ?? null);
}"""
AGED = """async (name) => {
  const { Store, settled } = await import("/js/entrance/offline/store.js");
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const store of ["state", "records", "presence", "queue"]) request.result.createObjectStore(store);
    const { transaction } = request;
    transaction.objectStore("state").put("a token", "token");
    transaction.objectStore("state").put({ epoch: "1" }, "header");
    transaction.objectStore("records").put({ sequence: 1 }, "ab");
    transaction.objectStore("queue").put({ position: 1 }, 1);
  };
  (await settled(request)).close();
  const store = await Store.open(name);
  return {
    token: await store.read("state", "token"),
    header: (await store.read("state", "header")) ?? null,
    records: await store.count("records"),
    queue: await store.count("queue"),
  };
}"""

INTERRUPTED = """async (name) => {
  const { Store } = await import("/js/entrance/offline/store.js");
  const store = await Store.open(name);
  const change = store.change(["state"], ({ state }) => {
    state.put("half", "value");
    throw new DOMException("full", "QuotaExceededError");
  });
  const failure = await change.catch((error) => error.name);
  return [failure, (await store.read("state", "value")) ?? null];
}"""


def _record(key: str, sequence: int) -> dict[str, object]:
    return {"key": key, "sequence": sequence, "sealed": []}


WHOLE = [_record("abc0", 1), _record("abc1", 2), _record("def0", 3)]


def test_a_change_leaves_the_records_beside_it_as_they_are(modules: Page) -> None:
    later = [[[_record("abc1", 7), _record("abc2", 8)], False]]
    assert modules.evaluate(KEPT, ["changed", WHOLE, later]) == [1, 7, 3]


def test_a_new_snapshot_leaves_nothing_of_the_last_one(modules: Page) -> None:
    later = [[[_record("abc1", 9)], True]]
    assert modules.evaluate(KEPT, ["renewed", WHOLE, later]) == [None, 9, None]


def test_a_device_of_before_the_shelves_asks_for_the_snapshot_anew_and_keeps_the_rest(modules: Page) -> None:
    assert modules.evaluate(AGED, "aged") == {"token": "a token", "header": None, "records": 0, "queue": 1}


def test_of_a_change_that_fails_half_way_nothing_is_kept(modules: Page) -> None:
    assert modules.evaluate(INTERRUPTED, "interrupted") == ["QuotaExceededError", None]
