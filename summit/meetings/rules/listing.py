"""The organiser's list of meetings: what it is filtered by, how it is sorted, where a page begins."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from summit.errors import N_

from .kinds import MeetingFormat, MeetingKind, MeetingOrigin, MeetingStatus

_LARGEST_ID = 2**53


class MeetingSort(StrEnum):
    """What the list is sorted by."""

    ASKED = "asked"
    TIME = "time"
    CHANGED = "changed"


SORT_NAMES = {
    "-asked": N_("Newest first"),
    "asked": N_("Oldest first"),
    "time": N_("By their time"),
    "-changed": N_("Latest changes first"),
}
ORIGIN_NAMES = {
    MeetingOrigin.REQUEST: N_("Asked for by a company"),
    MeetingOrigin.PREFERENCE: N_("From the preferences"),
    MeetingOrigin.ORGANISER: N_("Arranged by the organiser"),
    MeetingOrigin.WALK_IN: N_("Walk-in"),
}


class Column(StrEnum):
    """A column that can be shown besides the two companies."""

    TIME = "time"
    TABLE = "table"
    STATUS = "status"
    ORIGIN = "origin"
    KIND = "kind"
    INTERPRETER = "interpreter"
    ASKED = "asked"
    ANSWERED = "answered"
    PEOPLE = "people"


COLUMN_NAMES = {
    Column.TIME: N_("Time"),
    Column.TABLE: N_("Meeting table"),
    Column.STATUS: N_("Status"),
    Column.ORIGIN: N_("Origin"),
    Column.KIND: N_("Kind"),
    Column.INTERPRETER: N_("Interpreter"),
    Column.ASKED: N_("Asked for"),
    Column.ANSWERED: N_("Answered"),
    Column.PEOPLE: N_("People"),
}
FIRST_COLUMNS = (Column.TIME, Column.TABLE, Column.STATUS, Column.ORIGIN, Column.ASKED)


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """What one list shows; an empty part filters nothing. `day` is a day of the venue, `company` a public id."""

    q: str = ""
    statuses: tuple[MeetingStatus, ...] = ()
    company: str = ""
    country: str = ""
    day: date | None = None
    origin: MeetingOrigin | None = None
    kind: MeetingKind | None = None
    format: MeetingFormat | None = None
    lacks_interpreter: bool = False
    no_show: bool = False
    sort: MeetingSort = MeetingSort.ASKED
    descending: bool = True
    columns: tuple[Column, ...] = FIRST_COLUMNS

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is filtered out."""
        parts = (self.q, self.statuses, self.company, self.country, self.day, self.origin, self.kind, self.format)
        return any(parts) or self.lacks_interpreter or self.no_show


@dataclass(frozen=True, slots=True)
class Position:
    """A row of the list, from which a page goes on; `moment` is the value that it is sorted by."""

    moment: datetime
    row_id: int


def write_position(position: Position) -> str:
    """Return the position as a piece of an address."""
    text = json.dumps([position.moment.isoformat(), position.row_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_position(text: str) -> Position | None:
    """Return the position that an address names; None where it means nothing (cut off, made up)."""
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        moment = datetime.fromisoformat(value)
        if type(row_id) is not int or not 0 < row_id <= _LARGEST_ID:
            return None
        return Position(moment, row_id) if moment.tzinfo and 2 <= moment.year < 9999 else None
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError):
        return None
