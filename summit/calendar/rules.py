"""A person's time: entries of a calendar, five-minute steps, and what can be claimed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from summit.errors import N_, DomainError

TICK_SECONDS = 300
# A day lasts until 04:00 of the next one, as in the programme.
NIGHT = timedelta(hours=4)


class ClaimKind(StrEnum):
    """What only one at a time can have."""

    PERSON = "person"
    TABLE = "table"
    INTERPRETER = "interpreter"
    HALL = "hall"


@dataclass(frozen=True, slots=True, order=True)
class ClaimSpan:
    """A half-open span of something that only one can have."""

    kind: ClaimKind
    resource_id: int
    starts_at: datetime
    ends_at: datetime

    @property
    def ticks(self) -> range:
        """Return the five-minute steps that the span touches."""
        return ticks(self.starts_at, self.ends_at)


class TimeIsTaken(DomainError):
    """Somebody or something is claimed for that time already."""

    message = N_("This time is already taken.")


class EntryKind(StrEnum):
    """Why something stands in somebody's calendar."""

    SESSION = "session"
    STARRED = "starred"
    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    SPEAKING = "speaking"
    MEETING = "meeting"


ENTRY_NAMES = {
    EntryKind.SESSION: N_("Session"),
    EntryKind.STARRED: N_("Starred"),
    EntryKind.SIGNED_UP: N_("Signed up"),
    EntryKind.WAITING: N_("On the waiting list"),
    EntryKind.SPEAKING: N_("You are on stage"),
    EntryKind.MEETING: N_("Business meeting"),
}
# What keeps a person from being elsewhere; a star is only a wish.
FIRM = frozenset({EntryKind.SIGNED_UP, EntryKind.SPEAKING, EntryKind.MEETING})


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing in a calendar: texts per language, aware UTC moments, `path` of its page on this site.

    A text under the tag "" is the same in every language.

    `uid`, `sequence` and `changed_at` are stored with the thing itself, never made up when written (RFC 5545).
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    titles: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    kind: EntryKind = EntryKind.SESSION
    is_cancelled: bool = False
    is_provisional: bool = False
    categories: tuple[Mapping[str, str], ...] = ()


def ticks(starts_at: datetime, ends_at: datetime) -> range:
    """Return the five-minute steps of Unix time that a half-open span touches."""
    return range(int(starts_at.timestamp() // TICK_SECONDS), -int(-ends_at.timestamp() // TICK_SECONDS))


def spans_of(steps: Iterable[int]) -> list[tuple[datetime, datetime]]:
    """Return the half-open UTC spans that five-minute steps make up, joined where they touch; undoes `ticks`."""
    spans: list[tuple[int, int]] = []
    for step in sorted(set(steps)):
        if spans and spans[-1][1] == step:
            spans[-1] = (spans[-1][0], step + 1)
        else:
            spans.append((step, step + 1))
    return [(_moment(first), _moment(last)) for first, last in spans]


def _moment(step: int) -> datetime:
    return datetime.fromtimestamp(step * TICK_SECONDS, UTC)


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Tell whether two half-open spans share any time."""
    return one[0] < other[1] and other[0] < one[1]


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An entry of somebody's day: what is at the same time, and whether it runs now or is over."""

    entry: CalendarEntry
    clashes: tuple[CalendarEntry, ...] = ()
    is_now: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day of somebody's calendar, its rows by their start."""

    day: date
    rows: tuple[AgendaRow, ...]

    @property
    def is_over(self) -> bool:
        """Tell whether everything of the day is over."""
        return all(row.is_over for row in self.rows)


def days_of(entries: Iterable[CalendarEntry], zone: str, now: datetime) -> list[AgendaDay]:
    """Return entries by the venue's day, which ends at 04:00; what is cancelled clashes with nothing."""
    ordered = sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))
    rows = [
        AgendaRow(
            entry,
            clashes=_clashes(entry, ordered),
            is_now=entry.starts_at <= now < entry.ends_at and not entry.is_cancelled,
            is_over=entry.ends_at <= now,
        )
        for entry in ordered
    ]
    days = groupby(rows, key=lambda row: calendar_day(row.entry.starts_at, zone))
    return [AgendaDay(day, tuple(found)) for day, found in days]


def _clashes(entry: CalendarEntry, others: Iterable[CalendarEntry]) -> tuple[CalendarEntry, ...]:
    if entry.is_cancelled:
        return ()
    span = (entry.starts_at, entry.ends_at)
    return tuple(
        other
        for other in others
        if other.uid != entry.uid and not other.is_cancelled and overlap(span, (other.starts_at, other.ends_at))
    )


def calendar_day(moment: datetime, zone: str) -> date:
    """Return the venue's day that a moment belongs to; what begins before 04:00 belongs to the evening before."""
    return (moment.astimezone(ZoneInfo(zone)) - NIGHT).date()
