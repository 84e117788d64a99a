"""A person's time: entries of a calendar, five-minute steps, and what can be claimed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from summit.errors import N_, DomainError

TICK_SECONDS = 300


class ClaimKind(StrEnum):
    """What only one at a time can have."""

    PERSON = "person"
    TABLE = "table"
    INTERPRETER = "interpreter"
    HALL = "hall"


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
