"""Our own optimiser: places by edge colouring, then anneals by swapping chains of two slots."""

from time import perf_counter

from summit.meetings.rules.optimiser.engine.board import UNHELD
from summit.meetings.rules.optimiser.engine.running import Reporter, Run
from summit.meetings.rules.optimiser.problem import Problem, Score, Timetable, Verdict
from summit.meetings.rules.optimiser.tables import assign_tables, count_moved, count_table_changes


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 1,
    report: Reporter | None = None,
    moves: int | None = None,
    bound: int = 0,
    least_unheld: int = 0,
) -> Timetable:
    """Return the best timetable found within `seconds`, or within `moves` where it must be repeatable.

    Every hard rule is kept: an encounter that cannot be held has no place. `report` is called at least every second
    with the seconds passed and the best score so far (tables apart); it stops the search by returning False. The
    verdict is optimal only where everything is held with as few breaks as `bound`, or as absences alone
    demand; `least_unheld` is a weight that is known to stay unheld.
    """
    started = perf_counter()
    run = Run(problem, seed, report, bound, least_unheld)
    slots = run.spend(seconds, moves)
    places = assign_tables(problem, [None if slot == UNHELD else slot for slot in slots])
    score = run.score(slots)
    changed = count_table_changes(problem, places)
    moved = count_moved(problem, places)
    is_best = score.unheld == 0 and score.breaks <= run.bound
    return Timetable(
        places=places,
        verdict=Verdict.OPTIMAL if is_best else Verdict.FEASIBLE,
        score=Score(score.unheld, score.breaks, changed, moved),
        bound=0 if score.unheld else run.bound,
        seconds=perf_counter() - started,
    )
