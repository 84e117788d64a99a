from dataclasses import replace

import pytest
from hypothesis import given, settings

from summit.meetings.rules.optimiser.checker import violations
from summit.meetings.rules.optimiser.problem import Cause, Encounter, Problem, Score, Timetable, Verdict
from summit.meetings.rules.optimiser.proof import make_empty, prove
from tests.meetings.rules.optimiser.exhaustive import can_hold_all, find_best, tiny_problems

pytest.importorskip("ortools")

MINUTE = 60.0
THREE_AT_HOME = (frozenset[int](),) * 3


def pairs(*people: tuple[int, int], slots: frozenset[int] | None = None) -> tuple[Encounter, ...]:
    return tuple(Encounter(pair, slots) for pair in people)


def hold_in(problem: Problem, places: Timetable) -> Problem:
    """Return the problem with only the encounters that a cause names."""
    kept = sorted({number for cause in places.causes for number in cause.encounters})
    new = {number: position for position, number in enumerate(kept)}
    some = (problem.encounters[number] for number in kept)
    encounters = tuple(replace(e, before=tuple(new[first] for first in e.before if first in new)) for e in some)
    return replace(problem, encounters=encounters)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tiny_problems())
def test_the_proof_finds_what_trying_everything_finds(problem: Problem) -> None:
    best = find_best(problem)
    proved = prove(problem, seconds=MINUTE)
    if best is None:
        assert violations(problem, proved.places)
        return
    assert not violations(problem, proved.places)
    assert (proved.score.unheld, proved.score.breaks, proved.bound) == (*best, best[1])
    assert (proved.verdict is Verdict.OPTIMAL) == (best[0] == 0)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tiny_problems())
def test_a_conflict_names_encounters_that_cannot_be_held_together(problem: Problem) -> None:
    proved = prove(problem, seconds=MINUTE)
    if [cause.kind for cause in proved.causes] == ["conflict"]:
        assert not can_hold_all(replace(hold_in(problem, proved), fairness=None))


def test_a_conflict_leaves_out_what_is_not_concerned() -> None:
    triangle = pairs((0, 1), (1, 2), (0, 2), slots=frozenset({0, 1}))
    problem = Problem(4, 5, (*pairs((3, 4), (4, 5)), *triangle), (frozenset[int](),) * 6)
    proved = prove(problem, seconds=MINUTE)
    assert proved.verdict is Verdict.UNSATISFIABLE
    assert proved.causes == (Cause("conflict", encounters=(2, 3, 4)),)
    assert proved.score == replace(proved.score, unheld=1, breaks=0)


def test_fairness_is_named_where_it_alone_is_in_the_way() -> None:
    forced = (Encounter((0, 1), fixed=0), Encounter((0, 1), fixed=2), Encounter((2, 3)))
    proved = prove(Problem(3, 2, forced, (frozenset[int](),) * 4, fairness=0), seconds=MINUTE)
    assert proved.causes == (Cause("fairness", available=0),)


def test_the_proof_betters_its_incumbent() -> None:
    problem = Problem(3, 2, pairs((0, 1), (0, 2)), THREE_AT_HOME)
    poor = make_empty(problem)
    assert prove(problem, seconds=MINUTE, incumbent=poor).score.breaks == 0


def test_without_time_the_incumbent_comes_back() -> None:
    problem = Problem(3, 2, pairs((0, 1), (0, 2)), THREE_AT_HOME)
    incumbent = make_empty(problem)
    unproved = prove(problem, seconds=0, incumbent=incumbent)
    assert (unproved.places, unproved.verdict) == (incumbent.places, Verdict.FEASIBLE)


def test_nothing_is_sought_once_nobody_wants_it() -> None:
    asked: list[Score] = []

    def refuse(passed: float, score: Score) -> bool:
        asked.append(score)
        return False

    problem = Problem(3, 2, pairs((0, 1), (0, 2)), THREE_AT_HOME)
    assert prove(problem, seconds=MINUTE, report=refuse).score.unheld == 2
    assert len(asked) == 1


def test_without_the_solver_the_incumbent_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summit.meetings.rules.optimiser.proof.find_spec", lambda name: None)
    problem = Problem(3, 2, pairs((0, 1)), THREE_AT_HOME)
    incumbent = make_empty(problem)
    assert prove(problem, seconds=MINUTE, incumbent=incumbent) is incumbent
