"""What waits on a device: sealed until it is sent, sent by one tab only, and erased by the server's own word only."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.doors import (
    ALONE,
    Doors,
    come_back,
    cut_off,
    expect_answer,
    expect_waiting,
    scan,
    set_up,
)

pytestmark = pytest.mark.browser
ELSEWHERE = "[data-view=elsewhere]"
OPEN = """
  const opening = indexedDB.open(name);
  const database = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
  const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const all = (store) => done(database.transaction(store).objectStore(store).getAll());
"""


def inside(page: Page, doors: Doors, work: str, **values: Any) -> Any:
    """Run some lines on the device's database; `name` and `values` are at hand."""
    source = f"async ({{ name, values }}) => {{ {OPEN} {work} }}"
    return page.evaluate(source, {"name": f"summit-scanner:{doors.slug}", "values": values})


KEPT = """
  const [state, queue] = await Promise.all([all("state"), all("queue")]);
  const key = state.find((one) => one instanceof CryptoKey);
  const text = (one) => JSON.stringify(one, (_, value) =>
    (value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value));
  return {
    key: key ? [key.extractable, key.algorithm.name, key.algorithm.length] : null,
    nonces: queue.map(({ sealed }) => String(sealed.nonce)),
    queue: queue.map(text).join(""), state: state.map(text).join(""),
  };
"""


def test_what_waits_and_the_token_are_sealed_and_sent_all_the_same(phone: Page, doors: Doors) -> None:
    badges = [doors.badge(), doors.badge("Layla Mansouri")]
    with phone.expect_response("**/scanner/enrol") as answer:
        set_up(phone, doors.device()[1])
    token = answer.value.json()["token"]
    cut_off(phone)
    for number, badge in enumerate(badges, start=1):
        scan(phone, badge)
        expect_answer(phone, "Welcome")
        expect_waiting(phone, number)
    kept = inside(phone, doors, KEPT)
    assert kept["key"] == [False, "AES-GCM", 256]
    assert len(set(kept["nonces"])) == 2
    assert not any(secret in kept["queue"] for secret in (*badges, "Ilse", "device_time"))
    assert token not in kept["state"]
    come_back(phone)
    assert [one.outcome for one in doors.scans()] == ["admitted", "admitted"]


