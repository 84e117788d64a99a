"""From a board and options to an outcome."""

from collections.abc import Sequence
from random import Random

from ..board import Board
from ..conflicts import with_places
from ..ticks import moment_of
from ..timing import GRID, Placement
from .options import Options, Outcome, Unplaced
from .problem import Problem, make_problem
from .reasons import reason_of
from .scoring import score_of
from .search import KeepGoing, Search, build
from .state import Spot, State


def _always(tried: int, cost: int) -> bool:
    return True


def propose(board: Board, options: Options, keep_going: KeepGoing = _always) -> Outcome:
    """Return places for the slots asked for, and why some have none.

    `keep_going(changes tried, cost)` is asked often; as soon as it says no, the best found so far is returned.
    Deterministic where `options.iterations` ends the search.
    """
    problem = make_problem(board, options)
    random = Random(options.seed)  # noqa: S311 - nobody must not guess it
    state = State(problem)
    build(state, random)
    greedy_cost = state.cost
    search = Search(state, random)
    search.run(options.iterations, keep_going)
    totals = {"cost": search.best_cost, "greedy_cost": greedy_cost, "iterations": search.tried}
    return _outcome(problem, search.best, totals)


def _outcome(problem: Problem, spots: Sequence[Spot | None], totals: dict[str, int]) -> Outcome:
    places = {task.slot.id: _placement(problem, number, spots[number]) for number, task in enumerate(problem.tasks)}
    whole = with_places(problem.board, places)
    placements = {key: place for key, place in places.items() if place and place != problem.board.slots[key].placement}
    unplaced = tuple(
        Unplaced(task.slot.id, reason_of(whole, problem, task))
        for number, task in enumerate(problem.tasks)
        if spots[number] is None
    )
    return Outcome(placements, unplaced, totals | score_of(problem, spots, whole))


def _placement(problem: Problem, number: int, spot: Spot | None) -> Placement | None:
    if spot is None:
        return None
    hall, start = spot
    starts_at = moment_of(problem.origin + start)
    return Placement((problem.halls[hall],), starts_at, starts_at + problem.tasks[number].length * GRID)
