"""One day of the organiser's board as its template shows it: tables as rows, slots as columns, meetings as cards."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _

from summit.calendar.rules import NIGHT, calendar_day
from summit.events.models import Event, Hall
from summit.registration.rules import search_tokens
from summit.web.filters import venue_time

from ..models import Meeting, MeetingTable
from ..queries.board import board_number, list_all_tables, list_in_timetable, list_table_halls, list_unplaced
from ..queries.busy import needs_table
from ..queries.conflicts import ConflictReport, report_conflicts
from ..queries.settings import list_slots
from ..rules.conflicts import Level
from ..rules.kinds import OFF_SITE, MeetingFormat, MeetingStatus
from .board_words import conflict_sentence, pair_name, time_span

_OTHER_ROWS = ("online", "elsewhere", "seatless")


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the board is narrowed to: tables of a pool or a hall; cards of companies that match are stressed."""

    query: str = ""
    pool: str = ""
    hall_id: int | None = None

    @property
    def arguments(self) -> dict[str, str]:
        """Return the filter as arguments of an address."""
        found = {"q": self.query, "pool": self.pool, "hall": str(self.hall_id or "")}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting on the board."""

    meeting: Meeting
    title: str
    time: str
    conflicts: tuple[str, ...]
    is_blocked: bool
    is_aside: bool

    @property
    def is_movable(self) -> bool:
        """Tell whether the meeting may be given another time."""
        return self.meeting.status in {MeetingStatus.SCHEDULED, MeetingStatus.ACCEPTED} and not self.meeting.is_pinned

    @property
    def is_over(self) -> bool:
        """Tell whether the meeting has taken place, or was to."""
        return self.meeting.status in {MeetingStatus.HELD, MeetingStatus.MISSED}

    @property
    def classes(self) -> str:
        """Return the classes that tell how the meeting stands."""
        marks = {
            f"meet--{self.meeting.status.value}": True,
            "meet--pinned": self.meeting.is_pinned,
            "meet--conflict": bool(self.conflicts),
            "meet--blocked": self.is_blocked,
            "meet--aside": self.is_aside,
        }
        return " ".join(["meet", *(name for name, applies in marks.items() if applies)])


@dataclass(frozen=True, slots=True)
class Column:
    """A slot of the day; an odd one is no slot of the grid any more."""

    starts_at: datetime
    label: str
    is_now: bool = False
    is_over: bool = False
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table, or the place of what needs none, with its cards by the start of their slots."""

    label: str
    note: str = ""
    table_id: int | None = None
    is_closed: bool = False
    cells: Mapping[datetime, Sequence[Card]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One day of the board."""

    event: Event
    day: date
    days: Sequence[tuple[date, str]]
    number: int
    columns: Sequence[Column]
    rows: Sequence[Row]
    pool: Sequence[Card]
    count: int
    wanted: BoardFilter
    halls: Sequence[Hall]
    pools: Sequence[str]
    conflicts: Mapping[Level, int]


def load_board(event: Event, asked: str | None, wanted: BoardFilter, now: datetime) -> BoardPage:
    """Return the board of a day: the one asked for, else today, else the first with meetings."""
    number, report = board_number(event.id), report_conflicts(event.id)
    slots = list_slots(event.id)
    days = sorted({calendar_day(one.starts_at, event.time_zone) for one in slots} | _days_of(report, event))
    day = _shown_day(asked, days or [event.starts_on], calendar_day(now, event.time_zone))
    meetings = list_in_timetable(event.id, *_span_of(day, event.time_zone))
    tables = list_all_tables(event.id)
    cards = _Cards(event, report, wanted)
    columns = _columns([one.starts_at for one in slots], meetings, day, event.time_zone, now)
    return BoardPage(
        event=event,
        day=day,
        days=[(one, _day_name(one)) for one in days],
        number=number,
        columns=columns,
        rows=_rows(tables, meetings, columns, cards, wanted),
        pool=[card for card in map(cards.make, list_unplaced(event.id)) if not card.is_aside],
        count=len(meetings),
        wanted=wanted,
        halls=list_table_halls(event.id),
        pools=sorted({table.pool for table in tables if table.pool}),
        conflicts=Counter(one.level for one in report.conflicts),
    )


def _days_of(report: ConflictReport, event: Event) -> set[date]:
    starts = [one.starts_at for one in report.meetings.values() if one.starts_at]
    return {calendar_day(start, event.time_zone) for start in starts}


def _shown_day(asked: str | None, days: Sequence[date], today: date) -> date:
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        day = today
    return day if day in days else days[0]


def _span_of(day: date, zone: str) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), ZoneInfo(zone)) + NIGHT
    return start, datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)) + NIGHT


def _day_name(day: date) -> str:
    return str(format_skeleton("MMMEd", datetime.combine(day, time()), locale=get_locale()))


def _columns(
    starts: Sequence[datetime], meetings: Sequence[Meeting], day: date, zone: str, now: datetime
) -> list[Column]:
    own = {start for start in starts if calendar_day(start, zone) == day}
    odd = {one.starts_at for one in meetings if one.starts_at and one.starts_at not in own}
    ordered = sorted(own | odd)
    current = max((start for start in ordered if start <= now), default=None)
    is_today = calendar_day(now, zone) == day
    return [
        Column(
            start,
            venue_time(start, zone),
            is_now=is_today and start == current,
            is_over=start < now and start != current,
            is_odd=start in odd,
        )
        for start in ordered
    ]


class _Cards:
    """Makes cards; what is the same for all of a board is computed once."""

    def __init__(self, event: Event, report: ConflictReport, wanted: BoardFilter) -> None:
        self.zone, self.report, self.tokens = event.time_zone, report, search_tokens(wanted.query)
        self.conflicts = defaultdict(list)
        for one in report.conflicts:
            self.conflicts[one.meeting_id].append(one)

    def make(self, meeting: Meeting) -> Card:
        """Return the card of a meeting."""
        found = self.conflicts.get(meeting.id, [])
        searched = f"{meeting.requester.search_key} {meeting.partner.search_key}"
        return Card(
            meeting=meeting,
            title=pair_name(meeting),
            time=time_span(meeting, self.zone),
            conflicts=tuple(conflict_sentence(one, self.report) for one in found),
            is_blocked=any(one.level is Level.BLOCK for one in found),
            is_aside=not all(token in searched for token in self.tokens),
        )


def _rows(
    tables: Sequence[MeetingTable],
    meetings: Sequence[Meeting],
    columns: Sequence[Column],
    cards: _Cards,
    wanted: BoardFilter,
) -> list[Row]:
    """Return the tables that are wanted, then what needs no table; tables out of use only while somebody is there."""
    cells: dict[str | int, dict[datetime, list[Card]]] = {}
    for meeting in meetings:
        if meeting.starts_at:
            cells.setdefault(_row_of(meeting), {}).setdefault(meeting.starts_at, []).append(cards.make(meeting))
    rows = [
        Row(table.label, _note(table), table.id, not table.is_active, cells.get(table.id, {}))
        for table in tables
        if _is_wanted(table, wanted) and (table.is_active or table.id in cells)
    ]
    names = (_("Online"), _("Elsewhere"), _("Without a table"))
    return rows + [Row(name, cells=cells[key]) for key, name in zip(_OTHER_ROWS, names, strict=True) if key in cells]


def _row_of(meeting: Meeting) -> str | int:
    if meeting.table_id is not None:
        return meeting.table_id
    if needs_table(meeting):
        return "seatless"
    return "elsewhere" if meeting.kind in OFF_SITE or meeting.format is not MeetingFormat.ONLINE else "online"


def _note(table: MeetingTable) -> str:
    if not table.is_active:
        return str(_("Out of use"))
    return table.company.name if table.company else table.pool


def _is_wanted(table: MeetingTable, wanted: BoardFilter) -> bool:
    in_pool = not wanted.pool or table.pool == wanted.pool
    return in_pool and wanted.hall_id in (None, table.hall_id)
