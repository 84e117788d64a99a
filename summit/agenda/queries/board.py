"""Reading the draft as a board: the plain values that conflicts and schedules are computed on."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from summit.calendar.queries import list_claimed, list_entries
from summit.calendar.rules import FIRM
from summit.database import db
from summit.events.models import Event, HallWindow
from summit.events.queries import list_halls

from ..models import AgendaDay, AgendaSettings, Session, SessionPerson, SignUp, Slot, Speaker, SpeakerWindow, Star
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
    slots = _list_slots(event.id)
    signed_up = count_confirmed(event.id)
    return Board(
        zone=event.time_zone,
        hours=opening_hours(event, settings),
        halls={
            hall.id: BoardHall(hall.id, hall.capacity, _spans(hall.windows), hall.is_hidden)
            for hall in list_halls(event.id)
        },
        people=_people(event.id),
        slots={slot.id: _board_slot(slot, signed_up.get(slot.id, 0)) for slot in slots},
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


def _list_slots(event_id: int) -> list[Slot]:
    statement = (
        select(Slot)
        .where(Slot.event_id == event_id)
        .options(
            joinedload(Slot.session, innerjoin=True).selectinload(Session.people),
            selectinload(Slot.joined_halls),
        )
        .order_by(Slot.id)
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def _board_slot(slot: Slot, signed_up: int) -> BoardSlot:
    session = slot.session
    placed = slot.starts_at is not None and slot.ends_at is not None
    return BoardSlot(
        id=slot.id,
        session_id=session.id,
        minutes=session.minutes,
        placement=Placement(slot.hall_ids, slot.starts_at, slot.ends_at) if placed else None,  # type: ignore[arg-type]
        kind=session.kind,
        track_id=session.track_id,
        people=tuple(dict.fromkeys(part.speaker_id for part in session.people)),
        signed_up=signed_up,
        capacity=session.capacity,
        is_locked=slot.is_locked,
        is_cancelled=session.state is SessionState.CANCELLED,
    )


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
