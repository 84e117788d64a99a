"""A device at the door, with and without a network: set up, cut off, restarted, and reconciled with the server."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.devices import PHONE
from tests.browser.doors import (
    ALONE,
    NAME,
    Doors,
    come_back,
    cut_off,
    expect_answer,
    expect_waiting,
    make_doors,
    make_venue,
    scan,
    set_up,
)
from tests.browser.test_agenda_editor import Venue

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    return make_venue(live_server)


@pytest.fixture
def doors(venue: Venue) -> Doors:
    return make_doors(venue)


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


def test_a_clock_that_is_five_minutes_ahead_is_measured_and_its_times_are_corrected(phone: Page, doors: Doors) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    phone.add_init_script(
        """const Right = Date, ahead = 300_000;
        globalThis.Date = class extends Right {
          constructor(...given) { if (given.length) super(...given); else super(Right.now() + ahead); }
          static now() { return Right.now() + ahead; }
        };"""
    )
    phone.reload()
    expect(phone.locator("[data-notices]")).to_contain_text("5 min ahead")
    phone.context.set_offline(True)
    expect(phone.locator("[data-status-network]")).to_have_text(ALONE)
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    come_back(phone)
    (only,) = doors.scans()
    assert only.device_time is not None
    assert timedelta(minutes=4) < only.device_time - only.scanned_at < timedelta(minutes=6)


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
