"""Where a slot could stand without a conflict: what the form "Move to…" offers.

A place that is offered lies on the grid and within the opening hours of its day. Each five minutes are a bit
(ticks.py), so a hall is looked through for a whole day in a few steps.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .board import Board, BoardSlot, ConflictKind, Level, Span
from .conflicts import Conflict, conflicts_of, joined_windows, needs_changeover, needs_of, room_of, shared_audience
from .ticks import bits_between, filled, moment_of, next_tick_of, places_in, starts_of, tick_of, touched
from .timing import GRID, Placement, day_span, programme_day

_HALF_HOUR = 6


@dataclass(frozen=True, slots=True)
class FreePlace:
    """A place that is offered, with what it would be warned of there: nothing, unless there is no better place."""

    placement: Placement
    conflicts: tuple[Conflict, ...] = ()


def suggest(
    board: Board,
    slot_id: int,
    *,
    day: date | None = None,
    hall_id: int | None = None,
    minutes: int | None = None,
    limit: int = 12,
) -> tuple[Placement, ...]:
    """Return the places of `find_free_places` without their warnings."""
    found = find_free_places(board, slot_id, day=day, hall_id=hall_id, minutes=minutes, limit=limit)
    return tuple(place.placement for place in found)


def find_free_places(
    board: Board,
    slot_id: int,
    *,
    day: date | None = None,
    hall_id: int | None = None,
    minutes: int | None = None,
    limit: int = 12,
) -> tuple[FreePlace, ...]:
    """Return places without any conflict for the slot, spread over days and halls; the best first.

    Where there are none, places at which nothing worse than a warning is found, with the warnings. `day` and `hall_id`
    (which will lead) narrow the search, `minutes` is the length (the present one unless named). A slot with a place is
    offered near ones first, one of the pool early ones. A slot of several halls keeps their number: its own halls
    first, else halls that follow each other in the venue's order. Hidden halls are offered only to those in them and
    to those who ask for one. Raises KeyError for a slot that is not on the board.
    """
    search = _search(board, slot_id, minutes, hall_id)
    for levels in ((Level.BLOCK, Level.WARN), (Level.BLOCK,)):
        search = replace(search, minded=frozenset(kind for kind in ConflictKind if board.level_of(kind) in levels))
        groups = list(_groups(search, day))
        if groups:
            return tuple(_warned(search, placement) for placement in _spread(search, groups, limit))
    return ()


def free_starts(
    board: Board,
    slot_id: int,
    *,
    minded: frozenset[ConflictKind],
    hall_ids: Iterable[int],
    days: Collection[date],
    origin: int,
    minutes: int | None = None,
) -> dict[int, int]:
    """Return by hall, as bits after the tick `origin` (rules.ticks), where a slot of one hall could begin these days.

    Only conflicts of the kinds `minded` rule a place out, whatever their level; the slot's own place counts as free.
    A hall without any start is left out.
    """
    search = replace(_search(board, slot_id, minutes, None), present=None, minded=minded)
    search = replace(search, choices=tuple((key,) for key in hall_ids))
    found: dict[int, int] = {}
    for day in sorted(set(days) & set(board.hours)):
        for group in _groups(search, day):
            key = search.choices[group.choice][0]
            found[key] = found.get(key, 0) | group.bits << (group.origin - origin)
    return found


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for: a slot of `length` ticks among the others, and the kinds of conflict that rule a place out.

    `choices` are the halls to choose from, the best first, each choice with its leading hall first; `others` are the
    slots that stand in the day at hand or at its edges.
    """

    board: Board
    slot: BoardSlot
    present: Placement | None
    length: int
    choices: tuple[tuple[int, ...], ...] = ()
    minded: frozenset[ConflictKind] = frozenset()
    others: tuple[tuple[BoardSlot, Placement], ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """Where the slot could begin on one day in one choice of halls: bits after `origin`, the day's 04:00."""

    day: date
    choice: int
    origin: int
    bits: int

    @property
    def starts(self) -> list[int]:
        """Return the ticks at which the slot could begin."""
        return [self.origin + number for number in places_in(self.bits)]


def _search(board: Board, slot_id: int, minutes: int | None, hall_id: int | None) -> _Search:
    slot = board.slots[slot_id]
    present = None if slot.is_cancelled else slot.placement
    wanted = minutes or (present.minutes if present else slot.minutes)
    length = max(1, -(-wanted // int(GRID.total_seconds() // 60)))
    search = _Search(board, replace(slot, placement=None, is_cancelled=False), present, length)
    return replace(search, choices=_hall_choices(search, hall_id))


def _hall_choices(search: _Search, hall_id: int | None) -> tuple[tuple[int, ...], ...]:
    """Return the choices of halls: the present one, then those that are large enough by little, then the others."""
    present = search.present.hall_ids if search.present else ()
    size = max(1, len(present))
    shown = [key for key, hall in search.board.halls.items() if not hall.is_hidden or key in (*present, hall_id)]
    rows = [tuple(shown[number : number + size]) for number in range(len(shown) - size + 1)]
    rows = sorted((row for row in rows if set(row) != set(present)), key=lambda row: _fit(search, row))
    choices = [present, *rows] if present else rows
    if hall_id is None:
        return tuple(choices)
    return tuple((hall_id, *(key for key in row if key != hall_id)) for row in choices if hall_id in row)


def _fit(search: _Search, hall_ids: tuple[int, ...]) -> tuple[int, int]:
    room, need = room_of(search.board, hall_ids), _need(search)
    if room is None:
        return 1, 0
    return (0, room - need) if room >= need else (2, need - room)


def _need(search: _Search) -> int:
    return max(needs_of(search.board, search.slot).values(), default=0)


def _is_large_enough(search: _Search, hall_ids: tuple[int, ...]) -> bool:
    room = room_of(search.board, hall_ids)
    return room is None or ConflictKind.HALL_TOO_SMALL not in search.minded or _need(search) <= room


def _groups(search: _Search, day: date | None) -> Iterator[_Group]:
    choices = [number for number, halls in enumerate(search.choices) if _is_large_enough(search, halls)]
    for one in search.board.hours if day is None else {day} & set(search.board.hours):
        turn = day_span(one, search.board.zone)
        origin = tick_of(turn[0])
        at_hand = replace(search, others=_others(search, turn))
        within = filled([search.board.hours[one]], origin) & bits_between(0, tick_of(turn[1]) - origin)
        within &= ~_blocked_everywhere(at_hand, origin) if choices else 0
        for number in choices:
            bits = _starts(at_hand, search.choices[number], within, origin)
            if bits:
                yield _Group(one, number, origin, bits)


def _starts(search: _Search, hall_ids: tuple[int, ...], within: int, origin: int) -> int:
    """Return the bits at which the slot could begin in these halls, but for where it is already."""
    starts = starts_of(_free_in(search, hall_ids, within, origin), search.length)
    starts &= ~_in_change(search, hall_ids, origin)
    present = search.present
    if present and set(hall_ids) == set(present.hall_ids) and present.minutes == _minutes(search.length):
        here = tick_of(present.starts_at) - origin
        starts &= ~bits_between(here, here + 1)
    return starts


def _blocked_everywhere(search: _Search, origin: int) -> int:
    """Return the bits in which the slot cannot take place, whatever the hall: its people and its audience."""
    blocked = touched(_others_in_the_way(search), origin)
    for key in search.slot.people:
        person = search.board.people.get(key)
        if person and person.windows and ConflictKind.PERSON_UNAVAILABLE in search.minded:
            blocked |= ~filled(joined_windows(person.windows), origin)
        if person and ConflictKind.PERSON_MEETING in search.minded:
            blocked |= touched(person.meetings, origin)
    return blocked


def _others_in_the_way(search: _Search) -> Iterator[Span]:
    people = set(search.slot.people) if ConflictKind.PERSON_OVERLAP in search.minded else set()
    minds_audience = ConflictKind.SHARED_AUDIENCE in search.minded
    for other, place in search.others:
        if people.intersection(other.people) or (minds_audience and shared_audience(search.board, search.slot, other)):
            yield place.starts_at, place.ends_at


def _others(search: _Search, turn: Span) -> tuple[tuple[BoardSlot, Placement], ...]:
    pause = timedelta(minutes=search.board.changeover_minutes)
    first, last = turn[0] - pause, turn[1] + pause
    places = ((other, other.placement) for other in search.board.placed if other.id != search.slot.id)
    return tuple(
        (other, place) for other, place in places if place and place.starts_at < last and place.ends_at > first
    )


def _free_in(search: _Search, hall_ids: tuple[int, ...], free: int, origin: int) -> int:
    """Return the bits, of those given, in which all the halls are open and nobody else is in them."""
    if ConflictKind.HALL_OVERLAP in search.minded:
        taken = ((place.starts_at, place.ends_at) for _, place in search.others if _meet(place, hall_ids))
        free &= ~touched(taken, origin)
    for key in hall_ids if ConflictKind.HALL_CLOSED in search.minded else ():
        if search.board.halls[key].windows:
            free &= filled(joined_windows(search.board.halls[key].windows), origin)
    return free


def _in_change(search: _Search, hall_ids: tuple[int, ...], origin: int) -> int:
    """Return the bits at which the slot must not begin, as it would leave too little time before or after another."""
    pause, bits = timedelta(minutes=search.board.changeover_minutes), 0
    if not pause or ConflictKind.CHANGEOVER not in search.minded:
        return 0
    for other, place in search.others:
        if _meet(place, hall_ids) and needs_changeover(search.slot.kind, other.kind):
            first_end, last_end = tick_of(place.starts_at - pause) + 1, tick_of(place.starts_at)
            bits |= bits_between(first_end - search.length - origin, last_end + 1 - search.length - origin)
            bits |= bits_between(next_tick_of(place.ends_at) - origin, next_tick_of(place.ends_at + pause) - origin)
    return bits


def _meet(place: Placement, hall_ids: tuple[int, ...]) -> bool:
    return any(key in hall_ids for key in place.hall_ids)


def _minutes(ticks: int) -> int:
    return ticks * int(GRID.total_seconds()) // 60


# Which of the many places are offered. A place is (how good, tick, number of the choice of halls).
_Place = tuple[int, int, int]


def _spread(search: _Search, groups: list[_Group], limit: int) -> list[Placement]:
    """Return the best places, some of each day (of near days more) and in each day some of each hall."""
    here = tick_of(search.present.starts_at) if search.present else None
    days = sorted({group.day for group in groups}, key=lambda day: _distance_of_day(search, day))
    ranked: list[tuple[int, _Place]] = []
    for rank, day in enumerate(days, start=1):
        turns = sorted(
            (turn, place)
            for group in groups
            if group.day == day
            for turn, place in enumerate(sorted(_worth_offering(group, here)))
        )
        weight = rank if here is not None else 1
        ranked.extend((number * weight, place) for number, (_, place) in enumerate(turns, start=1))
    chosen = sorted(place for _, place in sorted(ranked)[:limit])
    return [_placement(search, tick, search.choices[choice]) for _, tick, choice in chosen]


def _distance_of_day(search: _Search, day: date) -> tuple[int, date]:
    if search.present is None:
        return 0, day
    return abs((day - programme_day(search.present.starts_at, search.board.zone)).days), day


def _worth_offering(group: _Group, here: int | None) -> Iterator[_Place]:
    """Yield the first start of each free time, half hours, and the start nearest to the present one."""
    starts = group.starts
    near = min(starts, key=lambda tick: abs(tick - here)) if here is not None else starts[0]
    beginnings = set(places_in(group.bits & ~(group.bits << 1)))
    for tick in starts:
        number = tick - group.origin
        if tick == near or number in beginnings or number % _HALF_HOUR == 0:
            yield (abs(tick - here) if here is not None else tick), tick, group.choice


def _placement(search: _Search, tick: int, hall_ids: tuple[int, ...]) -> Placement:
    return Placement(hall_ids, moment_of(tick), moment_of(tick + search.length))


def _warned(search: _Search, placement: Placement) -> FreePlace:
    slot = replace(search.slot, placement=placement)
    moved = replace(search.board, slots={**search.board.slots, slot.id: slot})
    return FreePlace(placement, conflicts_of(moved, slot.id))
