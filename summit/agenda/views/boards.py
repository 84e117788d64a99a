"""The editor's board as its template shows it: frame, columns, cards, pool."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from babel.dates import format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _

from summit.events.models import Event, Hall
from summit.events.queries import list_halls
from summit.registration.rules import search_key, search_tokens
from summit.web.filters import text_for

from ..models import Slot
from ..queries.editor import list_cards
from ..queries.names import Names
from ..rules.board import Board, ConflictKind, Level
from ..rules.conflicts import Conflict, find_conflicts
from ..rules.grid import (
    STEP_MINUTES,
    Block,
    Frame,
    Lane,
    Run,
    block_of,
    closed_blocks,
    fold,
    frame_of,
    is_found,
    lanes_of,
    runs_of,
)
from ..rules.kinds import SessionKind, SessionState
from ..rules.timing import day_span, days_between, programme_day
from .board_words import BoardWords, conflict_words, plain_time
from .conflict_words import sentence

# Shorter ones have room for one line.
BRIEF_MINUTES = 25


@dataclass(frozen=True, slots=True)
class Card:
    """One slot as it is shown; the pool's have no block and no runs."""

    slot: Slot
    title: str
    time: str
    halls: str
    people: tuple[str, ...]
    conflicts: tuple[str, ...]
    is_blocked: bool
    minutes: int
    searched: str
    block: Block | None = None
    runs: tuple[Run, ...] = ()
    lane: Lane = Lane()

    @property
    def label(self) -> str:
        """Return what the card is called where it cannot be seen."""
        if not self.time:
            return str(_("%(title)s, not scheduled", title=self.title))
        return str(_("%(title)s, %(time)s, %(hall)s", title=self.title, time=self.time, hall=self.halls))

    @property
    def classes(self) -> str:
        """Return the classes that tell kind, state and length."""
        session = self.slot.session
        marks = {
            f"slot--{session.kind.value}": session.kind is not SessionKind.SESSION,
            f"slot--{session.state.value}": session.state is not SessionState.CONFIRMED,
            "slot--locked": self.slot.is_locked,
            "slot--featured": session.is_featured,
            "slot--conflict": bool(self.conflicts),
            "slot--blocked": self.is_blocked,
            "slot--brief": self.block is not None and self.block.end - self.block.start < BRIEF_MINUTES,
            f"slot--lane-{self.lane.number + 1}-{self.lane.count}": self.lane.count > 1,
        }
        return " ".join(["slot", *(name for name, applies in marks.items() if applies)])


