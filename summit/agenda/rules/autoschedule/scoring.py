"""What an outcome counts of what is soft, in the reader's units; and its cost, counted anew."""

from collections.abc import Iterator, Sequence

from ..board import Board, BoardSlot
from ..conflicts import shared_audience
from ..kinds import SessionKind
from ..timing import GRID, Placement
from .problem import PROMINENT, Problem, is_odd
from .state import Spot, State

_TICK_MINUTES = int(GRID.total_seconds()) // 60


def cost_of(problem: Problem, spots: Sequence[Spot | None]) -> int:
    """Return the cost of places, counted from nothing; raises ValueError where one is not free."""
    return _state_with(problem, spots).cost


def score_of(problem: Problem, spots: Sequence[Spot | None], whole: Board) -> dict[str, int]:
    """Return {placed, unplaced, moved, odd_starts} as numbers and {track, audience, idle, prominent} in minutes.

    `track` and `audience` count each two sessions, of which the machine placed one at least, for as long as they are
    parallel; `idle` is the time for which halls stand empty between two sessions of a day.
    """
    tasks = problem.tasks
    placed = [(task, spot) for task, spot in zip(tasks, spots, strict=True) if spot is not None]
    pairs = list(_parallel(whole, {task.slot.id for task, _ in placed}))
    return {
        "placed": sum(1 for task, _ in placed if task.present is None),
        "unplaced": len(tasks) - len(placed),
        "moved": sum(1 for task, spot in placed if task.present not in {None, spot}),
        "odd_starts": sum(1 for _, spot in placed if is_odd(problem, spot[1])),
        "track": sum(minutes for one, other, minutes in pairs if one.track_id and one.track_id == other.track_id),
        "audience": sum(minutes for one, other, minutes in pairs if shared_audience(whole, one, other)),
        "idle": _state_with(problem, spots).idle_ticks() * _TICK_MINUTES,
        "prominent": sum(_outside_good_hours(problem, number, spot) for number, spot in enumerate(spots)),
    }


def _state_with(problem: Problem, spots: Sequence[Spot | None]) -> State:
    state = State(problem)
    for number, spot in enumerate(spots):
        if spot is not None and not state.is_free(number, *spot):
            raise ValueError(f"Slot {problem.tasks[number].slot.id} stands in another one's place.")
        if spot is not None:
            state.put(number, spot)
    return state


def _parallel(whole: Board, chosen: set[int]) -> Iterator[tuple[BoardSlot, BoardSlot, int]]:
    """Yield the sessions that take place at the same time, one of them chosen, with the minutes they share."""
    sessions = [(slot, slot.placement) for slot in whole.placed if slot.kind is SessionKind.SESSION]
    for number, (one, place) in enumerate(sessions):
        for other, later in sessions[number + 1 :]:
            if place is None or later is None or later.starts_at >= place.ends_at:
                break
            if one.id in chosen or other.id in chosen:
                yield one, other, _shared_minutes(place, later)


def _shared_minutes(place: Placement, later: Placement) -> int:
    return int((min(place.ends_at, later.ends_at) - later.starts_at).total_seconds()) // 60


def _outside_good_hours(problem: Problem, number: int, spot: Spot | None) -> int:
    """Return for how many minutes a prominent session lies outside of the good hours."""
    task = problem.tasks[number]
    if spot is None or not task.is_prominent:
        return 0
    return sum(problem.good_hours[spot[1] : spot[1] + task.length]) // PROMINENT * _TICK_MINUTES
