"""The editor's grid: which minutes a day shows, which columns a session fills, and how cards share a column."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .board import Span
from .timing import DAY_TURN, GRID, Placement, day_span, minute_of

STEP_MINUTES = int(GRID.total_seconds()) // 60
_HOUR = 60
FIRST_MINUTE, LAST_MINUTE = DAY_TURN.hour * _HOUR, (24 + DAY_TURN.hour) * _HOUR
# More cards than this at one time in one hall lie upon each other.
MOST_LANES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """The minutes of a day that are shown, after its midnight at the venue; `opens` and `closes` are its hours."""

    day: date
    zone: str
    first: int
    last: int
    opens: int
    closes: int

    @property
    def steps(self) -> int:
        """Return how many rows of five minutes there are."""
        return (self.last - self.first) // STEP_MINUTES

    @property
    def hours(self) -> range:
        """Return the full hours that are shown, as minutes."""
        return range(self.first, self.last, _HOUR)

    def row(self, minute: int) -> int:
        """Return how many rows above a minute there are, kept within the frame."""
        return (min(max(minute, self.first), self.last) - self.first) // STEP_MINUTES


@dataclass(frozen=True, slots=True)
class Block:
    """Where a card or a closed time lies: wall-clock minutes of the day, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Halls that stand side by side: the first column, counted from 0, and how many there are."""

    column: int
    span: int = 1

    def touches(self, other: "Run") -> bool:
        """Tell whether two runs share a column."""
        return self.column < other.column + other.span and other.column < self.column + self.span


@dataclass(frozen=True, slots=True)
class Lane:
    """Which part of its column a card has where several stand at one time: number, counted from 0, of how many."""

    number: int = 0
    count: int = 1


def frame_of(day: date, zone: str, hours: Span | None, places: Iterable[Placement]) -> Frame:
    """Return the frame of a day: its opening hours with an hour around, and further where sessions stand."""
    blocks = [block_of(place.starts_at, place.ends_at, day, zone) for place in places]
    opens, closes = (minute_of(moment, day, zone) for moment in hours) if hours else (9 * _HOUR, 22 * _HOUR)
    first = min([opens - _HOUR, *(block.start for block in blocks)])
    last = max([closes + _HOUR, *(block.end for block in blocks)])
    return Frame(
        day,
        zone,
        first=max(FIRST_MINUTE, first // _HOUR * _HOUR),
        last=min(LAST_MINUTE, -(-last // _HOUR) * _HOUR),
        opens=opens,
        closes=closes,
    )


def block_of(starts_at: datetime, ends_at: datetime, day: date, zone: str) -> Block:
    """Return where a span stands on the venue's clock; one that a clock change turns over keeps its length."""
    start, end = minute_of(starts_at, day, zone), minute_of(ends_at, day, zone)
    return Block(start, end if end > start else start + int((ends_at - starts_at).total_seconds()) // 60)


def runs_of(hall_ids: Iterable[int], order: Sequence[int]) -> list[Run]:
    """Return the columns that halls fill, those side by side as one; the run of the leading hall (the first) leads."""
    places = {hall_id: number for number, hall_id in enumerate(order)}
    known = [places[hall_id] for hall_id in hall_ids if hall_id in places]
    runs: list[Run] = []
    for column in sorted(known):
        if runs and runs[-1].column + runs[-1].span == column:
            runs[-1] = Run(runs[-1].column, runs[-1].span + 1)
        else:
            runs.append(Run(column))
    leads = Run(known[0]) if known else Run(0)
    return sorted(runs, key=lambda run: not run.touches(leads))


def lanes_of(cards: Sequence[tuple[Block, Run]]) -> list[Lane]:
    """Return the lane of each card, so that none that share a column and a time lie upon each other."""
    order = sorted(range(len(cards)), key=lambda number: (cards[number][0].start, -cards[number][0].end, number))
    lanes: dict[int, int] = {}
    for number in order:
        taken = {lanes[other] for other in lanes if _meet(cards[number], cards[other])}
        lanes[number] = next(lane for lane in range(len(cards) + 1) if lane not in taken)
    return [Lane(min(lanes[number], MOST_LANES - 1), _count(number, cards, lanes)) for number in range(len(cards))]


def _count(number: int, cards: Sequence[tuple[Block, Run]], lanes: dict[int, int]) -> int:
    """Return how many lanes the whole group has that a card is linked to by cards at the same time."""
    group, waiting = {number}, [number]
    while waiting:
        one = waiting.pop()
        linked = {other for other in lanes if other not in group and _meet(cards[one], cards[other])}
        group |= linked
        waiting.extend(linked)
    return min(max(lanes[one] for one in group) + 1, MOST_LANES)


def _meet(one: tuple[Block, Run], other: tuple[Block, Run]) -> bool:
    return one[0].start < other[0].end and other[0].start < one[0].end and one[1].touches(other[1])


def closed_blocks(windows: Sequence[Span], frame: Frame) -> list[Block]:
    """Return when a hall cannot be used within the frame; a hall without windows always can."""
    if not windows:
        return []
    begin, end = day_span(frame.day, frame.zone)
    closed, minute = [], frame.first
    for opens_at, closes_at in sorted(windows):
        if closes_at <= begin or opens_at >= end:
            continue
        block = block_of(max(opens_at, begin), min(closes_at, end), frame.day, frame.zone)
        closed.append(Block(minute, block.start))
        minute = max(minute, block.end)
    closed.append(Block(minute, frame.last))
    return [Block(one.start, min(one.end, frame.last)) for one in closed if one.start < min(one.end, frame.last)]


def fold(text: str) -> str:
    """Return text as it is searched in any script: without marks and case (static/js/agenda/editor-pool.js too)."""
    bare = "".join(character for character in unicodedata.normalize("NFKD", text) if not _is_mark(character))
    return " ".join(bare.lower().split())


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def is_found(query: str, folded: str) -> bool:
    """Tell whether every word of the query stands in the folded text."""
    return all(word in folded for word in fold(query).split())
