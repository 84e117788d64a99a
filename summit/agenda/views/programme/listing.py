"""The programme as a list and as a timetable, ready for the templates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from ...rules.programme import ProgrammeSlot
from ...rules.showing import Slots, Stage, by_day, by_start, stage_of
from ...rules.sign_ups import PlacesLabel, places_of
from ...rules.timetable import Timetable, lay_out
from ...rules.timing import programme_day
from .look import HallLook, Look, SlotLook
from .times import day_and_month, readers_words, short_day, venue_clock, weekday

# A row of the timetable is as high as its minutes say, but a long pause is not a long void.
_REM_PER_MINUTE = 0.1
_HIGHEST_EMPTY_ROW = 6.0
_LOWEST_ROW = 0.6


@dataclass(frozen=True, slots=True)
class Row:
    """A slot as it stands on a page at this moment."""

    look: SlotLook
    stage: Stage
    places: PlacesLabel | None
    readers_time: str

    @property
    def slot(self) -> ProgrammeSlot:
        """Return the slot."""
        return self.look.slot

    @property
    def is_now(self) -> bool:
        """Tell whether it takes place at this moment."""
        return self.stage is Stage.NOW


@dataclass(frozen=True, slots=True)
class Moment:
    """What begins at one time."""

    starts: str
    starts_iso: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the programme; `past` is what is over on the day that runs."""

    day: date
    weekday: str
    date: str
    past: tuple[Moment, ...]
    coming: tuple[Moment, ...]
    is_today: bool

    @property
    def past_count(self) -> int:
        """Return how many sessions are over, breaks left out."""
        return sum(not row.look.session.is_break for moment in self.past for row in moment.rows)


@dataclass(frozen=True, slots=True)
class BlockLook:
    """A block of the timetable and the class that places it."""

    row: Row
    place: str
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timetable: a time at which something begins."""

    label: str
    iso: str
    place: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A day as a timetable; the classes are written by `grid_styles`."""

    day: Day
    name: str
    halls: tuple[tuple[HallLook, str], ...]
    lines: tuple[Line, ...]
    blocks: tuple[BlockLook, ...]
    table: Timetable


@dataclass(frozen=True, slots=True)
class Listing:
    """Makes rows, days and timetables of one look at one moment for one reader's zone."""

    look: Look
    now: datetime
    zone: str
    taken: Mapping[int, int]

    def row(self, slot: ProgrammeSlot) -> Row:
        """Return a slot as it stands now."""
        look = self.look.slot(slot)
        readers_time = readers_words(slot.starts_at, slot.ends_at, self.look.programme.time_zone, self.zone)
        places = places_of(look.session.session, self.taken.get(slot.id, 0))
        return Row(look, stage_of(slot, self.now), places.label if places else None, readers_time)

    def rows(self, slots: Iterable[ProgrammeSlot]) -> tuple[Row, ...]:
        """Return slots as they stand now, in the same order."""
        return tuple(map(self.row, slots))

    def days(self, slots: Slots) -> list[Day]:
        """Return the slots day by day, those of today that are over apart."""
        return [self._day(day, found) for day, found in by_day(slots, self.look.programme.time_zone).items()]

    def _day(self, day: date, slots: Slots) -> Day:
        is_today = day == programme_day(self.now, self.look.programme.time_zone)
        past = [slot for slot in slots if is_today and stage_of(slot, self.now) is Stage.PAST]
        coming = [slot for slot in slots if slot not in past]
        language = self.look.language
        moments = self._moments(past), self._moments(coming)
        return Day(day, weekday(day, language), day_and_month(day, language), *moments, is_today)

    def _moments(self, slots: Iterable[ProgrammeSlot]) -> tuple[Moment, ...]:
        groups = (self.rows(group) for group in by_start(slots))
        return tuple(Moment(rows[0].look.starts, rows[0].look.starts_iso, rows) for rows in groups)

    def grids(self, slots: Slots) -> list[Grid]:
        """Return a timetable for each day."""
        days = by_day(slots, self.look.programme.time_zone)
        return [self._grid(f"tt{number}", day, found) for number, (day, found) in enumerate(days.items())]

    def _grid(self, name: str, day: date, slots: Slots) -> Grid:
        table = lay_out(slots, [hall.id for hall in self.look.programme.halls])
        zone = self.look.programme.time_zone
        starts = {slot.starts_at: self.look.slot(slot).starts_iso for slot in slots}
        return Grid(
            day=self._day(day, slots),
            name=name,
            halls=tuple((self.look.halls[one.hall_id], f"{name}-h{one.hall_id}") for one in table.columns),
            lines=tuple(
                Line(venue_clock(moment, zone), starts[moment], f"{name}-l{number}")
                for number, moment in enumerate(table.lines)
                if moment in starts
            ),
            blocks=tuple(
                BlockLook(self.row(block.slot), f"{name}-b{number}", block.is_repeat)
                for number, block in enumerate(table.blocks)
            ),
            table=table,
        )


def grid_styles(grids: Iterable[Grid]) -> Markup:
    """Return the style sheet that places the blocks of the timetables; it holds numbers and class names only."""
    return Markup("\n".join(rule for grid in grids for rule in _rules(grid)))  # noqa: S704 - numbers only


def _rules(grid: Grid) -> Iterable[str]:
    """Yield the rules of one timetable: line 1 of both directions belongs to the heads."""
    table, name = grid.table, grid.name
    rows = " ".join(f"minmax({_row_height(minutes)}rem,auto)" for minutes in table.row_minutes)
    yield f".{name}{{grid-template-columns:var(--tt-axis) repeat({table.column_count},minmax(var(--tt-column),1fr));"
    yield f"grid-template-rows:auto {rows}}}"
    for column in table.columns:
        yield f".{name}-h{column.hall_id}{{grid-column:{column.first + 1}/{column.last + 1}}}"
    for number in range(len(table.lines)):
        yield f".{name}-l{number}{{grid-row:{number + 2}}}"
    for number, block in enumerate(table.blocks):
        rows = f"{block.first_row + 1}/{block.last_row + 1}"
        yield f".{name}-b{number}{{grid-row:{rows};grid-column:{block.first_column + 1}/{block.last_column + 1}}}"


def _row_height(minutes: int) -> float:
    return round(min(max(minutes * _REM_PER_MINUTE, _LOWEST_ROW), _HIGHEST_EMPTY_ROW), 2)


def tab_label(day: date, look: Look) -> str:
    """Return the day as a tab names it."""
    return short_day(day, look.language)


def write_part(name: str, **values: Any) -> Markup:
    """Return a part of a page, written without the frame's values so that it can be kept and used again."""
    return Markup(current_app.jinja_env.get_template(f"agenda/programme/{name}").render(request=request, **values))  # noqa: S704 - a template escapes
