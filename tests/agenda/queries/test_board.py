"""The draft as plain values."""

from datetime import date, timedelta

import pytest

from summit.agenda.models import AgendaDay, SignUp, SpeakerWindow, Star
from summit.agenda.queries.board import load_board
from summit.agenda.rules.board import ConflictKind, Level
from summit.agenda.rules.kinds import SessionState, SignUpStatus
from summit.agenda.rules.timing import Placement
from summit.calendar import queries as calendar
from summit.calendar.models import Claim
from summit.calendar.rules import CalendarEntry, ClaimKind, EntryKind, ticks
from summit.events.models import HallWindow
from tests.agenda.factories import make_placed, make_session, make_settings, make_slot, make_speaker
from tests.factories import NOON, make_category, make_event, make_hall, make_registration

HOUR = timedelta(hours=1)


@pytest.fixture
def event(db):
    return make_event()


def test_slots_halls_and_people_are_all_there(event, db):
    hall = make_hall(event, capacity=40, windows=[HallWindow(starts_at=NOON, ends_at=NOON + HOUR)])
    speaker = make_speaker(event, windows=[SpeakerWindow(starts_at=NOON, ends_at=NOON + HOUR)])
    placed = make_slot(make_session(event, "Linen", speaker, minutes=60), hall)
    waiting = make_slot(make_session(event, "Silk"))
    cancelled = make_placed(event, hall, state=SessionState.CANCELLED)
    board = load_board(event)
    assert [slot.id for slot in board.placed] == [placed.id]
    assert [slot.id for slot in board.pool] == [waiting.id]
    assert board.slots[cancelled.id].is_cancelled
    assert board.slots[placed.id].placement == Placement((hall.id,), NOON, NOON + HOUR)
    assert board.slots[placed.id].people == (speaker.id,)
    assert board.halls[hall.id].capacity == 40
    assert board.halls[hall.id].windows == board.people[speaker.id].windows == ((NOON, NOON + HOUR),)


def test_opening_hours_have_exceptions(event, db):
    make_settings(event, opens_minute=600, closes_minute=1500, levels={"changeover": "ignore"})
    db.session.add(AgendaDay(event_id=event.id, day=date(2026, 11, 29), opens_minute=720, closes_minute=780))
    db.session.commit()
    board = load_board(event)
    assert len(board.hours) == 5
    assert board.hours[date(2026, 11, 28)] == (NOON - 2 * HOUR, NOON + 13 * HOUR)
    assert board.hours[date(2026, 11, 29)] == (NOON + 24 * HOUR, NOON + 25 * HOUR)
    assert board.level_of(ConflictKind.CHANGEOVER) is Level.IGNORE
    assert board.level_of(ConflictKind.HALL_OVERLAP) is Level.BLOCK


def test_sign_ups_and_shared_stars_are_counted(event, db):
    category = make_category(event)
    one, other = make_placed(event, make_hall(event)), make_placed(event, make_hall(event))
    people = [make_registration(event, category) for _ in range(3)]
    statuses = (SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.CANCELLED)
    for person, status in zip(people, statuses, strict=True):
        db.session.add(SignUp(slot_id=one.id, registration_id=person.id, status=status))
        db.session.add(Star(registration_id=person.id, session_id=one.session_id))
    db.session.add(Star(registration_id=people[0].id, session_id=other.session_id))
    db.session.commit()
    board = load_board(event)
    assert board.slots[one.id].signed_up == 1
    assert (board.fans[one.session_id] & board.fans[other.session_id]).bit_count() == 1


def test_what_another_package_knows_of_a_speaker_counts_as_a_meeting(event, monkeypatch):
    person = make_registration(event, make_category(event))
    speaker = make_speaker(event, registration_id=person.id)
    make_slot(make_session(event, "", speaker))
    span = (NOON, NOON + HOUR)
    firm = CalendarEntry("uid", 0, NOON, *span, {"en": "Meeting"}, kind=EntryKind.MEETING)
    wish = CalendarEntry("uid2", 0, NOON, *span, {"en": "Wish"}, kind=EntryKind.STARRED)
    monkeypatch.setattr(calendar, "_sources", {"meetings": lambda event_id, ids: {person.id: [firm, wish]}})
    assert load_board(event).people[speaker.id].meetings == (span,)


def test_claims_on_a_speakers_time_count_as_meetings_but_not_the_own_sign_ups(event, db):
    person = make_registration(event, make_category(event))
    speaker = make_speaker(event, registration_id=person.id)
    make_slot(make_session(event, "", speaker))
    for owner, start in (("meeting", NOON), ("sign_up", NOON + HOUR)):
        for tick in ticks(start, start + HOUR):
            claim = {"kind": ClaimKind.PERSON, "resource_id": person.id, "owner_kind": owner, "owner_id": 1}
            db.session.add(Claim(event_id=event.id, tick=tick, **claim))
    db.session.commit()
    assert load_board(event).people[speaker.id].meetings == ((NOON, NOON + HOUR),)
