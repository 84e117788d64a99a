"""A device at the door, with and without a network: set up, cut off, restarted, and reconciled with the server."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from summit.clock import utcnow
from summit.database import db
from summit.entrance.models import Gate
from summit.events.models import Event, Zone, ZoneWindow
from tests.browser.devices import PHONE
from tests.browser.doors import (
    ALONE,
    NAME,
    Doors,
    come_back,
    cut_off,
    expect_answer,
    expect_waiting,
    scan,
    set_up,
)
from tests.entrance.conftest import make_gate

pytestmark = pytest.mark.browser


def test_the_code_leaves_the_address_at_once_and_serves_once(
    phone: Page, browser: Browser, open_page: Callable[..., Page], live_server, doors: Doors, problems: list[str]
) -> None:
    _, address = doors.device()
    set_up(phone, address)
    assert phone.evaluate("location.href").endswith("/scanner/")
    other = open_page(browser, PHONE, base_url=live_server.url)
    other.goto(address)
    expect(other.locator("[data-enrol-error]")).to_contain_text("was used before")
    problems.clear()


def test_a_badge_is_admitted_without_a_network_after_a_restart_and_stands_in_the_log(phone: Page, doors: Doors) -> None:
    online, offline = doors.badge("Layla Mansouri"), doors.badge()
    _, address = doors.device()
    set_up(phone, address)
    scan(phone, online)
    expect_answer(phone, "Welcome")

    cut_off(phone)
    scan(phone, offline)
    expect_answer(phone, "Welcome")
    expect(phone.locator("[data-slot=name]")).to_have_text(NAME)
    expect_waiting(phone, 1)
    scan(phone, offline)
    expect_answer(phone, "Already inside")
    scan(phone, online)
    expect_answer(phone, "Already inside")
    expect_waiting(phone, 3)

    come_back(phone)
    log = doors.scans()
    assert [(one.outcome, one.device_outcome, one.mode) for one in log] == [
        ("admitted", "", "live"),
        ("admitted", "admitted", "offline"),
        ("already_inside", "already_inside", "offline"),
        ("already_inside", "already_inside", "offline"),
    ]
    assert {one.operator for one in log} == {"Ilse"}
    assert log[1].device_time is not None
    assert abs(log[1].device_time - log[1].scanned_at) < timedelta(minutes=1)


def test_a_slow_answer_is_not_waited_for_and_counts_once(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    _, address = doors.device()
    set_up(phone, address)
    phone.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (url, options) => {
            if (!String(url).endsWith("/scan")) return real(url, options);
            const { signal, ...rest } = options;
            const answer = real(url, rest);
            await new Promise((resolve, reject) => {
              signal.addEventListener("abort", () => reject(signal.reason));
              setTimeout(resolve, 4000);
            });
            return answer;
          };
        }"""
    )
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    expect(phone.locator("[data-status-network]")).to_have_text("Online", timeout=20_000)
    expect_waiting(phone, 0)
    assert [one.outcome for one in doors.scans()] == ["admitted"]


def test_a_revoked_device_forgets_everything_and_says_so(phone: Page, doors: Doors, problems: list[str]) -> None:
    doors.badge()
    public_id, address = doors.device()
    set_up(phone, address)
    doors.revoke(public_id)
    phone.click("[data-menu] summary")
    phone.click("[data-meet]")
    expect(phone.locator("[data-wiped]")).to_contain_text("has been erased")
    left = phone.evaluate(
        """async (name) => {
          const open = indexedDB.open(name);
          const db = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
          const count = (store) => new Promise((resolve) => {
            const asked = db.transaction(store).objectStore(store).count();
            asked.onsuccess = () => resolve(asked.result);
          });
          return Promise.all([...db.objectStoreNames].map(count));
        }""",
        f"summit-scanner:{doors.slug}",
    )
    assert left == [0, 0, 0, 0]
    phone.reload()
    expect(phone.locator("[data-enrol]")).to_be_visible()
    problems.clear()


