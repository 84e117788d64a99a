"""A device at the door, with and without a network: set up, cut off, restarted, and reconciled with the server."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from summit.clock import utcnow
from summit.credentials.services import ensure_credential
from summit.database import db
from summit.entrance import services
from summit.entrance.models import Scan, ScanConflict
from summit.events.models import Category, Event
from summit.registration.rules import RegistrationStatus
from tests import factories
from tests.browser.devices import PHONE
from tests.browser.test_agenda_editor import Venue
from tests.entrance.conftest import make_gate

pytestmark = pytest.mark.browser
NAME = "Rosa Batista Lima"
ALONE = "No network: this device decides by itself"


@dataclass(frozen=True)
class Doors:
    """An edition with one gate, the badges and the devices of it."""

    venue: Venue
    event_id: int
    slug: str
    gate_id: int
    category_id: int

    @property
    def page(self) -> str:
        return f"/e/{self.slug}/scanner/"

    def badge(self, name: str = NAME) -> str:
        """Return the 24 digits of somebody's badge."""
        with self.venue.inside():
            event = db.session.get_one(Event, self.event_id)
            category = db.session.get_one(Category, self.category_id)
            person = factories.make_registration(event, category, RegistrationStatus.APPROVED, name_latin=name)
            return ensure_credential(person.id, actor_id=None, now=utcnow()).token

    def device(self, name: str = "North phone", **values: Any) -> tuple[str, str]:
        """Add a device; return its public id and the address that sets it up."""
        with self.venue.inside():
            given = {"name": name, "gate_ids": [self.gate_id], "actor_id": None, "now": utcnow()} | values
            device = services.add_device(self.event_id, **given)
            return device.public_id, f"{self.page}#enrol={services.enrolment_code(device)}"

    def revoke(self, public_id: str) -> None:
        with self.venue.inside():
            services.revoke_device(self.event_id, public_id, actor_id=None, now=utcnow())

    def scans(self) -> list[Scan]:
        """Return the log, oldest first."""
        with self.venue.inside():
            return list(db.session.scalars(select(Scan).where(Scan.event_id == self.event_id).order_by(Scan.id)))

    def conflicts(self) -> list[str]:
        with self.venue.inside():
            return list(db.session.scalars(select(ScanConflict.kind).where(ScanConflict.event_id == self.event_id)))


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    """The live server's data, with its own key for badges: the snapshot is sealed by it."""
    venue = Venue(live_server)
    key = (Path(live_server.env["SUMMIT_VAR"]) / "badge_key.txt").read_text().strip()
    known = venue.app.extensions
    known["summit_config"] = replace(known["summit_config"], badge_key=key)
    return venue


@pytest.fixture
def doors(venue: Venue) -> Doors:
    """A new edition's one gate, into zone A."""
    with venue.inside():
        event = factories.make_event()
        zone = factories.make_zone(event, "A")
        category = factories.make_category(event, "D", zones=(zone,))
        gate = make_gate(event, zone)
        return Doors(venue, event.id, event.slug, gate.id, category.id)


def set_up(page: Page, address: str, operator: str = "Ilse") -> None:
    """Enrol the page, take the device over, and wait until it is up to date and kept for times without a network."""
    page.goto(address)
    page.fill("#operator", operator)
    with page.expect_response("**/scanner/shift", timeout=5_000):
        page.click("[data-shift] button")
    expect(page.locator("[data-gate]")).to_be_visible()
    expect(page.locator("[data-status-network]")).to_have_text("Online")
    expect(page.locator("[data-status-synced]")).to_contain_text("Synchronised at")
    page.evaluate("navigator.serviceWorker.ready")


def scan(page: Page, code: str) -> None:
    """Type a code as a keyboard-type scanner does, when the last answer has been closed."""
    if page.locator("[data-answer]").is_visible():
        page.evaluate("document.querySelector('[data-continue]').click()")
    page.fill("#code", code)
    page.press("#code", "Enter")


def expect_answer(page: Page, word: str) -> None:
    expect(page.locator("[data-slot=word]")).to_have_text(word)


def expect_waiting(page: Page, count: int) -> None:
    expect(page.locator("[data-status-waiting]")).to_have_text(f"Waiting to be sent: {count}")


def cut_off(page: Page) -> None:
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-status-network]")).to_have_text(ALONE)


def come_back(page: Page) -> None:
    page.context.set_offline(False)
    expect(page.locator("[data-status-network]")).to_have_text("Online", timeout=20_000)
    expect_waiting(page, 0)


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
