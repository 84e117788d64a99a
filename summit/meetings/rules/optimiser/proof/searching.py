"""The search of CP-SAT within a time, on one core."""

from collections.abc import Callable
from enum import Enum
from math import isfinite
from time import perf_counter
from typing import NamedTuple

from ortools.sat.python import cp_model

from summit.meetings.rules.optimiser.proof.model import Slots, TimetableModel

# CP-SAT looks at its time between steps, and has come back a tenth late.
IN_HAND = 0.1
RESERVE = 0.2


class Ending(Enum):
    """How a search ended: with the best, with something, with the proof that there is nothing, or with nothing."""

    BEST = "best"
    FOUND = "found"
    IMPOSSIBLE = "impossible"
    NOTHING = "nothing"


class Outcome(NamedTuple):
    """What a search found: `slots` where it found any, and the proved `bound` on the objective."""

    ending: Ending
    slots: Slots | None = None
    bound: int = 0


ENDINGS = {
    cp_model.OPTIMAL: Ending.BEST,
    cp_model.FEASIBLE: Ending.FOUND,
    cp_model.INFEASIBLE: Ending.IMPOSSIBLE,
}


class Clock:
    """The time that is left; `is_wanted` is asked now and then whether to go on."""

    def __init__(self, seconds: float, is_wanted: Callable[[float], bool]) -> None:
        self._started, self._seconds, self._is_wanted = perf_counter(), seconds, is_wanted
        self.is_stopped = False

    @property
    def passed(self) -> float:
        """Return the seconds since the start."""
        return perf_counter() - self._started

    @property
    def left(self) -> float:
        """Return the seconds that remain, 0 when stopped."""
        return 0.0 if self.is_stopped else max(0.0, self._seconds - self.passed)

    def ask(self) -> bool:
        """Say whether to go on."""
        self.is_stopped = self.is_stopped or not self._is_wanted(self.passed)
        return not self.is_stopped


def search(model: TimetableModel, clock: Clock, most_seconds: float | None = None) -> Outcome:
    """Search until the answer is proved or time is up.

    One worker that proves by cores without linear relaxation: on the published shapes it proved in seconds what a
    relaxation did not in minutes (docs/decisions/0012-proof-of-timetables.md).
    """
    seconds = clock.left * (1 - IN_HAND) - RESERVE
    if most_seconds is not None:
        seconds = min(seconds, most_seconds)
    if seconds <= 0 or not clock.ask():
        return Outcome(Ending.NOTHING)
    solver = make_solver(seconds)
    solver.best_bound_callback = lambda _: None if clock.ask() else solver.stop_search()
    status = solver.solve(model.model, _Listener(clock))
    ending = ENDINGS.get(status, Ending.NOTHING)
    slots = _read(model, solver) if ending in (Ending.BEST, Ending.FOUND) else None
    bound = solver.best_objective_bound
    return Outcome(ending, slots, max(0, round(bound)) if isfinite(bound) else 0)


def make_solver(seconds: float) -> cp_model.CpSolver:
    """Return a solver that ends after so many seconds."""
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.optimize_with_core = True
    solver.parameters.linearization_level = 0
    return solver


def _read(model: TimetableModel, solver: cp_model.CpSolver) -> Slots:
    return [next((slot for slot, x in row.items() if solver.boolean_value(x)), None) for row in model.x]


class _Listener(cp_model.CpSolverSolutionCallback):
    """Ends the search when it is no longer wanted."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def on_solution_callback(self) -> None:
        """Ask whether to go on, after each better timetable."""
        if not self._clock.ask():
            self.stop_search()
