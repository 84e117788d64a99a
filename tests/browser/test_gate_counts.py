"""Two telephones at the same doors: what one lets in, the other counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from summit.agenda.rules.kinds import SignUpStatus
from summit.clock import utcnow
from summit.credentials.services import ensure_credential
from summit.entrance.models import Gate
from summit.events.models import Category, Event, Zone
from summit.permissions import Role
from summit.registration.rules import RegistrationStatus
from tests import factories
from tests.agenda.delegates import make_sign_up
from tests.agenda.factories import make_placed, make_release
from tests.browser.devices import PHONE
from tests.browser.test_agenda_editor import Venue
from tests.entrance.conftest import make_gate

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Doors:
    """Two gates into the same zone, the second at a hall, and a badge for it."""

    page: str
    hall_page: str
    token: str
    cookies: dict[str, str]


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    """The live server's data, with its own key for badges."""
    venue = Venue(live_server)
    key = (Path(live_server.env["SUMMIT_VAR"]) / "badge_key.txt").read_text().strip()
    known = venue.app.extensions
    known["summit_config"] = replace(known["summit_config"], badge_key=key)
    return venue


@pytest.fixture
def doors(venue: Venue) -> Doors:
    with venue.inside():
        event = factories.make_event()
        zone = factories.make_zone(event, "A")
        category = factories.make_category(event, "D", zones=(zone,))
        person = factories.make_registration(event, category, RegistrationStatus.APPROVED)
        token = ensure_credential(person.id, actor_id=None, now=utcnow()).token
        gate, hall_gate = make_gate(event, zone), make_hall_gate(event, zone, category)
        cookies = {role: venue._cookie(factories.make_staff(event, role).id) for role in (Role.GATE, Role.ORGANISER)}
        base = f"/e/{event.slug}/gates/"
        return Doors(f"{base}{gate.id}", f"{base}{hall_gate.id}", token, cookies)


def make_hall_gate(event: Event, zone: Zone, category: Category) -> Gate:
    """A gate at a hall in which a session with a waiting list begins soon."""
    hall = factories.make_hall(event, names={"en": "Silk hall"})
    slot = make_placed(event, hall, utcnow() + timedelta(minutes=20), "Silk", capacity=40)
    make_release(event)
    waiting = factories.make_registration(event, category, RegistrationStatus.APPROVED)
    make_sign_up(slot, waiting, SignUpStatus.WAITING)
    return make_gate(event, zone, names={"en": "Hall door"}, hall_id=hall.id)


@pytest.fixture
def phone_of(browser: Browser, open_page: Callable[..., Page], venue: Venue, doors: Doors) -> Callable[[Role], Page]:
    """Return a function that opens the telephone of somebody with the role."""

    def open_phone(role: Role) -> Page:
        page = open_page(browser, PHONE, base_url=venue.url)
        page.context.add_cookies([{"name": "summit", "value": doors.cookies[role], "url": venue.url}])
        return page

    return open_phone


def scan(page: Page, code: str) -> None:
    page.get_by_label("Badge code").fill(code)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("[data-slot=word]")).to_have_text("Welcome")


def test_a_gate_counts_whom_another_one_lets_in(phone_of: Callable[[Role], Page], doors: Doors) -> None:
    watching, scanning = phone_of(Role.GATE), phone_of(Role.GATE)
    watching.goto(doors.page)
    expect(watching.locator("[data-counts]")).to_have_text("0 people inside")
    scanning.goto(doors.page)
    scan(scanning, doors.token)
    expect(watching.locator("[data-counts]")).to_have_text("1 person inside")


def test_a_gate_without_a_stream_asks_every_half_minute(phone_of: Callable[[Role], Page], doors: Doors) -> None:
    watching, scanning, streaming = phone_of(Role.GATE), phone_of(Role.GATE), phone_of(Role.GATE)
    watching.clock.install()
    asked = []

    def count(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    watching.route("**/counts/stream", lambda route: route.fulfill(status=204))
    watching.route("**/counts.json", count)
    watching.goto(doors.page)
    expect(watching.locator("[data-counts]")).to_have_text("0 people inside")
    scanning.goto(doors.page)
    streaming.goto(doors.page)
    scan(scanning, doors.token)
    # The server has read the doors anew once this telephone knows.
    expect(streaming.locator("[data-counts]")).to_have_text("1 person inside")
    assert len(asked) == 1
    watching.clock.fast_forward(30_000)
    expect(watching.locator("[data-counts]")).to_have_text("1 person inside")


def test_letting_who_waits_in_is_seen_at_the_other_telephone(phone_of: Callable[[Role], Page], doors: Doors) -> None:
    watching, leading = phone_of(Role.GATE), phone_of(Role.ORGANISER)
    watching.goto(doors.hall_page)
    leading.goto(doors.hall_page)
    counts = watching.locator(".gate__session-counts")
    expect(counts).to_contain_text("1 person waiting")
    leading.get_by_role("button", name="Let waiting people in now").click()
    expect(leading.get_by_role("button", name="Let them wait again")).to_be_visible()
    expect(counts).to_contain_text("The waiting list is let in")
    expect(watching.locator("[data-sessions]")).to_have_attribute(
        "data-sessions", leading.locator("[data-sessions]").get_attribute("data-sessions")
    )
