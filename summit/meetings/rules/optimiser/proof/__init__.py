"""The proof: what no timetable beats, by an exact solver that may be missing."""

from collections.abc import Callable
from importlib.util import find_spec

from summit.meetings.rules.optimiser.problem import Problem, Score, Timetable, Verdict

Reporter = Callable[[float, Score], bool]


def prove(
    problem: Problem, *, seconds: float, incumbent: Timetable | None = None, report: Reporter | None = None
) -> Timetable:
    """Return the best timetable found from the incumbent on within `seconds`, with what is proved of it.

    OPTIMAL: nothing holds everything with fewer breaks. UNSATISFIABLE: nothing holds everything, with the causes;
    then the most weight and the fewest breaks with it are sought, and `bound` is theirs. FEASIBLE: `bound` alone is
    proved. `report` is asked now and then with the seconds passed and the best score and stops it by returning False.
    Without OR-Tools the incumbent comes back as it is. Meant for a child process: the solver takes 150 MB.
    """
    start = incumbent or make_empty(problem)
    if find_spec("ortools") is None:
        return start
    from summit.meetings.rules.optimiser.proof.proving import Proving  # noqa: PLC0415  keeps OR-Tools out of memory

    return Proving(problem, seconds, start, report).prove()


def make_empty(problem: Problem) -> Timetable:
    """Return the timetable that holds nothing."""
    unheld = sum(encounter.weight for encounter in problem.encounters)
    return Timetable((None,) * len(problem.encounters), Verdict.FEASIBLE, Score(unheld, 0))
