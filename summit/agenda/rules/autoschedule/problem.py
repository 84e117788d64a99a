"""A board as numbers and bits: where each slot could begin, and what it costs.

Time is counted in ticks of five minutes after the first day's 04:00; a hall and a person are each one integer with a
bit for every tick in which they are taken. A session takes its hall for the change-over after it, too, so that two
sessions are compatible exactly when their bits in the hall do not meet.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate, combinations

from ..board import Board, BoardSlot, ConflictKind, Level
from ..conflicts import conflicts_of, needs_changeover, shared_audience, with_places
from ..free_places import free_starts
from ..kinds import SessionKind
from ..ticks import bits_between, next_tick_of, places_in, tick_of, touched
from ..timing import GRID, at_minute, day_span
from .options import Options

# The price of what is soft. Per tick: two sessions of one track at the same time; each FIVE_FANS delegates who want to
# see both of two sessions (up to MOST_FANS of them); a hall that stands empty between two sessions of a day; a
# prominent session outside of good hours. Per slot: a start off the quarters of an hour; each half hour after the
# opening of the day, so that days fill from the morning on; another place than today's; none at all.
TRACK, FANS, IDLE, PROMINENT = 4, 1, 1, 6
ODD_START, LATE, MOVED, UNPLACED = 2, 1, 200, 100_000
FIVE_FANS, MOST_FANS = 5, 100
GOOD_HOURS = (10 * 60, 18 * 60)
_QUARTER, _HALF_HOUR = 3, 6
ALWAYS_HARD = frozenset({ConflictKind.HALL_OVERLAP, ConflictKind.PERSON_OVERLAP})


@dataclass(slots=True)
class Task:
    """A slot to be placed: `starts` by number of the hall, as bits; `spots` all of them as hall * ticks + start.

    `people` are numbers of what only one at a time can have: persons, and pairs that must not be parallel. `rivals`
    are other tasks with the price of each tick at the same time. `price` sums up, tick by tick, what the slots that
    stay where they are and the good hours cost.
    """

    slot: BoardSlot
    length: int
    people: tuple[int, ...]
    starts: list[int]
    spots: "array[int]"
    present: tuple[int, int] | None = None
    is_prominent: bool = False
    rivals: dict[int, int] = field(default_factory=dict)
    price: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Problem:
    """Everything that the search looks at; `fixed` are each hall's bits that are taken for good.

    `opens` are the ticks at which the days open, `good_hours` the price of each tick for a prominent session.
    """

    board: Board
    standing: Board
    options: Options
    origin: int
    ticks: int
    pause: int
    halls: list[int]
    day_starts: list[int]
    day_of: list[int]
    fixed: list[int]
    tasks: list[Task]
    people: int
    opens: list[int] = field(default_factory=list)
    good_hours: list[int] = field(default_factory=list)


def hard_kinds(board: Board) -> frozenset[ConflictKind]:
    """Return the kinds that are never accepted: all that are not ignored, but a shared audience only if refused."""
    kinds = {kind for kind in ConflictKind if board.level_of(kind) is not Level.IGNORE} | ALWAYS_HARD
    if board.level_of(ConflictKind.SHARED_AUDIENCE) is not Level.BLOCK:
        kinds.discard(ConflictKind.SHARED_AUDIENCE)
    return frozenset(kinds)


def make_problem(board: Board, options: Options) -> Problem:
    """Return the board with its options as a problem; slots that cannot be asked for are left out."""
    waiting = [board.slots[key] for key in dict.fromkeys(options.slot_ids) if _may_be_placed(board, key)]
    movable = [slot for slot in board.placed if options.most_moves and _may_be_moved(board, slot)]
    standing = with_places(board, dict.fromkeys((slot.id for slot in (*waiting, *movable)), None))
    days = sorted(board.hours)
    turns = [tick_of(day_span(day, board.zone)[0]) for day in days] or [0]
    end = tick_of(day_span(days[-1], board.zone)[1]) if days else 1
    problem = Problem(
        board=board,
        standing=standing,
        options=options,
        origin=turns[0],
        ticks=end - turns[0],
        pause=-(-board.changeover_minutes // _grid_minutes()) if _minds_change(board) else 0,
        halls=_halls(board, options, movable),
        day_starts=[turn - turns[0] for turn in turns],
        day_of=[],
        fixed=[],
        tasks=[],
        people=0,
    )
    problem.day_of, problem.good_hours = _day_of(problem), _good_hours(problem)
    problem.opens = [tick_of(board.hours[day][0]) - problem.origin for day in days] or [0]
    problem.fixed = [_fixed_bits(problem, key) for key in problem.halls]
    _add_tasks(problem, waiting, movable)
    return problem


def _grid_minutes() -> int:
    return int(GRID.total_seconds()) // 60


def _minds_change(board: Board) -> bool:
    return board.level_of(ConflictKind.CHANGEOVER) is not Level.IGNORE


def _may_be_placed(board: Board, slot_id: int) -> bool:
    slot = board.slots.get(slot_id)
    return bool(slot and not slot.placement and not slot.is_cancelled and slot.kind is SessionKind.SESSION)


def _may_be_moved(board: Board, slot: BoardSlot) -> bool:
    """Tell whether the machine may move a slot: one session in one hall, without a lock, nothing wrong with it now."""
    if slot.is_locked or slot.kind is not SessionKind.SESSION or not slot.placement:
        return False
    on_grid = slot.placement.starts_at.timestamp() % GRID.total_seconds() == 0
    if len(slot.placement.hall_ids) > 1 or not on_grid:
        return False
    hard = hard_kinds(board)
    return not any(conflict.kind in hard for conflict in conflicts_of(_minding(board, hard), slot.id))


def _minding(board: Board, kinds: Iterable[ConflictKind]) -> Board:
    """Return the board with nothing ignored of these kinds."""
    ignored = {kind: Level.WARN for kind in kinds if board.level_of(kind) is Level.IGNORE}
    return replace(board, levels={**board.levels, **ignored}) if ignored else board


def _halls(board: Board, options: Options, movable: list[BoardSlot]) -> list[int]:
    chosen = allowed_halls(board, options)
    return list(dict.fromkeys([*chosen, *(slot.placement.hall_ids[0] for slot in movable if slot.placement)]))


def allowed_halls(board: Board, options: Options) -> list[int]:
    """Return the halls into which something may be placed."""
    if options.hall_ids is None:
        return [key for key, hall in board.halls.items() if not hall.is_hidden]
    return [key for key in board.halls if key in options.hall_ids]


def allowed_days(board: Board, options: Options) -> list[date]:
    """Return the days on which something may be placed."""
    return [day for day in sorted(board.hours) if options.days is None or day in options.days]


def _day_of(problem: Problem) -> list[int]:
    numbers = []
    for number, start in enumerate(problem.day_starts):
        end = problem.day_starts[number + 1] if number + 1 < len(problem.day_starts) else problem.ticks
        numbers.extend([number] * (end - start))
    return numbers


def _fixed_bits(problem: Problem, hall_id: int) -> int:
    """Return the bits of the hall that others take for good, to know how empty a day is."""
    bits = 0
    for slot in problem.standing.placed:
        if slot.placement and hall_id in slot.placement.hall_ids:
            pause = problem.pause if needs_changeover(slot.kind) else 0
            first, end = tick_of(slot.placement.starts_at), next_tick_of(slot.placement.ends_at)
            bits |= bits_between(first - problem.origin, end + pause - problem.origin)
    return bits & ((1 << problem.ticks) - 1)


def _add_tasks(problem: Problem, waiting: list[BoardSlot], movable: list[BoardSlot]) -> None:
    numbers = {key: number for number, key in enumerate(dict.fromkeys(_people_of((*waiting, *movable))))}
    problem.tasks = [_task(problem, slot, numbers) for slot in (*waiting, *movable)]
    problem.people = len(numbers)
    for (one, task), (other, rival) in combinations(enumerate(problem.tasks), 2):
        shared = shared_audience(problem.board, task.slot, rival.slot)
        if shared and problem.board.level_of(ConflictKind.SHARED_AUDIENCE) is Level.BLOCK:
            task.people, rival.people = (*task.people, problem.people), (*rival.people, problem.people)
            problem.people += 1
        price = price_of_pair(problem.board, task.slot, rival.slot)
        if price:
            task.rivals[other] = rival.rivals[one] = price


def _people_of(slots: Iterable[BoardSlot]) -> Iterable[int]:
    return (key for slot in slots for key in slot.people)


def _task(problem: Problem, slot: BoardSlot, numbers: Mapping[int, int]) -> Task:
    length = -(-(slot.placement.minutes if slot.placement else slot.minutes) // _grid_minutes())
    starts = _starts(problem, slot)
    present = None
    if slot.placement:
        present = (problem.halls.index(slot.placement.hall_ids[0]), tick_of(slot.placement.starts_at) - problem.origin)
        starts[present[0]] |= 1 << present[1]
    spots = array("L", (hall * problem.ticks + start for hall, bits in enumerate(starts) for start in places_in(bits)))
    is_prominent = slot.id in problem.options.prominent
    people = tuple(numbers[key] for key in slot.people)
    task = Task(slot, length, people, starts, spots, present, is_prominent)
    task.price = _prices(problem, task)
    return task


def _starts(problem: Problem, slot: BoardSlot) -> list[int]:
    board = _minding(problem.standing, ALWAYS_HARD)
    found = free_starts(
        board,
        slot.id,
        minded=hard_kinds(problem.board),
        hall_ids=allowed_halls(board, problem.options),
        days=allowed_days(board, problem.options),
        origin=problem.origin,
        minutes=slot.placement.minutes if slot.placement else None,
    )
    return [found.get(key, 0) for key in problem.halls]


def price_of_pair(board: Board, one: BoardSlot, other: BoardSlot) -> int:
    """Return what each tick costs in which two slots take place at the same time."""
    if SessionKind.SESSION not in {one.kind} & {other.kind}:
        return 0
    price = TRACK if one.track_id is not None and one.track_id == other.track_id else 0
    if one.session_id != other.session_id and board.level_of(ConflictKind.SHARED_AUDIENCE) is not Level.IGNORE:
        price += FANS * min(shared_audience(board, one, other), MOST_FANS) // FIVE_FANS
    return price


def _prices(problem: Problem, task: Task) -> list[int]:
    """Return the sums of what the ticks cost the task, from the first tick on: price[end] - price[start]."""
    prices = list(problem.good_hours) if task.is_prominent else [0] * problem.ticks
    for other in problem.standing.placed:
        price = price_of_pair(problem.board, task.slot, other)
        if price and other.placement:
            bits = touched([(other.placement.starts_at, other.placement.ends_at)], problem.origin)
            for tick in places_in(bits & ((1 << problem.ticks) - 1)):
                prices[tick] += price
    return [0, *accumulate(prices)]


def _good_hours(problem: Problem) -> list[int]:
    prices = [PROMINENT] * problem.ticks
    for day in sorted(problem.board.hours):
        first, end = (tick_of(at_minute(day, minute, problem.board.zone)) - problem.origin for minute in GOOD_HOURS)
        prices[first:end] = [0] * (end - first)
    return prices


def is_odd(problem: Problem, start: int) -> bool:
    """Tell whether a start lies off the quarters of an hour on the venue's clock."""
    return (start - problem.day_starts[problem.day_of[start]]) % _QUARTER != 0


def price_of_start(problem: Problem, start: int) -> int:
    """Return what a start costs by itself: off the quarters of an hour, late on its day."""
    opens = problem.opens[problem.day_of[start]]
    return (ODD_START if is_odd(problem, start) else 0) + LATE * (max(start - opens, 0) // _HALF_HOUR)