def test_a_pin_locks_the_device_without_a_network(phone: Page, doors: Doors) -> None:
    _, address = doors.device(pin="4711")
    phone.goto(address)
    phone.fill("#pin", "4711")
    phone.click("[data-unlock] button")
    phone.fill("#operator", "Ilse")
    phone.click("[data-shift] button")
    expect(phone.locator("[data-status-network]")).to_have_text("Online")
    phone.evaluate("navigator.serviceWorker.ready")
    phone.context.set_offline(True)
    phone.reload()
    phone.fill("#pin", "4712")
    phone.click("[data-unlock] button")
    expect(phone.locator("[data-pin-error]")).to_have_text("This PIN is not right.")
    expect(phone.locator("[data-gate]")).to_be_hidden()
    phone.fill("#pin", "٤٧١١")
    phone.click("[data-unlock] button")
    expect(phone.locator("[data-gate]")).to_be_visible()


def test_two_devices_that_admit_one_badge_offline_leave_a_conflict(
    phone: Page, browser: Browser, open_page: Callable[..., Page], live_server, doors: Doors
) -> None:
    badge = doors.badge()
    other = open_page(browser, PHONE, base_url=live_server.url)
    for page, name in ((phone, "North phone"), (other, "South phone")):
        set_up(page, doors.device(name)[1], name)
        cut_off(page)
        scan(page, badge)
        expect_answer(page, "Welcome")
    come_back(phone)
    come_back(other)
    expect(other.locator("[data-notices]")).to_contain_text("Conflicts for the supervisor to settle: 1")
    assert len(doors.conflicts()) == 1
    assert [one.device_outcome for one in doors.scans()] == ["admitted", "admitted"]


def shifted(seconds: float) -> str:
    """Return a script that moves a page's clock, as it stands when the script runs."""
    return (
        f"const milliseconds = {seconds * 1000};"
        + """
      const Right = Date;
      globalThis.Date = class extends Right {
        constructor(...given) { if (given.length) super(...given); else super(Right.now() + milliseconds); }
        static now() { return Right.now() + milliseconds; }
      };"""
    )


def open_for_two_hours(doors: Doors) -> None:
    """Let the zone be open from an hour ago for two hours, so that who takes another day for today refuses."""
    with doors.venue.inside():
        gate = db.session.get_one(Gate, doors.gate_id)
        now, hour = utcnow(), timedelta(hours=1)
        db.session.add(ZoneWindow(zone_id=gate.zone_id, starts_at=now - hour, ends_at=now + hour))


def expect_admitted_just_now(doors: Doors, *, clock_off_by: timedelta) -> None:
    """Expect one scan in the log, at the time it was, with the device's own time beside it; and no conflict."""
    (only,) = doors.scans()
    assert (only.outcome, only.device_outcome) == ("admitted", "admitted")
    assert doors.conflicts() == []
    assert abs(utcnow() - only.scanned_at) < timedelta(minutes=3)
    assert only.device_time is not None
    assert abs(only.device_time - only.scanned_at - clock_off_by) < timedelta(minutes=3)


@pytest.mark.parametrize(
    ("off_by", "said"),
    [
        (timedelta(minutes=5), "5 min ahead"),
        (timedelta(days=1), "1,440 min ahead"),
        (timedelta(days=-1), "1,440 min behind"),
    ],
    ids=str,
)
def test_a_wrong_clock_is_measured_and_its_times_are_corrected(
    phone: Page, doors: Doors, off_by: timedelta, said: str
) -> None:
    badge = doors.badge()
    open_for_two_hours(doors)
    set_up(phone, doors.device()[1])
    phone.add_init_script(shifted(off_by.total_seconds()))
    phone.reload()
    expect(phone.locator("[data-notices]")).to_contain_text(said)
    cut_off(phone)
    expect(phone.locator("[data-notices]")).to_contain_text(said)
    # Without its day: what is synchronised today is told by the corrected clock too.
    expect(phone.locator("[data-status-synced]")).to_have_text(re.compile(r"Synchronised at \d{1,2}:\d{2}\s[AP]M"))
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    come_back(phone)
    expect_admitted_just_now(doors, clock_off_by=off_by)