def test_what_a_former_version_left_in_the_clear_is_sealed_and_sent(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    with phone.expect_response("**/scanner/enrol") as answer:
        set_up(phone, doors.device()[1])
    token = answer.value.json()["token"]
    phone.context.set_offline(True)
    scan_id = inside(
        phone,
        doors,
        """
        const change = database.transaction(["state", "queue"], "readwrite");
        const [state, queue] = ["state", "queue"].map((store) => change.objectStore(store));
        state.delete("key");
        state.delete("sealed_token");
        state.put(values.token, "token");
        const scan = {
          scan_id: crypto.randomUUID(), code: values.code, direction: "entry", entered_by: "camera",
          accompanied: false, device_time: new Date().toISOString(), gate_id: values.gate, outcome: "admitted",
          operator: "Ilse", offset_ms: 0,
        };
        queue.add({ presence: null, zone_id: 1, opens: true, closes: false, scan });
        await new Promise((resolve) => { change.oncomplete = resolve; });
        return scan.scan_id;
        """,
        token=token,
        code=badge,
        gate=doors.gate_id,
    )
    phone.reload()
    expect_waiting(phone, 1)
    kept = inside(phone, doors, KEPT)
    assert badge not in kept["queue"]
    assert token not in kept["state"]
    come_back(phone)
    assert [(str(one.scan_id), one.outcome) for one in doors.scans()] == [(scan_id, "admitted")]


def test_what_nobody_can_open_any_more_holds_up_nothing(phone: Page, doors: Doors) -> None:
    badges = [doors.badge(), doors.badge("Layla Mansouri")]
    set_up(phone, doors.device()[1])
    cut_off(phone)
    for badge in badges:
        scan(phone, badge)
        expect_answer(phone, "Welcome")
    inside(
        phone,
        doors,
        """
        const queue = database.transaction("queue", "readwrite").objectStore("queue");
        const [first] = await done(queue.getAll());
        first.sealed.nonce[0] ^= 1;
        await done(queue.put(first));
        """,
    )
    come_back(phone)
    expect(phone.locator("[data-notices]")).to_contain_text("kept on this device: 1")
    assert len(doors.scans()) == 1


def second_tab(page: Page, doors: Doors) -> Page:
    other = page.context.new_page()
    other.goto(doors.page)
    return other


def test_one_tab_works_and_another_may_take_over(phone: Page, doors: Doors) -> None:
    set_up(phone, doors.device()[1])
    other = second_tab(phone, doors)
    expect(other.locator(ELSEWHERE)).to_contain_text("open in another tab")
    expect(other.locator("[data-status]")).to_be_hidden()
    expect(phone.locator("[data-gate]")).to_be_visible()

    other.click("[data-take-over]")
    expect(other.locator("[data-gate]")).to_be_visible()
    expect(phone.locator(ELSEWHERE)).to_be_visible()
    expect(phone.locator("[data-gate]")).to_be_hidden()

    other.close()
    expect(phone.locator("[data-gate]")).to_be_visible()
    scan(phone, doors.badge())
    expect_answer(phone, "Welcome")


def test_the_queue_is_sent_by_the_tab_that_works(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    cut_off(phone)
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    other = second_tab(phone, doors)
    sent: list[str] = []
    for name, page in (("former", phone), ("other", other)):
        page.on("request", lambda request, name=name: sent.append(name) if request.url.endswith("/upload") else None)
    other.click("[data-take-over]")
    expect_waiting(other, 1)
    phone.context.set_offline(False)
    for page in (phone, other):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect_waiting(other, 0)
    assert sent == ["other"]
    assert [one.outcome for one in doors.scans()] == ["admitted"]


def test_a_tab_of_a_former_version_is_waited_for(phone: Page, doors: Doors) -> None:
    set_up(phone, doors.device()[1])
    former = phone.context.new_page()
    former.goto(doors.page.removesuffix("scanner/"))
    phone.goto(doors.page.removesuffix("scanner/"))
    inside(
        former,
        doors,
        """
        database.close();
        await done(indexedDB.deleteDatabase(name));
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => {
          for (const store of ["state", "records", "presence"]) request.result.createObjectStore(store);
          request.result.createObjectStore("queue", { keyPath: "position", autoIncrement: true });
        };
        globalThis.held = await done(request);
        """,
    )
    phone.goto(doors.page)
    expect(phone.locator(ELSEWHERE)).to_be_visible()
    expect(phone.locator("[data-take-over]")).to_be_hidden()
    former.close()
    expect(phone.locator("[data-enrol]")).to_be_visible()


def test_a_tab_that_is_reloaded_goes_on_without_a_question(phone: Page, doors: Doors) -> None:
    set_up(phone, doors.device()[1])
    phone.reload()
    expect(phone.locator("[data-gate]")).to_be_visible()
    expect(phone.locator(ELSEWHERE)).to_be_hidden()


@pytest.mark.parametrize(
    ("body", "kind"),
    [("<h1>Sign in to the hotel's network</h1>", "text/html"), ('{"error": "login_required"}', "application/json")],
)
def test_only_the_server_itself_can_erase_what_waits(
    phone: Page, doors: Doors, problems: list[str], body: str, kind: str
) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    cut_off(phone)
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    phone.evaluate(
        """([body, kind]) => {
          const real = window.fetch;
          window.refused = new Promise((resolve) => {
            window.fetch = async () => {
              resolve();
              return new Response(body, { status: 401, headers: { "Content-Type": kind } });
            };
          });
          window.letThrough = () => { window.fetch = real; };
        }""",
        [body, kind],
    )
    phone.context.set_offline(False)
    phone.evaluate("refused")
    expect(phone.locator("[data-status-network]")).to_have_text(ALONE)
    expect_waiting(phone, 1)
    phone.evaluate("letThrough()")
    come_back(phone)
    assert len(doors.scans()) == 1


def leave_two_scans(page: Page, doors: Doors) -> None:
    badges = [doors.badge(), doors.badge("Layla Mansouri")]
    set_up(page, doors.device()[1])
    cut_off(page)
    for number, badge in enumerate(badges, start=1):
        scan(page, badge)
        expect_answer(page, "Welcome")
        expect_waiting(page, number)


def test_whatever_goes_wrong_on_the_way_nothing_waiting_is_lost(phone: Page, doors: Doors, problems: list[str]) -> None:
    leave_two_scans(phone, doors)
    asked: list[int] = []
    troubles = iter([401, 403, 409, 429, 500, 503])

    def answer(route: Route) -> None:
        status = next(troubles, None)
        asked.append(status or 0)
        if status is None:
            # The server has taken them, but its answer is cut off.
            route.fetch()
            route.abort()
        else:
            route.fulfill(status=status, body="<h1>Not now</h1>", content_type="text/html")

    phone.context.route("**/upload", answer)
    phone.context.set_offline(False)
    for _ in range(7):
        with phone.expect_event("requestfinished", lambda request: request.url.endswith("/heartbeat")):
            phone.evaluate("dispatchEvent(new Event('online'))")
        phone.wait_for_timeout(300)
        expect_waiting(phone, 2)
    phone.context.unroute("**/upload")
    come_back(phone)
    assert set(asked) >= {401, 403, 409, 429, 500, 503, 0}
    assert [one.outcome for one in doors.scans()] == ["admitted", "admitted"]
    problems.clear()


def test_what_is_too_much_at_once_is_sent_in_smaller_parts(phone: Page, doors: Doors, problems: list[str]) -> None:
    leave_two_scans(phone, doors)

    def refuse_two(route: Route) -> None:
        if len(route.request.post_data_json["scans"]) > 1:
            route.fulfill(status=413, body="<h1>Too large</h1>", content_type="text/html")
        else:
            route.continue_()

    phone.context.route("**/upload", refuse_two)
    come_back(phone)
    assert [one.outcome for one in doors.scans()] == ["admitted", "admitted"]
    problems.clear()


def test_a_scan_just_after_a_hand_over_bears_the_new_name(phone: Page, doors: Doors) -> None:
    set_up(phone, doors.device()[1], "Ilse")
    phone.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (url, options) => {
            if (String(url).endsWith("/heartbeat")) await new Promise((resolve) => { setTimeout(resolve, 1200); });
            return real(url, options);
          };
        }"""
    )
    phone.click("[data-menu] summary")
    phone.click("[data-hand-over]")
    phone.fill("#operator", "Karim")
    phone.click("[data-shift] button")
    scan(phone, doors.badge())
    expect_answer(phone, "Welcome")
    assert [(one.operator, one.mode) for one in doors.scans()] == [("Karim", "live")]


def test_who_leaves_by_a_gate_without_a_hall_is_not_kept_for_one(phone: Page, doors: Doors) -> None:
    """Nothing would ever take these off the device again, and each scan would write them all."""
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    cut_off(phone)
    phone.click("label[for=way-exit]")
    scan(phone, badge)
    expect_answer(phone, "Not inside")
    expect_waiting(phone, 1)
    work = "return done(database.transaction('state').objectStore('state').getAllKeys());"
    keys = inside(phone, doors, work)
    assert "header" in keys
    assert "passed" not in keys
