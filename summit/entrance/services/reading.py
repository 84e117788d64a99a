"""What a scan is decided on, read from the database: for a scan under its lock, and for a simulation without one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from summit.agenda.rules.timing import day_span, programme_day
from summit.credentials.rules import read_code

from ..queries import deciding, halls
from ..rules import (
    Case,
    CredentialFacts,
    Direction,
    GateRules,
    HallFacts,
    HolderFacts,
    PresenceFacts,
    ScanMode,
    ScanRequest,
    ZoneFacts,
    attention_of,
    make_case,
    rules_from_json,
)
from ..rules.hall import answered_for


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked at a gate: a code, or a person's public id instead, at a moment.

    `slot_id` names the session for which a device has answered without a network; `scan_id` is None in a simulation.
    """

    request: ScanRequest
    code: str
    person: str
    now: datetime
    slot_id: int | None = None
    scan_id: UUID | None = None


def read_case(connection: Connection, gate: Row[Any], asked: Asked) -> tuple[Row[Any] | None, Case]:
    """Return who is behind the code (None: nobody) and the case; `gate` is a row of `queries.deciding`."""
    found = find(connection, asked, gate.zone_id)
    return found, case_of(connection, gate, asked, found)


def case_of(connection: Connection, gate: Row[Any], asked: Asked, found: Row[Any] | None) -> Case:
    """Return the case of whom `find` has found."""
    rules = rules_from_json(gate.rules)
    zone = _zone(connection, gate, rules, asked.now)
    hall = _hall(connection, asked, gate, found)
    holder = _holder(found, gate.letter)
    return make_case(asked.request, _credential(found), holder, zone, _presence(found), asked.now, hall, rules)


def find(connection: Connection, asked: Asked, zone_id: int) -> Row[Any] | None:
    """Return who is behind the code, or None; `is_repeat` tells whether a scan with this identifier is kept."""
    place = deciding.Place(asked.request.event_id, zone_id, asked.scan_id)
    if asked.person:
        return deciding.find_by_person(connection, asked.person, place)
    code = read_code(asked.code)
    return deciding.find_by_code(connection, code, place) if code else None


def _zone(connection: Connection, gate: Row[Any], rules: GateRules, now: datetime) -> ZoneFacts:
    windows = deciding.list_windows(connection, gate.zone_id) if gate.has_windows else ()
    return ZoneFacts(
        letter=gate.letter,
        windows=tuple(windows),
        capacity=gate.capacity,
        inside=gate.inside,
        anti_passback=gate.anti_passback,
        anti_passback_minutes=gate.anti_passback_minutes,
        once_per_day=gate.once_per_day,
        needs_escort=gate.needs_escort,
        attention=gate.attention,
        day_starts_at=day_start(now, gate.time_zone) if gate.once_per_day or rules.once_per_day else None,
    )


def day_start(now: datetime, time_zone: str) -> datetime:
    """Return when the event's day of an aware moment began: at 04:00 by the venue's clock."""
    return day_span(programme_day(now, time_zone), time_zone)[0]


def _hall(connection: Connection, asked: Asked, gate: Row[Any], found: Row[Any] | None) -> HallFacts | None:
    """Return what is in play at the door of a hall; nothing is asked at other gates, at exits and for strangers."""
    if gate.hall_id is None:
        return None
    event_id = asked.request.event_id
    if found is None or found.event_id != event_id or asked.request.direction is Direction.EXIT:
        return HallFacts()
    looks_back = asked.request.mode is ScanMode.OFFLINE
    facts = halls.find_hall_facts(connection, event_id, gate.hall_id, found.id, asked.now, looks_back=looks_back)
    return answered_for(facts, asked.slot_id)


def _credential(found: Row[Any] | None) -> CredentialFacts | None:
    """Return the badge; somebody found by name before the first badge was made counts as issue 0."""
    if found is None:
        return None
    return CredentialFacts(found.event_id, found.issue or 0, not found.is_old, found.revoked_at is not None)


def _holder(found: Row[Any] | None, zone_letter: str) -> HolderFacts | None:
    if found is None:
        return None
    return HolderFacts(
        status=found.status,
        category_letter=found.letter,
        zones=frozenset({zone_letter} if found.opens_zone else ()),
        needs_adult=found.needs_adult,
        needs_escort=found.needs_escort,
        is_minor=found.is_minor,
        attention=attention_of(found.letter, needs_assistance=found.needs_assistance),
    )


def _presence(found: Row[Any] | None) -> PresenceFacts:
    if found is None:
        return PresenceFacts()
    return PresenceFacts(found.presence_id is not None, found.last_entry_at, found.last_exit_at)
