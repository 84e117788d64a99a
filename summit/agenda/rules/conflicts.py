"""What is wrong with the places of a draft: each kind of conflict, found for the whole board or around one slot.

Spans are half-open, so sessions that touch do not overlap. Slots of the pool and cancelled slots occupy nothing.
Blockers fill halls and need people as sessions do, but have no audience: they may lie outside of the opening hours,
are never too large for a hall and need no change-over, which breaks do not need either.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from .board import Board, BoardSlot, ConflictKind, Level, Span
from .kinds import SessionKind
from .timing import Placement, programme_day

# From how many delegates on, and from which part (in per cent) of the smaller audience on, two sessions that both
# want to see are a conflict. Fewer are everyday life of a programme with parallel halls.
FEWEST_SHARED = 5
SHARED_PER_CENT = 20
_KIND_ORDER = {kind: number for number, kind in enumerate(ConflictKind)}


class Need(StrEnum):
    """Why a hall must have so many places."""

    SIGN_UPS = "sign_ups"
    CAPACITY = "capacity"
    STARS = "stars"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that is wrong with one slot or with two (`slot_ids`, in the order of their start).

    `params` by kind, moments aware UTC: overlaps {minutes, starts_at, ends_at}; PERSON_MEETING {starts_at, ends_at}
    of the meeting; CHANGEOVER {gap, needed, missing} in minutes; HALL_TOO_SMALL {need, people, room, missing};
    OUTSIDE_HOURS {opens_at, closes_at}, or none of both where the day is not one of the edition's;
    SHARED_AUDIENCE {people, minutes, starts_at, ends_at}.
    """

    kind: ConflictKind
    level: Level
    slot_ids: tuple[int, ...]
    person_id: int | None = None
    hall_id: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)


class _Stay(NamedTuple):
    """A slot that has a place."""

    slot: BoardSlot
    place: Placement


def find_conflicts(board: Board) -> tuple[Conflict, ...]:
    """Return every conflict of the board that is not ignored, in the order of their slots and kinds.

    Takes O(n log n) for n slots, and a step for each conflict and each two sessions at the same time with an audience.
    """
    stays = _stays(board)
    found = [conflict for stay in stays for conflict in _of_one(board, stay)]
    for number, other in _suspicious_pairs(board, stays):
        found.extend(_of_two(board, stays[number], stays[other]))
    return _in_order(board, found)


def conflicts_of(board: Board, slot_id: int) -> tuple[Conflict, ...]:
    """Return the conflicts that touch one slot: find_conflicts without the others, in O(n)."""
    stays = _stays(board)
    own = next((number for number, stay in enumerate(stays) if stay.slot.id == slot_id), None)
    if own is None:
        return ()
    mine, change = stays[own], timedelta(minutes=board.changeover_minutes)
    first, last = mine.place.starts_at - change, mine.place.ends_at + change
    found = list(_of_one(board, mine))
    for number, stay in enumerate(stays):
        if number != own and stay.place.starts_at < last and stay.place.ends_at > first:
            found.extend(_of_two(board, *((stay, mine) if number < own else (mine, stay))))
    return _in_order(board, found)


def with_places(board: Board, places: Mapping[int, Placement | None]) -> Board:
    """Return the board as it would be with these slots at these places (None: in the pool)."""
    moved = {key: replace(board.slots[key], placement=place) for key, place in places.items()}
    return replace(board, slots={**board.slots, **moved})


