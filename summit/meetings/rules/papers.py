"""Meetings on paper: the timetable of each person, the day of each table, the sign at each door."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from summit.calendar.rules import calendar_day
from summit.errors import N_


class PaperKind(StrEnum):
    """What is printed for everybody at once."""

    TIMETABLES = "timetables"
    TABLES = "tables"
    DOORS = "doors"


PAPER_NAMES = {
    PaperKind.TIMETABLES: N_("A timetable for each person"),
    PaperKind.TABLES: N_("A sheet for each table and day"),
    PaperKind.DOORS: N_("A sign for the door of each hall and day"),
}


@dataclass(frozen=True, slots=True)
class PaperCompany:
    """A company as paper shows it: its name, its name per language, its country and its people who attend."""

    name: str
    names: Mapping[str, str]
    country: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperMeeting:
    """A meeting as paper shows it; `people` are (registration id, company number 0 or 1) of those who attend."""

    starts_at: datetime
    ends_at: datetime
    companies: tuple[PaperCompany, PaperCompany]
    people: tuple[tuple[int, int], ...] = ()
    table: str = ""
    table_order: tuple[int, int] = (0, 0)
    hall: int | None = None
    hall_names: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    is_online: bool = False
    interpreter: str = ""
    leave_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of a sheet: the meeting, and which of its companies is the reader's (None: nobody's)."""

    meeting: PaperMeeting
    own: int | None = None

    @property
    def other(self) -> PaperCompany:
        """Return the company that the reader meets."""
        return self.meeting.companies[0 if self.own == 1 else 1]


@dataclass(frozen=True, slots=True)
class PaperDay:
    """The lines of a day, by their start."""

    day: date
    lines: tuple[PaperLine, ...]


def timetable_of(person: int, meetings: Iterable[PaperMeeting], zone: str) -> tuple[PaperDay, ...]:
    """Return the days of one person."""
    lines = [PaperLine(meeting, side) for meeting in meetings for key, side in meeting.people if key == person]
    return _days(lines, zone)


def sheets_of_tables(meetings: Iterable[PaperMeeting], zone: str) -> list[tuple[PaperMeeting, PaperDay]]:
    """Return a sheet for each table and day: a meeting that names the table, and the day; in the order of tables."""
    return _sheets(meetings, zone, lambda one: (*one.table_order, one.table))


def signs_of_halls(meetings: Iterable[PaperMeeting], zone: str) -> list[tuple[PaperMeeting, PaperDay]]:
    """Return a sign for each hall and day: a meeting that names the hall, and the day; no hall is one too."""
    return _sheets(meetings, zone, lambda one: (int(one.hall is None), one.hall or 0, ""))


Key = tuple[int, int, str]


def _sheets(
    meetings: Iterable[PaperMeeting], zone: str, key: Callable[[PaperMeeting], Key]
) -> list[tuple[PaperMeeting, PaperDay]]:
    """Return a sheet for each key and day of the meetings at tables, in the order of the keys."""
    groups: dict[Key, list[PaperMeeting]] = {}
    for meeting in meetings:
        if meeting.table:
            groups.setdefault(key(meeting), []).append(meeting)
    return [
        (groups[found][0], day)
        for found in sorted(groups)
        for day in _days([PaperLine(meeting) for meeting in groups[found]], zone)
    ]


def _days(lines: Iterable[PaperLine], zone: str) -> tuple[PaperDay, ...]:
    ordered = sorted(lines, key=lambda line: (line.meeting.starts_at, line.meeting.table_order))
    days = groupby(ordered, key=lambda line: calendar_day(line.meeting.starts_at, zone))
    return tuple(PaperDay(day, tuple(found)) for day, found in days)
