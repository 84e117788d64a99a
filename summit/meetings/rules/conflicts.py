"""What stands against meetings of the timetable that was not there, or not known, when they got their time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from summit.calendar.rules import overlap
from summit.errors import N_

Span = tuple[datetime, datetime]


class Level(StrEnum):
    """How grave a conflict is: the meeting cannot take place so, or it should be looked at."""

    BLOCK = "block"
    WARN = "warn"


class ConflictKind(StrEnum):
    """What is wrong with a meeting."""

    ENGAGED = "engaged"
    BLOCKED = "blocked"
    PERSON_GONE = "person_gone"
    COMPANY_GONE = "company_gone"
    NOBODY = "nobody"
    NO_TABLE = "no_table"
    TABLE_CLOSED = "table_closed"
    OUTSIDE = "outside"
    TABLE_SMALL = "table_small"
    FOREIGN_TABLE = "foreign_table"
    NEAR = "near"
    LANGUAGE = "language"
    NO_INTERPRETER = "no_interpreter"


CONFLICT_NAMES = {
    ConflictKind.ENGAGED: N_("Somebody is elsewhere"),
    ConflictKind.BLOCKED: N_("Blocked time"),
    ConflictKind.PERSON_GONE: N_("Somebody does not come"),
    ConflictKind.COMPANY_GONE: N_("Company not approved"),
    ConflictKind.NOBODY: N_("Nobody attends"),
    ConflictKind.NO_TABLE: N_("No table"),
    ConflictKind.TABLE_CLOSED: N_("Table out of use"),
    ConflictKind.OUTSIDE: N_("Outside the opening times"),
    ConflictKind.TABLE_SMALL: N_("Table too small"),
    ConflictKind.FOREIGN_TABLE: N_("Somebody else's stand"),
    ConflictKind.NEAR: N_("Too little time to walk"),
    ConflictKind.LANGUAGE: N_("Interpreter lacks the language"),
    ConflictKind.NO_INTERPRETER: N_("No interpreter yet"),
}
LEVELS = {
    kind: Level.BLOCK if position <= list(ConflictKind).index(ConflictKind.TABLE_CLOSED) else Level.WARN
    for position, kind in enumerate(ConflictKind)
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting of the timetable: `away` is the span in which its people cannot be elsewhere."""

    id: int
    starts_at: datetime
    ends_at: datetime
    away: Span
    people: Mapping[int, int]
    companies: tuple[int, int]
    needs_table: bool = True
    table_id: int | None = None
    interpreting: tuple[str, ...] = ()
    interpreter_id: int | None = None


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What a table is like now; `company_id` has its home there."""

    is_active: bool = True
    seats: int = 4
    company_id: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What meetings are held against.

    `engaged` are what people have agreed to elsewhere (span and a mark to name it by), `blocked` spans of their time
    that are held otherwise, `gone` people whose registration is not approved any more, or companies likewise.
    """

    windows: Sequence[Span] = ()
    tables: Mapping[int, TableFacts] = field(default_factory=dict)
    engaged: Mapping[int, Sequence[tuple[Span, str]]] = field(default_factory=dict)
    blocked: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    people_gone: Collection[int] = ()
    companies_gone: Collection[int] = ()
    languages: Mapping[int, Collection[str]] = field(default_factory=dict)
    walk_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something against a meeting; `person_id` and `company_id` say whom it is about, `what` names an engagement."""

    kind: ConflictKind
    meeting_id: int
    starts_at: datetime
    person_id: int | None = None
    company_id: int | None = None
    what: str = ""
    other_id: int | None = None

    @property
    def level(self) -> Level:
        """Return how grave it is."""
        return LEVELS[self.kind]


def find_conflicts(meetings: Iterable[Planned], facts: Facts) -> list[Conflict]:
    """Return everything that stands against these meetings, the grave first, then by time."""
    meetings = list(meetings)
    found = [one for meeting in meetings for one in _conflicts_of(meeting, facts)]
    found += _near(meetings, facts.walk_minutes)
    return sorted(found, key=lambda one: (one.level is Level.WARN, one.starts_at, one.meeting_id, one.kind))


def _conflicts_of(meeting: Planned, facts: Facts) -> Iterator[Conflict]:
    yield from _people(meeting, facts)
    yield from _companies(meeting, facts)
    yield from _table(meeting, facts)
    yield from _interpreting(meeting, facts)
    span = (meeting.starts_at, meeting.ends_at)
    if meeting.needs_table and not any(start <= span[0] and span[1] <= end for start, end in facts.windows):
        yield Conflict(ConflictKind.OUTSIDE, meeting.id, meeting.starts_at)


def _people(meeting: Planned, facts: Facts) -> Iterator[Conflict]:
    for person, company in meeting.people.items():
        about: dict[str, Any] = {"person_id": person, "company_id": company}
        if person in facts.people_gone:
            yield Conflict(ConflictKind.PERSON_GONE, meeting.id, meeting.starts_at, **about)
        for span, what in facts.engaged.get(person, ()):
            if overlap(span, meeting.away):
                yield Conflict(ConflictKind.ENGAGED, meeting.id, meeting.starts_at, what=what, **about)
        if any(overlap(span, meeting.away) for span in facts.blocked.get(person, ())):
            yield Conflict(ConflictKind.BLOCKED, meeting.id, meeting.starts_at, **about)


def _companies(meeting: Planned, facts: Facts) -> Iterator[Conflict]:
    for company in meeting.companies:
        if company in facts.companies_gone:
            yield Conflict(ConflictKind.COMPANY_GONE, meeting.id, meeting.starts_at, company_id=company)
        if company not in meeting.people.values():
            yield Conflict(ConflictKind.NOBODY, meeting.id, meeting.starts_at, company_id=company)


def _table(meeting: Planned, facts: Facts) -> Iterator[Conflict]:
    if not meeting.needs_table:
        return
    table = facts.tables.get(meeting.table_id or 0)
    if table is None:
        yield Conflict(ConflictKind.NO_TABLE, meeting.id, meeting.starts_at)
        return
    if not table.is_active:
        yield Conflict(ConflictKind.TABLE_CLOSED, meeting.id, meeting.starts_at)
    if table.seats < len(meeting.people):
        yield Conflict(ConflictKind.TABLE_SMALL, meeting.id, meeting.starts_at)
    if table.company_id not in (None, *meeting.companies):
        yield Conflict(ConflictKind.FOREIGN_TABLE, meeting.id, meeting.starts_at, company_id=table.company_id)


def _interpreting(meeting: Planned, facts: Facts) -> Iterator[Conflict]:
    if meeting.interpreter_id is None:
        if meeting.interpreting:
            yield Conflict(ConflictKind.NO_INTERPRETER, meeting.id, meeting.starts_at)
        return
    spoken = {tag.split("-")[0] for tag in facts.languages.get(meeting.interpreter_id, ())}
    if any(tag.split("-")[0] not in spoken for tag in meeting.interpreting):
        yield Conflict(ConflictKind.LANGUAGE, meeting.id, meeting.starts_at)


def _near(meetings: Sequence[Planned], walk_minutes: int) -> Iterator[Conflict]:
    """Yield meetings at whose table somebody arrives late, coming from another one."""
    days: dict[int, list[Planned]] = {}
    for meeting in meetings:
        for person in meeting.people:
            days.setdefault(person, []).append(meeting)
    walk = timedelta(minutes=walk_minutes)
    for person, own in days.items():
        for earlier, later in pairwise(sorted(own, key=lambda one: one.starts_at)):
            elsewhere = earlier.table_id != later.table_id
            if elsewhere and later.needs_table and later.starts_at < earlier.ends_at + walk:
                company = later.people[person]
                about: dict[str, Any] = {"person_id": person, "company_id": company, "other_id": earlier.id}
                yield Conflict(ConflictKind.NEAR, later.id, later.starts_at, **about)
