"""Tables within the slots: told ones stay, companies are at home, people walk little."""

from hypothesis import given, settings

from summit.meetings.rules.optimiser import checker
from summit.meetings.rules.optimiser.engine import solve
from summit.meetings.rules.optimiser.problem import Encounter, Place, Problem
from summit.meetings.rules.optimiser.tables import assign_tables, count_moved, count_table_changes
from tests.meetings.rules.optimiser.problems import problems

NONE_ABSENT = (frozenset[int](),) * 6


def test_somebody_stays_at_a_table_while_partners_come() -> None:
    encounters = tuple(Encounter((0, partner)) for partner in (1, 2, 3))
    problem = Problem(3, 3, encounters, NONE_ABSENT)
    places = assign_tables(problem, [0, 1, 2])
    assert count_table_changes(problem, places) == 0


def test_a_company_is_visited_at_its_home() -> None:
    problem = Problem(
        1, 3, (Encounter((0, 1)), Encounter((2, 3))), NONE_ABSENT, home_tables=(None,) * 3 + (2,) + (None,) * 2
    )
    assert assign_tables(problem, [0, 0])[1] == Place(0, 2)


def test_a_told_table_comes_before_a_home() -> None:
    encounters = (Encounter((0, 1)), Encounter((2, 3), slot=0, table=1))
    homes = (1, None, None, None, None, None)
    problem = Problem(1, 2, encounters, NONE_ABSENT, home_tables=homes)
    assert assign_tables(problem, [0, 0]) == (Place(0, 0), Place(0, 1))


def test_a_pinned_table_comes_before_a_told_one() -> None:
    encounters = (Encounter((0, 1), slot=0, table=0), Encounter((2, 3), slot=0, table=0, is_pinned=True))
    places = assign_tables(Problem(1, 2, encounters, NONE_ABSENT), [0, 0])
    assert places == (Place(0, 1), Place(0, 0))


def test_what_has_no_slot_has_no_table() -> None:
    assert assign_tables(Problem(1, 1, (Encounter((0, 1)),), NONE_ABSENT), [None]) == (None,)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_the_counts_agree_with_the_checker(problem: Problem) -> None:
    places = solve(problem, seconds=0, moves=300).places
    score = checker.score(problem, places)
    assert (score.table_changes, score.moves) == (count_table_changes(problem, places), count_moved(problem, places))