def joined_windows(windows: Iterable[Span]) -> list[Span]:
    """Return the windows in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for starts_at, ends_at in sorted(windows):
        if joined and starts_at <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends_at))
        else:
            joined.append((starts_at, ends_at))
    return joined


def is_open(windows: Iterable[Span], place: Placement) -> bool:
    """Tell whether a place lies within the windows, which may touch; no windows at all: always."""
    joined = joined_windows(windows)
    return not joined or any(opens <= place.starts_at and place.ends_at <= closes for opens, closes in joined)


def room_of(board: Board, hall_ids: Iterable[int]) -> int | None:
    """Return how many people the halls take together, None where that is not known of one of them."""
    rooms = [board.halls[key].capacity if key in board.halls else None for key in hall_ids]
    return None if None in rooms else sum(room or 0 for room in rooms)


def needs_of(board: Board, slot: BoardSlot) -> dict[Need, int]:
    """Return how many people a hall must take for the slot, by reason; a blocker has no audience."""
    if slot.kind is SessionKind.BLOCKER:
        return {}
    stars = board.fans.get(slot.session_id, 0).bit_count()
    return {Need.SIGN_UPS: slot.signed_up, Need.CAPACITY: slot.capacity or 0, Need.STARS: stars}


def shared_audience(board: Board, one: BoardSlot, other: BoardSlot) -> int:
    """Return how many delegates want to see both, 0 where they are too few to matter or it is one session."""
    if one.session_id == other.session_id or SessionKind.BLOCKER in {one.kind, other.kind}:
        return 0
    fans, others = board.fans.get(one.session_id, 0), board.fans.get(other.session_id, 0)
    shared = (fans & others).bit_count()
    if shared < FEWEST_SHARED or shared * 100 < SHARED_PER_CENT * min(fans.bit_count(), others.bit_count()):
        return 0
    return shared


def _stays(board: Board) -> list[_Stay]:
    return [_Stay(slot, slot.placement) for slot in board.placed if slot.placement]


def _in_order(board: Board, found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    turns = {slot.id: turn for turn, slot in enumerate(board.placed)}
    kept = (conflict for conflict in found if conflict.level is not Level.IGNORE)

    def key(one: Conflict) -> tuple[int, int, int, int, int]:
        return (
            turns[one.slot_ids[0]],
            _KIND_ORDER[one.kind],
            turns[one.slot_ids[-1]],
            one.person_id or 0,
            one.hall_id or 0,
        )

    return tuple(sorted(kept, key=key))


def _conflict(board: Board, kind: ConflictKind, *stays: _Stay, **values: Any) -> Conflict:
    return Conflict(kind, board.level_of(kind), tuple(stay.slot.id for stay in stays), **values)


def _of_one(board: Board, stay: _Stay) -> Iterator[Conflict]:
    """Yield what is wrong with a slot whatever the others do."""
    slot, place = stay
    for key in place.hall_ids:
        if key in board.halls and not is_open(board.halls[key].windows, place):
            yield _conflict(board, ConflictKind.HALL_CLOSED, stay, hall_id=key)
    for key in slot.people:
        yield from _of_person(board, stay, key)
    yield from _of_room(board, stay)
    yield from _of_hours(board, stay)


def _of_person(board: Board, stay: _Stay, person_id: int) -> Iterator[Conflict]:
    person = board.people.get(person_id)
    if person is None:
        return
    if not is_open(person.windows, stay.place):
        yield _conflict(board, ConflictKind.PERSON_UNAVAILABLE, stay, person_id=person_id)
    for starts_at, ends_at in sorted(set(person.meetings)):
        if starts_at < stay.place.ends_at and stay.place.starts_at < ends_at:
            meeting = {"starts_at": starts_at, "ends_at": ends_at}
            yield _conflict(board, ConflictKind.PERSON_MEETING, stay, person_id=person_id, params=meeting)


def _of_room(board: Board, stay: _Stay) -> Iterator[Conflict]:
    room = room_of(board, stay.place.hall_ids)
    if room is None:
        return
    for need, people in needs_of(board, stay.slot).items():
        if people > room:
            params = {"need": need, "people": people, "room": room, "missing": people - room}
            hall_id = stay.place.hall_ids[0]
            yield _conflict(board, ConflictKind.HALL_TOO_SMALL, stay, hall_id=hall_id, params=params)


def _of_hours(board: Board, stay: _Stay) -> Iterator[Conflict]:
    slot, place = stay
    if slot.kind is SessionKind.BLOCKER:
        return
    hours = board.hours.get(programme_day(place.starts_at, board.zone))
    if hours is None:
        yield _conflict(board, ConflictKind.OUTSIDE_HOURS, stay)
    elif place.starts_at < hours[0] or place.ends_at > hours[1]:
        params = {"opens_at": hours[0], "closes_at": hours[1]}
        yield _conflict(board, ConflictKind.OUTSIDE_HOURS, stay, params=params)


def _of_two(board: Board, one: _Stay, other: _Stay) -> Iterator[Conflict]:
    """Yield what is wrong between two slots, the one that starts first named first."""
    if other.place.starts_at >= one.place.ends_at:
        yield from _of_change(board, one, other)
        return
    span = (other.place.starts_at, min(one.place.ends_at, other.place.ends_at))
    params = {"minutes": _minutes(span[1] - span[0]), "starts_at": span[0], "ends_at": span[1]}
    halls = set(one.place.hall_ids).intersection(other.place.hall_ids)
    if halls:
        yield _conflict(board, ConflictKind.HALL_OVERLAP, one, other, hall_id=min(halls), params=params)
    for key in set(one.slot.people).intersection(other.slot.people):
        yield _conflict(board, ConflictKind.PERSON_OVERLAP, one, other, person_id=key, params=params)
    shared = shared_audience(board, one.slot, other.slot)
    if shared:
        yield _conflict(board, ConflictKind.SHARED_AUDIENCE, one, other, params={"people": shared, **params})


def _of_change(board: Board, one: _Stay, other: _Stay) -> Iterator[Conflict]:
    gap = _minutes(other.place.starts_at - one.place.ends_at)
    if gap >= board.changeover_minutes or not needs_changeover(one.slot.kind, other.slot.kind):
        return
    halls = set(one.place.hall_ids).intersection(other.place.hall_ids)
    if halls:
        needed = board.changeover_minutes
        params = {"gap": gap, "needed": needed, "missing": needed - gap}
        yield _conflict(board, ConflictKind.CHANGEOVER, one, other, hall_id=min(halls), params=params)


def needs_changeover(*kinds: SessionKind) -> bool:
    """Tell whether a hall needs time between two such slots: only between two sessions."""
    return all(kind is SessionKind.SESSION for kind in kinds)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _suspicious_pairs(board: Board, stays: list[_Stay]) -> Iterator[tuple[int, int]]:
    """Yield, once each, the pairs of numbers that share a hall, a person or an audience at (nearly) the same time."""
    halls: dict[int, list[int]] = defaultdict(list)
    people: dict[int, list[int]] = defaultdict(list)
    for number, (slot, place) in enumerate(stays):
        for key in place.hall_ids:
            halls[key].append(number)
        for key in slot.people:
            people[key].append(number)
    change = timedelta(minutes=board.changeover_minutes)
    pairs = {pair for group in halls.values() for pair in _near(stays, group, change)}
    pairs.update(pair for group in people.values() for pair in _near(stays, group, timedelta()))
    pairs.update(_with_shared_audience(board, stays))
    yield from pairs


def _near(stays: list[_Stay], group: list[int], pause: timedelta) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a group, sorted by start, of which one has not ended for `pause` when the other begins."""
    running: list[tuple[datetime, int]] = []
    for number in group:
        starts_at = stays[number].place.starts_at
        running = [one for one in running if one[0] > starts_at]
        for _ends_at, other in running:
            yield other, number
        running.append((stays[number].place.ends_at + pause, number))


def _with_shared_audience(board: Board, stays: list[_Stay]) -> Iterator[tuple[int, int]]:
    if board.level_of(ConflictKind.SHARED_AUDIENCE) is Level.IGNORE:
        return
    popular = {key: fans for key, fans in board.fans.items() if fans.bit_count() >= FEWEST_SHARED}
    group = [number for number, stay in enumerate(stays) if stay.slot.session_id in popular]
    for number, other in _near(stays, group, timedelta()):
        fans, others = popular[stays[number].slot.session_id], popular[stays[other].slot.session_id]
        if (fans & others).bit_count() >= FEWEST_SHARED:
            yield number, other
