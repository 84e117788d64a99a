"""Reading the draft as a board: the plain values that conflicts and schedules are computed on."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from summit.calendar.queries import list_claimed, list_entries
from summit.calendar.rules import FIRM
from summit.database import db
from summit.events.models import Event, HallWindow
from summit.events.queries import list_halls

from ..models import (
    AgendaDay,
    AgendaSettings,
    Session,
    SessionPerson,
    SignUp,
    Slot,
    SlotHall,
    Speaker,
    SpeakerWindow,
    Star,
)
from ..rules.board import Board, BoardHall, BoardPerson, BoardSlot, ConflictKind, Level, Span
from ..rules.kinds import SessionState, SignUpStatus
from ..rules.timing import Placement, at_minute, days_between

# The name under which this package hands its entries to the calendar.
SOURCE = "agenda"
# Who holds the claims of a delegate's own sign-ups.
SIGN_UP = "sign_up"


def find_settings(event_id: int) -> AgendaSettings | None:
    """Return the settings of an edition's programme, or None while nobody has needed any."""
    return db.session.get(AgendaSettings, event_id, populate_existing=True)


def load_board(event: Event) -> Board:
    """Return the whole draft of the edition."""
    settings = find_settings(event.id)
    return Board(
        zone=event.time_zone,
        hours=opening_hours(event, settings),
        halls={
            hall.id: BoardHall(hall.id, hall.capacity, _spans(hall.windows), hall.is_hidden)
            for hall in list_halls(event.id)
        },
        people=_people(event.id),
        slots=_board_slots(event.id),
        changeover_minutes=settings.changeover_minutes if settings else 10,
        levels=levels_of(settings),
        fans=_fans(event.id),
    )


def levels_of(settings: AgendaSettings | None) -> dict[ConflictKind, Level]:
    """Return the levels that an edition has set for itself."""
    return {ConflictKind(kind): Level(level) for kind, level in (settings.levels if settings else {}).items()}


def opening_hours(event: Event, settings: AgendaSettings | None) -> dict[date, Span]:
    """Return the opening span of each of the edition's days."""
    usual = (settings.opens_minute, settings.closes_minute) if settings else (9 * 60, 22 * 60)
    statement = select(AgendaDay).where(AgendaDay.event_id == event.id)
    special = {row.day: (row.opens_minute, row.closes_minute) for row in db.session.scalars(statement)}
    hours = {}
    for day in days_between(event.starts_on, event.ends_on):
        opens, closes = special.get(day, usual)
        hours[day] = (at_minute(day, opens, event.time_zone), at_minute(day, closes, event.time_zone))
    return hours


def count_confirmed(event_id: int) -> dict[int, int]:
    """Return how many people have a place in each slot; a slot without any is left out."""
    statement = (
        select(SignUp.slot_id, func.count())
        .join(SignUp.slot)
        .where(Slot.event_id == event_id, SignUp.status == SignUpStatus.CONFIRMED)
        .group_by(SignUp.slot_id)
    )
    return dict(db.session.execute(statement).all())


def _board_slots(event_id: int) -> dict[int, BoardSlot]:
    """Return the slots by id; read as columns, because a board is read anew for every move in the editor."""
    statement = (
        select(
            Slot.id,
            Slot.session_id,
            Slot.hall_id,
            Slot.starts_at,
            Slot.ends_at,
            Slot.is_locked,
            *(Session.minutes, Session.kind, Session.track_id, Session.capacity, Session.state),
        )
        .join(Slot.session)
        .where(Slot.event_id == event_id)
        .order_by(Slot.id)
    )
    joined, people, signed_up = _joined_halls(event_id), _parts(event_id), count_confirmed(event_id)
    return {
        row.id: _board_slot(row, joined[row.id], people[row.session_id], signed_up.get(row.id, 0))
        for row in db.session.execute(statement)
    }


def _board_slot(row: Any, joined: list[int], people: list[int], signed_up: int) -> BoardSlot:
    return BoardSlot(
        id=row.id,
        session_id=row.session_id,
        minutes=row.minutes,
        placement=Placement((row.hall_id, *joined), row.starts_at, row.ends_at) if row.hall_id else None,
        kind=row.kind,
        track_id=row.track_id,
        people=tuple(dict.fromkeys(people)),
        signed_up=signed_up,
        capacity=row.capacity,
        is_locked=row.is_locked,
        is_cancelled=row.state is SessionState.CANCELLED,
    )


def _joined_halls(event_id: int) -> dict[int, list[int]]:
    statement = select(SlotHall.slot_id, SlotHall.hall_id).join(SlotHall.slot).where(Slot.event_id == event_id)
    joined: dict[int, list[int]] = defaultdict(list)
    for slot_id, hall_id in db.session.execute(statement.order_by(SlotHall.hall_id)):
        joined[slot_id].append(hall_id)
    return joined


def _parts(event_id: int) -> dict[int, list[int]]:
    statement = (
        select(SessionPerson.session_id, SessionPerson.speaker_id)
        .join(SessionPerson.session)
        .where(Session.event_id == event_id)
        .order_by(SessionPerson.position, SessionPerson.id)
    )
    people: dict[int, list[int]] = defaultdict(list)
    for session_id, speaker_id in db.session.execute(statement):
        people[session_id].append(speaker_id)
    return people


def _people(event_id: int) -> dict[int, BoardPerson]:
    """Return everybody who has a part in a session."""
    statement = select(Speaker).where(
        Speaker.event_id == event_id, select(SessionPerson.id).where(SessionPerson.speaker_id == Speaker.id).exists()
    )
    speakers = list(db.session.scalars(statement.options(selectinload(Speaker.windows))))
    registered = {speaker.registration_id for speaker in speakers if speaker.registration_id is not None}
    meetings = _meetings(event_id, registered) if registered else {}
    return {
        speaker.id: BoardPerson(speaker.id, _spans(speaker.windows), meetings.get(speaker.registration_id or 0, ()))
        for speaker in speakers
    }


def _meetings(event_id: int, registration_ids: Collection[int]) -> dict[int, tuple[Span, ...]]:
    """Return when these people are busy elsewhere: what other packages say, and what is claimed of their time."""
    entries = list_entries(event_id, registration_ids, without=SOURCE)
    claimed = list_claimed(event_id, registration_ids, without=SIGN_UP)
    told = {
        key: [(one.starts_at, one.ends_at) for one in found if one.kind in FIRM and not one.is_cancelled]
        for key, found in entries.items()
    }
    return {key: tuple(sorted({*told[key], *claimed[key]})) for key in registration_ids}


def _spans(windows: Iterable[SpeakerWindow] | Iterable[HallWindow]) -> tuple[Span, ...]:
    return tuple((window.starts_at, window.ends_at) for window in windows)


def _fans(event_id: int) -> dict[int, int]:
    statement = (
        select(Star.session_id, Star.registration_id)
        .join(Session, Session.id == Star.session_id)
        .where(Session.event_id == event_id)
    )
    places: dict[int, int] = {}
    fans: dict[int, int] = defaultdict(int)
    for session_id, registration_id in db.session.execute(statement):
        fans[session_id] |= 1 << places.setdefault(registration_id, len(places))
    return dict(fans)
