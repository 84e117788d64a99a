"""The checker finds every kind of broken rule, and counts as the definition says."""

from dataclasses import replace
from typing import Any

import pytest

from summit.meetings.rules.optimiser.checker import breaks_of_all, score, spread_of_breaks, violations
from summit.meetings.rules.optimiser.problem import Encounter, Place, Problem, Score

PAIR, OTHERS = Encounter((0, 1)), Encounter((2, 3))
NONE_ABSENT = (frozenset[int](),) * 4
PROBLEM = Problem(4, 2, (PAIR, OTHERS), NONE_ABSENT)
EARLY, LATE = Place(0, 0), Place(3, 1)


def kinds(problem: Problem, *places: Place | None) -> list[str]:
    return [violation.kind for violation in violations(problem, places)]


def with_first(**changes: Any) -> Problem:
    return replace(PROBLEM, encounters=(replace(PAIR, **changes), OTHERS))


def test_a_timetable_that_keeps_the_rules_has_no_violation() -> None:
    assert violations(PROBLEM, (EARLY, LATE)) == []


def test_what_is_not_held_breaks_nothing() -> None:
    assert violations(PROBLEM, (None, None)) == []


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (with_first(slots=frozenset({1, 2})), "not_allowed"),
        (with_first(fixed=2), "not_fixed"),
        (with_first(slot=2, is_pinned=True), "not_pinned"),
        (with_first(slot=0, table=1, is_pinned=True), "not_pinned"),
        (replace(PROBLEM, forbidden=(frozenset({0}), *NONE_ABSENT[1:])), "participant_absent"),
        (replace(PROBLEM, capacities=(0, 1, 1, 1)), "slot_overfull"),
        (replace(PROBLEM, encounters=(replace(PAIR, before=(1,)), OTHERS)), "order"),
        (replace(with_first(slot=1), change_budget=1), "budget"),
    ],
)
def test_a_broken_rule_is_found(problem: Problem, kind: str) -> None:
    assert kinds(problem, EARLY, LATE) == [kind]


def test_a_place_beyond_the_grid_is_found() -> None:
    assert kinds(PROBLEM, Place(4, 0), Place(0, 2)) == ["no_such_place", "no_such_place"]


def test_two_at_one_table_are_found() -> None:
    assert kinds(PROBLEM, EARLY, EARLY) == ["table_twice"]


def test_somebody_in_two_places_is_found() -> None:
    problem = replace(PROBLEM, encounters=(PAIR, Encounter((1, 2))))
    assert kinds(problem, Place(0, 0), Place(0, 1)) == ["participant_twice"]


def test_too_many_on_a_day_are_found() -> None:
    problem = replace(PROBLEM, encounters=(PAIR, Encounter((1, 2))), most_per_day=1, days=(0, 0, 1, 1))
    assert kinds(problem, Place(0, 0), Place(1, 0)) == ["day_overfull"]
    assert kinds(problem, Place(1, 0), Place(2, 0)) == []


def test_unfair_breaks_are_found() -> None:
    problem = replace(PROBLEM, encounters=(PAIR, Encounter((1, 2))), fairness=0)
    assert kinds(problem, Place(0, 0), Place(2, 0)) == ["unfair"]
    assert kinds(problem, Place(0, 0), Place(1, 0)) == []


def test_another_number_of_places_is_found() -> None:
    assert kinds(PROBLEM, EARLY) == ["wrong_length"]


def test_an_idle_run_of_any_length_is_one_break_within_a_day() -> None:
    encounters = (PAIR, Encounter((1, 2)), Encounter((1, 3)))
    problem = Problem(9, 1, encounters, NONE_ABSENT, days=(0,) * 6 + (1,) * 3)
    places = (Place(0, 0), Place(4, 0), Place(8, 0))
    assert breaks_of_all(problem, places) == [0, 1, 0, 0]
    assert breaks_of_all(replace(problem, days=()), places) == [0, 2, 0, 0]
    assert spread_of_breaks(replace(problem, days=()), places) == 2


def test_a_score_counts_weight_breaks_table_changes_and_people_moved() -> None:
    encounters = (
        replace(PAIR, slot=0, table=1),
        replace(Encounter((1, 2)), slot=2),
        Encounter((1, 3)),
        Encounter((0, 3), weight=7),
    )
    problem = replace(PROBLEM, encounters=encounters)
    assert score(problem, (Place(0, 0), Place(2, 0), Place(3, 1), None)) == Score(7, 1, 1, 2)
