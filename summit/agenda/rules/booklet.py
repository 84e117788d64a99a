"""The printed programme as plain values: days with their rows, sessions once each, people with where they appear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .kinds import PersonRole, SessionKind
from .programme import (
    Programme,
    ProgrammeHall,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeTrack,
)
from .timing import programme_day


@dataclass(frozen=True, slots=True)
class BookletPerson:
    """Somebody in a session, with what they do there."""

    person: ProgrammePerson
    part: ProgrammePart


@dataclass(frozen=True, slots=True)
class BookletRow:
    """One line of a day: when, where, what, by whom."""

    slot: ProgrammeSlot
    session: ProgrammeSession
    halls: tuple[ProgrammeHall, ...]
    track: ProgrammeTrack | None
    people: tuple[BookletPerson, ...]
    in_all_halls: bool = False

    @property
    def is_break(self) -> bool:
        """Tell whether it is a break, which has no details of its own."""
        return self.session.kind is SessionKind.BREAK


@dataclass(frozen=True, slots=True)
class BookletDay:
    """One day of the programme (04:00 to 04:00 at the venue) with its rows by time, then by hall."""

    day: date
    rows: tuple[BookletRow, ...]


@dataclass(frozen=True, slots=True)
class BookletSession:
    """A session with all its times; what is printed in full once."""

    session: ProgrammeSession
    rows: tuple[BookletRow, ...]

    @property
    def is_cancelled(self) -> bool:
        """Tell whether none of its times takes place."""
        return all(row.slot.is_cancelled for row in self.rows)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A person with the sessions in which they appear."""

    person: ProgrammePerson
    sessions: tuple[ProgrammeSession, ...]


def booklet_days(programme: Programme) -> tuple[BookletDay, ...]:
    """Return the days that have anything, in order."""
    order = {hall.id: place for place, hall in enumerate(programme.halls)}
    rows = [_row(programme, slot) for slot in programme.slots]
    rows.sort(key=lambda row: (row.slot.starts_at, order.get(row.slot.hall_ids[0], 0), row.slot.id))
    days = groupby(rows, key=lambda row: programme_day(row.slot.starts_at, programme.time_zone))
    return tuple(BookletDay(day, tuple(found)) for day, found in days)


def booklet_sessions(days: Iterable[BookletDay]) -> tuple[BookletSession, ...]:
    """Return the sessions without the breaks, each once, by their first time."""
    found: dict[int, list[BookletRow]] = {}
    for row in (row for day in days for row in day.rows if not row.is_break):
        found.setdefault(row.session.id, []).append(row)
    return tuple(BookletSession(rows[0].session, tuple(rows)) for rows in found.values())


def booklet_index(sessions: Iterable[BookletSession], programme: Programme) -> tuple[IndexEntry, ...]:
    """Return everybody who appears, in the order of the programme's people."""
    appearing: dict[int, dict[int, ProgrammeSession]] = {}
    for one in sessions:
        for part in one.session.parts:
            appearing.setdefault(part.person_id, {})[one.session.id] = one.session
    people = [person for person in programme.people if person.id in appearing]
    return tuple(IndexEntry(person, tuple(appearing[person.id].values())) for person in people)


def _row(programme: Programme, slot: ProgrammeSlot) -> BookletRow:
    session = programme.session_of[slot.session_id]
    inside = {hall.id for hall in programme.halls if not hall.address}
    return BookletRow(
        slot=slot,
        session=session,
        halls=tuple(programme.hall_of[key] for key in slot.hall_ids),
        track=programme.track_of.get(session.track_id or 0),
        people=tuple(
            BookletPerson(programme.person_of[part.person_id], part)
            for part in session.parts
            if part.role is not PersonRole.INTERPRETER
        ),
        in_all_halls=len(slot.hall_ids) > 1 and inside <= set(slot.hall_ids),
    )
