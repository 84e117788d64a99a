from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from summit.meetings.rules.capacity import Overfull, Pair, reckon_capacity, reckon_plan
from summit.meetings.rules.optimiser.problem import Encounter, Problem
from tests.meetings.rules.optimiser.exhaustive import find_best

MOST_TABLES = 3


def count_held(slots: int, tables: int, people: int, pairs: list[Pair]) -> int:
    problem = Problem(slots, tables, tuple(map(Encounter, pairs)), (frozenset[int](),) * people)
    best = find_best(problem)
    assert best is not None
    return len(pairs) - best[0]


@st.composite
def wishes(draw: st.DrawFn) -> list[Pair]:
    return draw(st.lists(st.sampled_from(list(combinations(range(5), 2))), max_size=5, unique=True))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(wishes(), st.integers(1, 3), st.integers(1, MOST_TABLES))
def test_what_fits_is_what_trying_everything_finds(pairs: list[Pair], slots: int, tables: int) -> None:
    capacity = reckon_capacity([tables] * slots, [slots] * 5, pairs)
    held = count_held(slots, tables, 5, pairs)
    assert capacity.most == held if capacity.is_exact else capacity.most >= held


@settings(max_examples=80, deadline=None, derandomize=True)
@given(wishes(), st.integers(1, 2), st.integers(1, MOST_TABLES))
def test_the_missing_slots_are_enough_between_two_sides_and_never_too_many(
    pairs: list[Pair], slots: int, tables: int
) -> None:
    capacity = reckon_capacity([tables] * slots, [slots] * 5, pairs)
    missing = capacity.missing_slots
    assert missing is not None
    if capacity.is_exact:
        assert count_held(slots + missing, tables, 5, pairs) == len(pairs)
    assert not missing or count_held(slots + missing - 1, tables, 5, pairs) < len(pairs)


def test_the_fullest_participants_come_first() -> None:
    pairs = [(0, 2), (0, 3), (0, 4), (1, 2), (1, 3)]
    capacity = reckon_capacity([5], [1, 1, 2, 2, 1], pairs)
    assert capacity.overfull == (Overfull(0, 3, 1), Overfull(1, 2, 1))
    assert [overfull.too_many for overfull in capacity.overfull] == [2, 1]


def test_tables_are_missing_for_what_people_have_time_for() -> None:
    capacity = reckon_capacity([1, 1], [2] * 6, [(0, 3), (0, 4), (1, 4), (1, 5), (2, 3)])
    assert (capacity.most, capacity.in_time, capacity.missing_tables) == (2, 5, 2)


def test_no_number_of_slots_helps_without_tables() -> None:
    assert reckon_capacity([0], [1, 1], [(0, 1)]).missing_slots is None


def test_a_ring_of_three_is_no_certain_number() -> None:
    assert not reckon_capacity([3, 3], [2, 2, 2], [(0, 1), (1, 2), (0, 2)]).is_exact


def test_somebody_away_makes_the_number_uncertain() -> None:
    assert not reckon_capacity([3, 3], [2, 1], [(0, 1)]).is_exact


def test_a_plan_is_limited_by_the_smaller_side_and_the_tables() -> None:
    assert reckon_plan([10] * 8, buyers=20, suppliers=5, each_buyer=6, each_supplier=12) == 40
    assert reckon_plan([10] * 8, buyers=20, suppliers=40, each_buyer=6, each_supplier=12) == 80
    assert reckon_plan([30] * 8, buyers=20, suppliers=40, each_buyer=6, each_supplier=12) == 120
