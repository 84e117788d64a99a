import pytest
from hypothesis import given, settings

from summit.meetings.rules.optimiser.bounds import lower_bound, upper_bound_held
from summit.meetings.rules.optimiser.problem import Encounter, Problem
from tests.meetings.rules.optimiser.exhaustive import breaks_of, find_best, timetables, tiny_problems

NOBODY_AWAY = (frozenset[int](), frozenset[int](), frozenset[int]())


@settings(max_examples=80, deadline=None, derandomize=True)
@given(tiny_problems())
def test_no_timetable_has_fewer_breaks_than_the_bound(problem: Problem) -> None:
    everything = [sum(breaks_of(problem, slots)) for slots in timetables(problem, whole=True)]
    assert lower_bound(problem) <= min(everything, default=10**6)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(tiny_problems())
def test_no_timetable_holds_more_than_the_bound(problem: Problem) -> None:
    best = find_best(problem)
    total = sum(encounter.weight for encounter in problem.encounters)
    assert best is None or upper_bound_held(problem) >= total - best[0]


@pytest.mark.parametrize(("days", "breaks"), [((), 2), ((0, 0, 1, 1), 0)])
def test_fixed_encounters_force_a_break_within_a_day(days: tuple[int, ...], breaks: int) -> None:
    ends = (Encounter((0, 1), fixed=0), Encounter((0, 1), fixed=3))
    assert lower_bound(Problem(4, 2, ends, NOBODY_AWAY[:2], days=days)) == breaks


def test_an_absence_between_session_bound_encounters_forces_a_break() -> None:
    halves = (Encounter((0, 1), frozenset({0, 1})), Encounter((0, 2), frozenset({3, 4})))
    assert lower_bound(Problem(5, 2, halves, (frozenset({2}), *NOBODY_AWAY[:2]))) == 1


def test_the_lightest_encounters_are_given_up_for_lack_of_tables() -> None:
    pairs = tuple(Encounter((0, 1), weight=weight) for weight in (5, 3, 2))
    assert upper_bound_held(Problem(2, 1, pairs, NOBODY_AWAY[:2])) == 8
