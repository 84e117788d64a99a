"""A device at the door of a hall without a network: it asks about the session as the server does."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from summit.agenda.models import Slot
from summit.agenda.rules.kinds import SignUpStatus
from summit.clock import utcnow
from summit.credentials.services import ensure_credential
from summit.database import db
from summit.entrance.models import CalledQueue, Gate
from summit.events.models import Category, Event
from summit.registration.models import Photo, Registration
from summit.registration.rules import RegistrationStatus
from summit.seed.portraits import portrait
from tests import factories
from tests.agenda.delegates import make_sign_up
from tests.agenda.factories import make_placed, make_release
from tests.browser.doors import (
    Doors,
    come_back,
    cut_off,
    expect_answer,
    expect_waiting,
    scan,
    set_up,
)

pytestmark = pytest.mark.browser


class Hall:
    """The door of a hall in which a session with two places begins in ten minutes."""

    def __init__(self, doors: Doors, *, is_called: bool = False) -> None:
        self.doors = doors
        with doors.venue.inside():
            event = db.session.get_one(Event, doors.event_id)
            hall = factories.make_hall(event, names={"en": "Silk hall"})
            db.session.get_one(Gate, doors.gate_id).hall_id = hall.id
            begins = (utcnow() + timedelta(minutes=10)).replace(second=0, microsecond=0)
            slot = make_placed(event, hall, begins, "The future of silk", capacity=2)
            make_release(event)
            self.slot_id = slot.id
            if is_called:
                db.session.add(CalledQueue(slot_id=slot.id, event_id=event.id, called_at=utcnow(), called_by=None))

    def badge(self, name: str, status: SignUpStatus | None = None) -> str:
        """Return the code of somebody who signed up, waits, or did neither."""
        with self.doors.venue.inside():
            event = db.session.get_one(Event, self.doors.event_id)
            category = db.session.get_one(Category, self.doors.category_id)
            person = factories.make_registration(event, category, RegistrationStatus.APPROVED, name_latin=name)
            if status:
                make_sign_up(db.session.get_one(Slot, self.slot_id), person, status)
            return ensure_credential(person.id, actor_id=None, now=utcnow()).token


def expect_explanation(page: Page, text: str) -> None:
    expect(page.locator("[data-slot=explanation]")).to_contain_text(text)


def test_a_portrait_is_shown_with_a_network_only(phone: Page, doors: Doors, live_server) -> None:
    badge = doors.badge("Layla Mansouri")
    with doors.venue.inside():
        person = db.session.scalar(select(Registration).where(Registration.name_latin == "Layla Mansouri"))
        folder = Path(live_server.env["SUMMIT_VAR"]) / "photos"
        folder.mkdir(exist_ok=True)
        (folder / f"{person.public_id}.jpg").write_bytes(portrait(random.Random(7)))
        db.session.add(Photo(registration_id=person.id, file_name=f"{person.public_id}.jpg", byte_count=10))
    set_up(phone, doors.device()[1])
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    picture = phone.locator("[data-slot=photo] img")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.naturalWidth") > 0
    cut_off(phone)
    scan(phone, badge)
    expect_answer(phone, "Already inside")
    expect(picture).to_have_count(0)


def test_sign_ups_are_checked_without_a_network_and_the_log_names_the_session(phone: Page, doors: Doors) -> None:
    hall = Hall(doors)
    signed_up, waiting = hall.badge("Anna", SignUpStatus.CONFIRMED), hall.badge("Boris", SignUpStatus.WAITING)
    stranger = hall.badge("Chen")
    set_up(phone, doors.device()[1])
    cut_off(phone)
    expect(phone.locator("[data-sessions]")).to_contain_text("The future of silk")
    expect(phone.locator("[data-sessions]")).to_contain_text("0 of 2 inside")

    scan(phone, signed_up)
    expect_answer(phone, "Welcome")
    expect_explanation(phone, "This badge is valid for “The future of silk”.")
    scan(phone, stranger)
    expect_answer(phone, "No place in this session")
    expect_explanation(phone, "“The future of silk” needs a sign-up, and this person has none.")
    scan(phone, waiting)
    expect_answer(phone, "No place in this session")
    expect_explanation(phone, "number 1 on the waiting list")
    scan(phone, signed_up)
    expect_answer(phone, "Already inside")
    expect(phone.locator("[data-sessions]")).to_contain_text("1 of 2 inside")
    phone.reload()
    expect_waiting(phone, 4)
    expect(phone.locator("[data-sessions]")).to_contain_text("1 of 2 inside")

    come_back(phone)
    log = [(one.slot_id, one.outcome, one.device_outcome) for one in doors.scans()]
    assert log == [
        (hall.slot_id, "admitted", "admitted"),
        (hall.slot_id, "not_signed_up", "not_signed_up"),
        (hall.slot_id, "not_signed_up", "not_signed_up"),
        (hall.slot_id, "already_inside", "already_inside"),
    ]
    assert doors.conflicts() == []
    expect(phone.locator("[data-sessions]")).to_contain_text("1 of 2 inside")


def test_who_waits_is_let_in_once_an_organiser_said_so_until_all_places_are_in_use(phone: Page, doors: Doors) -> None:
    hall = Hall(doors, is_called=True)
    waiting = [hall.badge(f"Waiting {number}", SignUpStatus.WAITING) for number in range(3)]
    stranger = hall.badge("Chen")
    set_up(phone, doors.device()[1])
    cut_off(phone)
    expect(phone.locator("[data-sessions]")).to_contain_text("The waiting list is let in")
    scan(phone, stranger)
    expect_answer(phone, "No place in this session")
    for badge in waiting[:2]:
        scan(phone, badge)
        expect_answer(phone, "Welcome")
    scan(phone, waiting[2])
    expect_answer(phone, "Full")
    expect_explanation(phone, "All 2 places of “The future of silk” are in use.")
    come_back(phone)
    outcomes = [one.outcome for one in doors.scans()]
    assert outcomes == ["not_signed_up", "admitted", "admitted", "full"]


def test_who_was_let_in_by_the_server_is_known_without_a_network(phone: Page, doors: Doors) -> None:
    hall = Hall(doors)
    badge = hall.badge("Anna", SignUpStatus.CONFIRMED)
    set_up(phone, doors.device()[1])
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    cut_off(phone)
    expect(phone.locator("[data-sessions]")).to_contain_text("1 of 2 inside")
    scan(phone, badge)
    expect_answer(phone, "Already inside")
    phone.evaluate("document.querySelector('[data-continue]').click()")
    phone.locator("[data-scan-form] input[value=exit] + label").click()
    scan(phone, badge)
    expect_answer(phone, "Goodbye")
    expect(phone.locator("[data-sessions]")).to_contain_text("0 of 2 inside")
    come_back(phone)
    assert [one.outcome for one in doors.scans()] == ["admitted", "already_inside", "exited"]
