"""The engine: every rule kept on every problem, what is known to fit held, and the same again for the same seed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.meetings.rules.optimiser.checker import moved_participants, score, violations
from summit.meetings.rules.optimiser.engine import solve
from summit.meetings.rules.optimiser.generator import PUBLISHED, Shape, generate
from summit.meetings.rules.optimiser.problem import Encounter, Problem, Score, Timetable, Verdict
from tests.meetings.rules.optimiser.problems import problems

NO_ONE_ABSENT = (frozenset[int](),) * 4


def run(problem: Problem, moves: int = 20_000, seed: int = 1) -> Timetable:
    return solve(problem, seconds=0, seed=seed, moves=moves)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_no_rule_is_ever_broken(problem: Problem) -> None:
    problem = replace(problem, change_budget=None)
    timetable = run(problem, 1500)
    assert violations(problem, timetable.places) == []
    assert score(problem, timetable.places) == timetable.score


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(0, 4))
def test_nobody_is_moved_beyond_the_budget(problem: Problem, budget: int) -> None:
    problem = told(replace(problem, change_budget=None))
    timetable = run(replace(problem, change_budget=budget), 1500, seed=2)
    assert violations(replace(problem, change_budget=budget), timetable.places) == []


def told(problem: Problem) -> Problem:
    """Return the problem whose people were told some timetable that keeps the rules."""
    untold = tuple(replace(encounter, slot=None, table=None, is_pinned=False) for encounter in problem.encounters)
    places = run(replace(problem, encounters=untold), 500).places
    where = [(None, None) if place is None else (place.slot, place.table) for place in places]
    encounters = (replace(e, slot=slot, table=table) for e, (slot, table) in zip(untold, where, strict=True))
    return replace(problem, encounters=tuple(encounters))


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_everything_is_held_in_instances_of_the_published_shapes(name: str) -> None:
    problem = generate(PUBLISHED[name], seed=3)
    timetable = run(problem)
    assert timetable.score.unheld == 0
    assert violations(problem, timetable.places) == []


@pytest.mark.parametrize("seed", range(6))
def test_everything_is_held_where_much_is_bound(seed: int) -> None:
    shape = Shape(42, 110, 8, 16, morning=4, in_session=0.3, forbidden=0.04, fixed=0.1, preceded=0.2, fairness=None)
    assert run(generate(shape, seed), 60_000).score.unheld == 0


def test_the_same_seed_gives_the_same_timetable() -> None:
    problem = generate(PUBLISHED["tic-12crafc"], seed=1)
    assert run(problem, seed=5).places == run(problem, seed=5).places
    assert run(problem, seed=5).places != run(problem, seed=6).places


def test_what_weighs_more_is_held_first() -> None:
    wishes = [Encounter((0, 1)), Encounter((0, 2), weight=3), Encounter((0, 3)), Encounter((1, 2), weight=2)]
    problem = Problem(1, 1, tuple(wishes), NO_ONE_ABSENT)
    assert [place is not None for place in run(problem).places] == [False, True, False, False]


def test_meetings_of_somebody_are_brought_together() -> None:
    encounters = tuple(Encounter((0, other)) for other in (1, 2, 3))
    timetable = run(Problem(9, 2, encounters, NO_ONE_ABSENT))
    slots = sorted(place.slot for place in timetable.places if place)
    assert slots == list(range(slots[0], slots[0] + 3))
    assert timetable.verdict is Verdict.OPTIMAL


def test_a_break_that_an_absence_demands_is_no_flaw() -> None:
    forbidden = (frozenset({1}), *NO_ONE_ABSENT[1:])
    timetable = run(Problem(3, 1, (Encounter((0, 1)), Encounter((0, 2))), forbidden))
    assert (timetable.verdict, timetable.score.breaks, timetable.bound) == (Verdict.OPTIMAL, 1, 1)


def test_people_stay_where_they_are_unless_it_gains() -> None:
    told = tuple(Encounter((0, other), slot=other * 2, table=0) for other in (1, 2, 3))
    problem = Problem(8, 2, told, NO_ONE_ABSENT, change_budget=2)
    timetable = run(problem)
    assert len(moved_participants(problem, timetable.places)) <= 2
    assert timetable.score.breaks < 2


def test_the_report_can_stop_the_search() -> None:
    problem = generate(PUBLISHED["forum-14"], seed=1)
    heard: list[Score] = []

    def report(elapsed: float, best: Score) -> bool:
        heard.append(best)
        return False

    timetable = solve(problem, seconds=600, seed=1, report=report)
    assert len(heard) == 1
    assert violations(problem, timetable.places) == []
