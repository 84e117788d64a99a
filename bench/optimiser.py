"""The optimiser of business meetings: invented instances of the published shapes, and the synthetic large event.

Breaks stand beside the proven bound (the floor). The acceptance run uses the published files themselves.
"""

from pathlib import Path

from bench.report import Report
from summit.meetings.rules.optimiser import engine
from summit.meetings.rules.optimiser.checker import score, violations
from summit.meetings.rules.optimiser.generator import LARGE_60, LARGE_80, PUBLISHED, generate
from summit.meetings.rules.optimiser.problem import Problem, Timetable
from summit.meetings.rules.optimiser.solving import solve_instance

SEED = 1
QUICK = ("forum-13", "tic-12", "tic-14crafd")
LARGE = ((LARGE_60, 1200, "<= 24 breaks"), (LARGE_80, 1500, "<= 38 breaks"))


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Solve each shape with engine and proof together, then the large event with the engine alone."""
    for name in QUICK if quick else PUBLISHED:
        _measure_shape(report, name, 5 if quick else 60)
    for shape, capacity, goal in LARGE:
        problem = generate(shape, SEED)
        timetable = engine.solve(problem, seconds=5 if quick else 30, seed=SEED)
        label = f"400/1,500/20/{shape.tables}, engine alone"
        held = _held(problem, timetable)
        report.add("optimiser", f"{label}: held", held, "meetings", floor=capacity, goal=f"= {capacity:,}")
        report.add("optimiser", f"{label}: breaks", timetable.score.breaks, "breaks", goal=goal)
        report.add("optimiser", f"{label}: time", timetable.seconds, "s", goal="<= 30 s")


def _measure_shape(report: Report, name: str, seconds: float) -> None:
    shape = PUBLISHED[name]
    problem = generate(shape, SEED)
    timetable = solve_instance(problem, seconds, SEED)
    size = f"{shape.participants}/{shape.meetings}/{shape.slots}/{shape.tables}"
    label = f"like {name}, {size}, {timetable.verdict}"
    held, bound = _held(problem, timetable), timetable.bound
    report.add("optimiser", f"{label}: held", held, "meetings", floor=shape.meetings, goal=f"= {shape.meetings}")
    report.add(
        "optimiser", f"{label}: breaks", timetable.score.breaks, "breaks", floor=bound, goal=f">= {bound}, proved"
    )
    report.add("optimiser", f"{label}: time", timetable.seconds, "s", goal="<= 60 s")


def _held(problem: Problem, timetable: Timetable) -> int:
    """Return how many are held, once the independent checker agrees with every figure."""
    if violations(problem, timetable.places) or score(problem, timetable.places) != timetable.score:
        raise RuntimeError("the checker disagrees with the optimiser")
    return sum(place is not None for place in timetable.places)
