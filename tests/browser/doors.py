"""An edition with one gate on the live server, and what is done with a device at its door."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select

from summit.clock import utcnow
from summit.credentials.services import ensure_credential
from summit.database import db
from summit.entrance import services
from summit.entrance.models import Scan, ScanConflict
from summit.events.models import Category, Event
from summit.registration.rules import RegistrationStatus
from tests import factories
from tests.browser.test_agenda_editor import Venue
from tests.entrance.conftest import make_gate

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


def make_venue(live_server: Any) -> Venue:
    """Return the live server's data, with its own key for badges: the snapshot is sealed by it."""
    venue = Venue(live_server)
    key = (Path(live_server.env["SUMMIT_VAR"]) / "badge_key.txt").read_text().strip()
    known = venue.app.extensions
    known["summit_config"] = replace(known["summit_config"], badge_key=key)
    return venue


def make_doors(venue: Venue) -> Doors:
    """Return a new edition's one gate, into zone A."""
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
