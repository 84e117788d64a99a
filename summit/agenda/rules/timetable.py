"""The layout of a day as a timetable: halls as columns, the moments at which something changes as lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .programme import ProgrammeSlot


@dataclass(frozen=True, slots=True)
class Column:
    """A hall's columns; lines are counted from 1, the last one is exclusive."""

    hall_id: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Block:
    """A slot's rectangle between lines counted from 1; `is_repeat`: drawn again for a hall that stands apart."""

    slot: ProgrammeSlot
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Timetable:
    """A day's lines in time, its halls and its blocks, by start."""

    lines: tuple[datetime, ...]
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]

    @property
    def column_count(self) -> int:
        """Return how many columns stand between the first and the last line."""
        return self.columns[-1].last - 1 if self.columns else 0

    @property
    def row_minutes(self) -> tuple[int, ...]:
        """Return the length of each row in minutes."""
        pairs = zip(self.lines, self.lines[1:], strict=False)
        return tuple(int((later - earlier).total_seconds() // 60) for earlier, later in pairs)


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where a slot stands among those of its hall that overlap: number and count of lanes side by side."""

    number: int
    count: int


def lay_out(slots: Sequence[ProgrammeSlot], hall_ids: Iterable[int]) -> Timetable:
    """Return the timetable of one day's slots, ordered by start, in the halls that they use.

    Slots that overlap in a hall share its width in lanes. A slot in several halls is one block where the halls
    stand side by side and it overlaps nothing there.
    """
    used = {hall_id for slot in slots for hall_id in slot.hall_ids}
    lanes = {hall_id: _lanes([slot for slot in slots if hall_id in slot.hall_ids]) for hall_id in hall_ids}
    lanes = {hall_id: found for hall_id, found in lanes.items() if hall_id in used}
    columns = _columns(lanes)
    lines = sorted({moment for slot in slots for moment in (slot.starts_at, slot.ends_at)})
    rows = {moment: number for number, moment in enumerate(lines, 1)}
    blocks = [
        Block(slot, rows[slot.starts_at], rows[slot.ends_at], first, last, number > 0)
        for slot in slots
        for number, (first, last) in enumerate(_spans(slot, columns, lanes))
    ]
    return Timetable(tuple(lines), tuple(columns), tuple(blocks))


def _columns(lanes: dict[int, dict[int, _Lane]]) -> list[Column]:
    columns, line = [], 1
    for hall_id, found in lanes.items():
        width = max(lane.count for lane in found.values())
        columns.append(Column(hall_id, line, line + width))
        line += width
    return columns


def _lanes(slots: Sequence[ProgrammeSlot]) -> dict[int, _Lane]:
    """Return by slot id the lanes in one hall; slots that overlap, also through others, share the width."""
    placed: dict[int, _Lane] = {}
    cluster: dict[int, int] = {}
    ends: list[datetime] = []
    for slot in slots:
        if ends and slot.starts_at >= max(ends):
            placed |= {key: _Lane(number, len(ends)) for key, number in cluster.items()}
            cluster, ends = {}, []
        free = next((number for number, end in enumerate(ends) if end <= slot.starts_at), len(ends))
        ends[free : free + 1] = [slot.ends_at]
        cluster[slot.id] = free
    return placed | {key: _Lane(number, len(ends)) for key, number in cluster.items()}


def _spans(slot: ProgrammeSlot, columns: Sequence[Column], lanes: dict[int, dict[int, _Lane]]) -> list[tuple[int, int]]:
    """Return the column lines of the slot's blocks, neighbours joined where the slot has its halls to itself."""
    spans: list[tuple[int, int]] = []
    joinable = False
    for column in columns:
        if column.hall_id not in slot.hall_ids:
            continue
        lane = lanes[column.hall_id][slot.id]
        alone = lane.count == 1
        if joinable and alone and spans[-1][1] == column.first:
            spans[-1] = (spans[-1][0], column.last)
        else:
            spans.append(_span(column, lane))
        joinable = alone
    return spans


def _span(column: Column, lane: _Lane) -> tuple[int, int]:
    """Return the lane's column lines; the last lane takes what is left of the hall's width."""
    first = column.first + lane.number
    return first, column.last if lane.number == lane.count - 1 else first + 1
