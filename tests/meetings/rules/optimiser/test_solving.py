"""Causes, engine and proof together."""

from dataclasses import replace

import pytest

from summit.meetings.rules.optimiser.checker import score, violations
from summit.meetings.rules.optimiser.generator import PUBLISHED, generate
from summit.meetings.rules.optimiser.problem import Encounter, Problem, Score, Verdict
from summit.meetings.rules.optimiser.solving import _Solving, solve_instance

NONE_ABSENT = (frozenset[int](),) * 4


def test_nothing_to_hold_is_solved_at_once() -> None:
    timetable = solve_instance(Problem(3, 1, (), NONE_ABSENT), 60, 1)
    assert (timetable.verdict, timetable.places, timetable.score) == (Verdict.OPTIMAL, (), Score(0, 0))


def test_the_search_ends_as_soon_as_nothing_is_better() -> None:
    timetable = solve_instance(generate(PUBLISHED["tic-12"], 1), 600, 1)
    assert (timetable.verdict, timetable.score.unheld, timetable.score.breaks) == (Verdict.OPTIMAL, 0, 0)


def test_too_many_meetings_of_somebody_are_the_cause() -> None:
    problem = Problem(2, 2, tuple(Encounter((0, other)) for other in (1, 2, 3)), NONE_ABSENT)
    timetable = solve_instance(problem, 600, 1)
    assert timetable.verdict is Verdict.UNSATISFIABLE
    assert ("participant_overfull", (0,)) in {(cause.kind, cause.participants) for cause in timetable.causes}
    assert (timetable.score.unheld, timetable.score.breaks) == (1, 0)


@pytest.mark.parametrize(("seconds", "searched"), [(60, 59.7), (1, 0.9)])
def test_time_is_kept_back_for_what_ends_late(seconds: float, searched: float) -> None:
    assert _Solving(generate(PUBLISHED["tic-12"], 1), seconds, 1, None).left <= searched


@pytest.mark.parametrize("is_accompanied", [True, False])
def test_the_report_stops_engine_and_companion(is_accompanied: bool) -> None:
    problem = generate(PUBLISHED["ticf-13crafb"], 1)
    heard: list[Score] = []

    def report(elapsed: float, best: Score) -> bool:
        heard.append(best)
        return len(heard) < 3

    timetable = solve_instance(problem, 6, 1, report, is_accompanied=is_accompanied)
    assert len(heard) == 3
    # Tables are given out at the very end, so what is reported before counts no changes of table.
    assert replace(timetable.score, table_changes=0) <= max(heard)
    assert violations(problem, timetable.places) == []
    assert score(problem, timetable.places) == timetable.score