def test_a_clock_set_back_by_a_day_without_a_network_is_noticed(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    open_for_two_hours(doors)
    set_up(phone, doors.device()[1])
    phone.add_init_script(shifted(-86_400))
    cut_off(phone)
    expect(phone.locator("[data-notices]")).to_contain_text("1,440 min behind")
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    come_back(phone)
    expect_admitted_just_now(doors, clock_off_by=timedelta(days=-1))


def test_a_clock_set_back_by_a_day_while_the_page_is_open_is_noticed(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    open_for_two_hours(doors)
    set_up(phone, doors.device()[1])
    cut_off(phone)
    phone.evaluate(f"() => {{ {shifted(-86_400)} }}")
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    expect(phone.locator("[data-notices]")).to_contain_text("1,440 min behind")
    come_back(phone)
    expect_admitted_just_now(doors, clock_off_by=timedelta(days=-1))


def test_a_clock_put_ahead_without_a_network_is_corrected_before_its_scans_are_sent(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    phone.add_init_script(shifted(5 * 3600))
    cut_off(phone)
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    come_back(phone)
    expect(phone.locator("[data-notices]")).to_contain_text("changed by 300 min")
    expect_admitted_just_now(doors, clock_off_by=timedelta(hours=5))


def test_a_clock_put_ahead_by_a_day_without_a_network_admits_nobody(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    phone.add_init_script(shifted(86_400))
    cut_off(phone)
    expect(phone.locator("[data-notices]")).to_contain_text("too old to decide by")
    scan(phone, badge)
    expect(phone.locator("[data-trouble]")).to_contain_text("too old to decide by")
    come_back(phone)
    expect(phone.locator("[data-notices]")).to_contain_text("1,440 min ahead")
    assert doors.scans() == []


def test_a_full_storage_is_said_and_nobody_is_admitted(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    phone.context.set_offline(True)
    expect(phone.locator("[data-status-network]")).to_have_text(ALONE)
    phone.evaluate(
        """() => {
          IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    scan(phone, badge)
    expect(phone.locator("[data-trouble]")).to_contain_text("Let nobody in by this device")
    expect(phone.locator("[data-answer]")).to_be_hidden()
    expect_waiting(phone, 0)


def test_a_device_with_a_full_storage_still_asks_the_server(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    phone.evaluate(
        """() => {
          const full = () => { throw new DOMException("full", "QuotaExceededError"); };
          Object.assign(IDBObjectStore.prototype, { add: full, put: full });
          dispatchEvent(new Event("online"));
        }"""
    )
    expect(phone.locator("[data-notices]")).to_contain_text("The storage of this device is full")
    expect(phone.locator("[data-status-network]")).to_have_text("Online")
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    assert [one.mode for one in doors.scans()] == ["live"]


def test_a_device_that_cannot_read_its_records_leaves_it_to_the_server(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    phone.evaluate("() => { crypto.subtle.decrypt = () => Promise.reject(new DOMException('', 'OperationError')); }")
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    phone.context.set_offline(True)
    expect(phone.locator("[data-status-network]")).to_have_text(ALONE)
    scan(phone, badge)
    expect(phone.locator("[data-trouble]")).to_contain_text("Something went wrong on this device")


def test_a_browser_that_keeps_nothing_is_told_so(phone: Page, doors: Doors) -> None:
    phone.add_init_script("indexedDB.open = () => { throw new DOMException('', 'SecurityError'); };")
    phone.goto(doors.page)
    expect(phone.locator("[data-no-script]")).to_have_text(
        "Something went wrong on this device. Please reload the page."
    )


def test_two_gates_of_a_zone_count_together(phone: Page, doors: Doors) -> None:
    with doors.venue.inside():
        gate = db.session.get_one(Gate, doors.gate_id)
        event, zone = db.session.get_one(Event, doors.event_id), db.session.get_one(Zone, gate.zone_id)
        other = make_gate(event, zone).id
    badge = doors.badge()
    set_up(phone, doors.device(gate_ids=[doors.gate_id, other])[1])
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    phone.evaluate("document.querySelector('[data-continue]').click()")
    phone.click("[data-menu] summary")
    phone.select_option("#gate-choice", str(other))
    expect(phone.locator("[data-counts]")).to_have_text("Inside: 1")


def test_a_server_that_has_been_stopped_leaves_the_door_open_after_a_restart(
    phone: Page, doors: Doors, live_server
) -> None:
    """The last test of this file, because it stops the server."""
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    live_server.process.terminate()
    live_server.process.wait(timeout=20)
    phone.reload()
    expect(phone.locator("[data-status-network]")).to_have_text(ALONE)
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    expect_waiting(phone, 1)
