"""What is in play at the door of a hall: for a scan, one question for the programme and one for the person."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from summit.agenda.models import Session, SignUp, Slot, Speaker
from summit.agenda.queries.releases import find_current_programme
from summit.agenda.rules.kinds import SessionKind, SignUpStatus
from summit.agenda.rules.programme import Programme, ProgrammeSession, ProgrammeSlot
from summit.agenda.rules.sign_ups import places_given
from summit.database import UtcDateTime, db

from ..models import CalledQueue, Scan
from ..rules import Direction, HallFacts, HallSession, Outcome
from ..rules.hall import DoorSession, is_in_play

_scans, _sign_ups, _speakers = Scan.__table__, SignUp.__table__, Speaker.__table__
_slots, _sessions, _called = Slot.__table__, Session.__table__, CalledQueue.__table__
_later, _ahead = _scans.alias("later"), _sign_ups.alias("ahead")
_ME: BindParameter[int] = bindparam("registration_id")
_SLOTS: BindParameter[list[int]] = bindparam("slot_ids", expanding=True)

_UNTIL: BindParameter[datetime] = bindparam("until", type_=UtcDateTime)
_EXITS = (Outcome.EXITED, Outcome.NOT_INSIDE)


def still_in(slots: BindParameter[list[int]], until: BindParameter[datetime] | None = None) -> ColumnElement[bool]:
    """Return who was let in for one of the sessions and has not gone since: now, or by what had happened at `until`.

    Whom a device let in against the rules stands in the hall all the same. What devices send comes late, so the times
    at the door count and not the order of the log. Somebody who was let in twice is one person: count them distinct.
    """
    gone = exists().where(
        _later.c.event_id == _scans.c.event_id,
        _later.c.registration_id == _scans.c.registration_id,
        _later.c.zone_id == _scans.c.zone_id,
        _later.c.direction == Direction.EXIT,
        _later.c.outcome.in_(_EXITS),
        _later.c.annulled_at.is_(None),
        or_(
            _later.c.scanned_at > _scans.c.scanned_at,
            and_(_later.c.scanned_at == _scans.c.scanned_at, _later.c.id > _scans.c.id),
        ),
        _later.c.scanned_at <= until if until is not None else true(),
    )
    return and_(
        _scans.c.slot_id.in_(slots),
        _scans.c.direction == Direction.ENTRY,
        _scans.c.outcome.in_((Outcome.ADMITTED, Outcome.CONFLICT)),
        _scans.c.annulled_at.is_(None),
        _scans.c.scanned_at <= until if until is not None else true(),
        ~gone,
    )


_POSITION = (
    select(func.count())
    .where(
        _ahead.c.slot_id == _sign_ups.c.slot_id,
        _ahead.c.status == SignUpStatus.WAITING,
        _ahead.c.id <= _sign_ups.c.id,
    )
    .scalar_subquery()
)
_NEVER = cast(null(), UtcDateTime)


def _question(until: BindParameter[datetime] | None = None) -> CompoundSelect[Any]:
    inside = still_in(_SLOTS, until)
    called = _called.c.called_at <= until if until is not None else true()
    return union_all(
        select(
            literal("stage").label("what"), _speakers.c.id.label("key"), literal(0).label("number"), _NEVER.label("at")
        ).where(_speakers.c.registration_id == _ME),
        select(literal("place"), _sign_ups.c.slot_id, literal(0), _NEVER)
        .where(_sign_ups.c.registration_id == _ME, _sign_ups.c.slot_id.in_(_SLOTS))
        .where(_sign_ups.c.status == SignUpStatus.CONFIRMED),
        select(literal("queue"), _sign_ups.c.slot_id, _POSITION, _NEVER)
        .where(_sign_ups.c.registration_id == _ME, _sign_ups.c.slot_id.in_(_SLOTS))
        .where(_sign_ups.c.status == SignUpStatus.WAITING),
        select(literal("inside"), _scans.c.slot_id, func.count(_scans.c.registration_id.distinct()), _NEVER)
        .where(inside)
        .group_by(_scans.c.slot_id),
        select(literal("entered"), _scans.c.slot_id, literal(0), func.max(_scans.c.scanned_at))
        .where(inside, _scans.c.registration_id == _ME)
        .group_by(_scans.c.slot_id),
        select(literal("called"), _called.c.slot_id, literal(0), _NEVER).where(_called.c.slot_id.in_(_SLOTS), called),
        select(literal("drafted"), _slots.c.id, _sessions.c.capacity, _NEVER)
        .join(_sessions, _sessions.c.id == _slots.c.session_id)
        .where(_slots.c.id.in_(_SLOTS)),
    )


_NOW, _THEN = _question(), _question(_UNTIL)


_DOOR = union_all(
    select(
        literal("inside").label("what"),
        _scans.c.slot_id.label("key"),
        func.count(_scans.c.registration_id.distinct()).label("number"),
    )
    .where(still_in(_SLOTS))
    .group_by(_scans.c.slot_id),
    select(literal("waiting"), _sign_ups.c.slot_id, func.count())
    .where(_sign_ups.c.slot_id.in_(_SLOTS), _sign_ups.c.status == SignUpStatus.WAITING)
    .group_by(_sign_ups.c.slot_id),
    select(literal("called"), _called.c.slot_id, literal(1)).where(_called.c.slot_id.in_(_SLOTS)),
    select(literal("drafted"), _slots.c.id, _sessions.c.capacity)
    .join(_sessions, _sessions.c.id == _slots.c.session_id)
    .where(_slots.c.id.in_(_SLOTS)),
)


def list_door_sessions(event_id: int, hall_id: int, now: datetime) -> list[DoorSession]:
    """Return what runs in the hall or begins within 45 minutes, with its counts; the earliest first."""
    return list_sessions_of_doors(event_id, [hall_id], now)[hall_id]


def list_sessions_of_doors(event_id: int, hall_ids: Collection[int], now: datetime) -> dict[int, list[DoorSession]]:
    """Return by hall what runs there or begins within 45 minutes: two statements, however many halls there are."""
    programme = find_current_programme(event_id) if hall_ids else None
    if programme is None:
        return {hall_id: [] for hall_id in hall_ids}
    slots = {hall_id: _in_play(programme, hall_id, now) for hall_id in hall_ids}
    known = _known_of([slot.id for of_hall in slots.values() for slot in of_hall])
    return {
        hall_id: sorted(
            (_door(slot, programme.session_of[slot.session_id], known) for slot in of_hall),
            key=lambda one: (one.starts_at, one.slot_id),
        )
        for hall_id, of_hall in slots.items()
    }


def _known_of(slot_ids: list[int]) -> dict[str, dict[int, Any]]:
    known: dict[str, dict[int, Any]] = defaultdict(dict)
    for row in db.session.execute(_DOOR, {"slot_ids": slot_ids}) if slot_ids else ():
        known[row.what][row.key] = row.number
    return known


def _door(slot: ProgrammeSlot, session: ProgrammeSession, known: dict[str, dict[int, Any]]) -> DoorSession:
    places = places_given(session, known["drafted"].get(slot.id), 0)
    return DoorSession(
        slot_id=slot.id,
        titles=session.titles,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        capacity=places.capacity if places else None,
        inside=known["inside"].get(slot.id, 0),
        waiting=known["waiting"].get(slot.id, 0),
        is_called=slot.id in known["called"],
    )


def find_hall_facts(
    connection: Connection,
    event_id: int,
    hall_id: int,
    registration_id: int,
    now: datetime,
    *,
    looks_back: bool = False,
) -> HallFacts:
    """Return what runs in the hall or begins within 45 minutes by the published programme, and the person's part in it.

    Breaks are left out: nobody is stopped at a door for coffee. With `looks_back` those count who were inside at `now`,
    which lies in the past; without it, whoever is inside as the lock is held, also by a scan a moment later.
    """
    programme = find_current_programme(event_id)
    slots = _in_play(programme, hall_id, now) if programme else []
    if programme is None or not slots:
        return HallFacts()
    known: dict[str, dict[int, Any]] = defaultdict(dict)
    values = {"registration_id": registration_id, "slot_ids": [slot.id for slot in slots]}
    for row in connection.execute(_THEN, values | {"until": now}) if looks_back else connection.execute(_NOW, values):
        known[row.what][row.key] = row.at or row.number
    return HallFacts(tuple(_session(slot, programme.session_of[slot.session_id], known) for slot in slots))


def _in_play(programme: Programme, hall_id: int, now: datetime) -> list[ProgrammeSlot]:
    return [
        slot
        for slot in programme.slots_of_hall.get(hall_id, ())
        if is_in_play(slot.starts_at, slot.ends_at, now)
        and programme.session_of[slot.session_id].kind is SessionKind.SESSION
    ]


def _session(slot: ProgrammeSlot, session: ProgrammeSession, known: dict[str, dict[int, Any]]) -> HallSession:
    return replace(
        session_at_door(slot, session, drafted=known["drafted"].get(slot.id), is_called=slot.id in known["called"]),
        inside=known["inside"].get(slot.id, 0),
        has_place=slot.id in known["place"],
        position=known["queue"].get(slot.id),
        is_on_stage=any(part.person_id in known["stage"] for part in session.parts),
        entered_at=known["entered"].get(slot.id),
    )


def session_at_door(
    slot: ProgrammeSlot, session: ProgrammeSession, *, drafted: int | None, is_called: bool
) -> HallSession:
    """Return what is the same for everybody who comes to the door; `drafted` is the capacity in the draft."""
    # As many as were given places: a larger room in the draft counts at once.
    places = places_given(session, drafted, 0)
    return HallSession(
        slot_id=slot.id,
        titles=session.titles,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        capacity=places.capacity if places else None,
        categories=session.categories,
        age_limit=session.age_limit,
        admits_waiting=is_called,
    )