@dataclass(frozen=True, slots=True)
class Spot:
    """An area of the grid, counted from 1: the first row holds the halls' names, the first column the hours."""

    row: int
    rows: int
    column: int
    columns: int

    @property
    def name(self) -> str:
        """Return the class that puts an element there."""
        return f"at-{self.row}-{self.rows}-{self.column}-{self.columns}"

    @property
    def numbers(self) -> str:
        """Return the numbers by which the script puts an element there."""
        return f"{self.row} {self.rows} {self.column} {self.columns}"


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One day of the editor."""

    event: Event
    day: date
    frame: Frame
    halls: Sequence[Hall]
    closed: Mapping[int, Sequence[Block]]
    cards: Sequence[Card]
    pool: Sequence[Card]
    conflicts: str
    overlap: Level
    per_day: Mapping[date, int]

    @property
    def hall_order(self) -> list[int]:
        """Return the halls in the order of their columns."""
        return [hall.id for hall in self.halls]

    def spot(self, block: Block, run: Run | None = None) -> Spot:
        """Return the area of minutes in columns; across all halls where none are named."""
        start, end = self.frame.row(block.start), self.frame.row(block.end)
        column, columns = (run.column + 2, run.span) if run else (2, len(self.halls))
        return Spot(start + 2, max(1, end - start), column, columns)

    def hour_spot(self, minute: int, *, named: bool) -> Spot:
        """Return the area of an hour's name, or of the line at its beginning."""
        rows = min(60, self.frame.last - minute) // STEP_MINUTES
        return Spot(self.frame.row(minute) + 2, rows, 1, 1 if named else len(self.halls) + 1)

    def hall_spot(self, column: int, *, named: bool) -> Spot:
        """Return the area of a hall's name, or of its column below."""
        return Spot(1, 1, column + 2, 1) if named else Spot(2, self.frame.steps, column + 2, 1)

    @property
    def shut(self) -> list[Spot]:
        """Return the areas in which nothing should stand: outside of the opening hours, and closed halls."""
        around = (Block(self.frame.first, self.frame.opens), Block(self.frame.closes, self.frame.last))
        spots = [self.spot(block) for block in around if block.start < block.end]
        for column, hall in enumerate(self.halls):
            spots += [self.spot(block, Run(column)) for block in self.closed[hall.id]]
        return spots

    @property
    def spots(self) -> dict[str, Spot]:
        """Return every area that is used, by its class."""
        used = [*self.shut, *(self.spot(card.block, run) for card in self.cards if card.block for run in card.runs)]
        for minute in self.frame.hours:
            used += [self.hour_spot(minute, named=True), self.hour_spot(minute, named=False)]
        for column in range(len(self.halls)):
            used += [self.hall_spot(column, named=True), self.hall_spot(column, named=False)]
        return {spot.name: spot for spot in used}

    @property
    def colours(self) -> dict[int, str]:
        """Return the colours of the tracks on this page."""
        tracks = [card.slot.session.track for card in (*self.cards, *self.pool)]
        return {track.id: track.colour for track in tracks if track}

    def day_name(self, day: date) -> str:
        """Write a day with its weekday."""
        return str(format_skeleton("MMMEd", datetime.combine(day, time()), locale=get_locale()))

    def hour_name(self, minute: int) -> str:
        """Write an hour as the venue's clock shows it."""
        return plain_time(time(minute // 60 % 24))


def shown_day(event: Event, asked: str | None, today: date) -> date:
    """Return the day asked for; else today, where that is one of the edition's; else the first."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        day = today
    return day if event.starts_on <= day <= event.ends_on else event.starts_on


def board_page(
    event: Event,
    board: Board,
    names: Names,
    day: date,
    query: str = "",
    only: Callable[[Slot], bool] = lambda slot: True,
) -> BoardPage:
    """Return the board of a day, made of the draft's plain values and the cards.

    `query` narrows the pool; `only` says which slots are made into cards, where not all are to be shown.
    """
    halls = list_halls(event.id)
    slots = list_cards(event.id, *day_span(day, event.time_zone))
    conflicts = find_conflicts(board)
    makers = _CardMaker(names, [hall.id for hall in halls], conflicts)
    placed = [slot for slot in slots if slot.placement]
    pool = [makers.card(slot) for slot in slots if not slot.placement and only(slot)]
    places = [slot.placement for slot in placed if slot.placement]
    frame = frame_of(day, event.time_zone, board.hours.get(day), places)
    return BoardPage(
        event=event,
        day=day,
        frame=frame,
        halls=halls,
        closed={hall.id: closed_blocks(board.halls[hall.id].windows, frame) for hall in halls},
        cards=makers.in_grid(placed, frame, only),
        pool=[card for card in pool if _matches(card, query)],
        conflicts=conflict_words(len(conflicts)),
        overlap=board.level_of(ConflictKind.HALL_OVERLAP),
        per_day=_per_day(event, board),
    )


def board_values(page: BoardPage) -> dict[str, Any]:
    """Return what the templates of the board ask for."""
    return {"page": page, "event": page.event, "frame": page.frame}


def _per_day(event: Event, board: Board) -> dict[date, int]:
    counts = dict.fromkeys(days_between(event.starts_on, event.ends_on), 0)
    for slot in board.slots.values():
        if slot.placement:
            day = programme_day(slot.placement.starts_at, event.time_zone)
            counts[day] = counts.get(day, 0) + 1
    return counts


def _matches(card: Card, query: str) -> bool:
    tokens = search_tokens(query)
    return is_found(query, card.searched) or bool(tokens and all(token in card.searched for token in tokens))


class _CardMaker:
    """Makes cards; what is the same for all of a board is computed once."""

    def __init__(self, names: Names, order: Sequence[int], conflicts: Iterable[Conflict]) -> None:
        self.names, self.words, self.order = names, BoardWords(names), order
        self.conflicts: dict[int, list[Conflict]] = defaultdict(list)
        for conflict in conflicts:
            for slot_id in conflict.slot_ids:
                self.conflicts[slot_id].append(conflict)

    def in_grid(self, slots: Sequence[Slot], frame: Frame, only: Callable[[Slot], bool]) -> list[Card]:
        """Return the cards of a day, each with its columns, rows and lane."""
        places = [slot.placement for slot in slots if slot.placement]
        blocks = [block_of(place.starts_at, place.ends_at, frame.day, frame.zone) for place in places]
        runs = [tuple(runs_of(slot.hall_ids, self.order)) for slot in slots]
        lanes = lanes_of([(block, some[0]) for block, some in zip(blocks, runs, strict=True)])
        rows = zip(slots, blocks, runs, lanes, strict=True)
        return [self.card(*values) for values in rows if only(values[0])]

    def card(self, slot: Slot, block: Block | None = None, runs: tuple[Run, ...] = (), lane: Lane = Lane()) -> Card:
        """Return one card."""
        place = slot.placement
        found = self.conflicts.get(slot.id, ())
        people = tuple(dict.fromkeys(part.speaker.name_latin for part in slot.session.people))
        return Card(
            slot=slot,
            title=text_for(slot.session.titles),
            time=self.words.span(place) if place else "",
            halls=self.words.halls(slot.hall_ids),
            people=people,
            conflicts=tuple(sentence(one, self.names) for one in found),
            is_blocked=any(one.level is Level.BLOCK for one in found),
            minutes=place.minutes if place else slot.session.minutes,
            searched="" if place else _searched(slot),
            block=block,
            runs=runs,
            lane=lane,
        )


def _searched(slot: Slot) -> str:
    session = slot.session
    people = [name for part in session.people for name in (part.speaker.name_latin, part.speaker.name_native)]
    tracks = list(session.track.names.values()) if session.track else []
    texts = [*session.titles.values(), *people, *tracks]
    return f"{fold(' '.join(texts))} {search_key(*texts)}"
