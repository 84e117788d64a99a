"""The automatic schedule: it breaks nothing hard, leaves alone what is locked, and gets better than its start."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.agenda.rules.autoschedule import Options, propose
from summit.agenda.rules.autoschedule.problem import hard_kinds, make_problem
from summit.agenda.rules.autoschedule.scoring import cost_of
from summit.agenda.rules.autoschedule.search import Search, build
from summit.agenda.rules.autoschedule.state import State
from summit.agenda.rules.board import Board, BoardHall, BoardPerson, ConflictKind, Level
from summit.agenda.rules.conflicts import conflicts_of, find_conflicts, with_places
from summit.agenda.rules.kinds import SessionKind
from summit.agenda.rules.timing import programme_day
from tests.agenda.boards import DAY, at, board, boards, place, slot

NEXT = DAY + timedelta(days=1)


def workable(of: Board) -> Board:
    """The board without its places, so that all of it is to be placed, and with no kind ignored."""
    return replace(of, levels={}, slots={key: replace(one, placement=None) for key, one in of.slots.items()})


def options(of: Board, **values) -> Options:
    return Options(**({"slot_ids": tuple(of.slots), "iterations": 300} | values))


@settings(max_examples=60, deadline=None)
@given(boards(waiting=True), st.integers(0, 3), st.integers(0, 3))
def test_what_it_places_or_moves_is_in_no_hard_conflict(of: Board, most_moves: int, seed: int) -> None:
    outcome = propose(of, options(of, most_moves=most_moves, seed=seed))
    after = with_places(of, outcome.placements)
    hard = hard_kinds(of)
    for key in outcome.placements:
        assert [one for one in conflicts_of(after, key) if one.kind in hard] == []


@settings(max_examples=60, deadline=None)
@given(boards(waiting=True), st.integers(0, 3), st.randoms(use_true_random=False))
def test_it_touches_only_what_it_may(of: Board, most_moves: int, random: Random) -> None:
    locked = {key: replace(one, is_locked=random.random() < 0.5) for key, one in of.slots.items()}
    of = replace(of, slots=locked)
    outcome = propose(of, options(of, most_moves=most_moves))
    moved = [key for key in outcome.placements if of.slots[key].placement]
    assert len(moved) == outcome.score["moved"] <= most_moves
    for key, placed in outcome.placements.items():
        one = of.slots[key]
        assert one.kind is SessionKind.SESSION
        assert not one.is_cancelled
        assert not (one.placement and one.is_locked)
        assert placed != one.placement
        assert len(placed.hall_ids) == 1


@settings(max_examples=40, deadline=None)
@given(boards(waiting=True), st.integers(0, 2))
def test_everything_asked_for_is_placed_or_has_a_reason(of: Board, seed: int) -> None:
    of = workable(of)
    outcome = propose(of, options(of, seed=seed))
    asked = {key for key, one in of.slots.items() if one.kind is SessionKind.SESSION and not one.is_cancelled}
    without = {one.slot_id for one in outcome.unplaced}
    assert set(outcome.placements) | without == asked
    assert not set(outcome.placements) & without
    assert (outcome.score["placed"], outcome.score["unplaced"]) == (len(outcome.placements), len(without))


@settings(max_examples=30, deadline=None)
@given(boards(waiting=True))
def test_equal_seeds_and_iterations_give_equal_outcomes(of: Board) -> None:
    asked = options(of, most_moves=2, seed=7)
    assert propose(of, asked) == propose(of, asked)


@settings(max_examples=40, deadline=None)
@given(boards(waiting=True), st.integers(0, 3))
def test_the_cost_kept_up_to_date_is_the_cost_counted_anew(of: Board, most_moves: int) -> None:
    problem = make_problem(of, options(of, most_moves=most_moves))
    state = State(problem)
    build(state, Random(1))
    search = Search(state, Random(2))
    search.run(200, lambda tried, cost: True)
    assert cost_of(problem, state.spots) == state.cost
    assert cost_of(problem, search.best) == search.best_cost <= state.cost


def crowded_day(count: int = 24) -> Board:
    """One day, two halls, and sessions that only just fit, with people who are needed in several."""
    random = Random(3)
    rows = [
        slot(key, minutes=random.choice((30, 45, 60)), people=(random.randint(1, 9),), track_id=random.randint(1, 3))
        for key in range(1, count + 1)
    ]
    people = {key: BoardPerson(key, ((at(9), at(16)),) if key < 4 else ()) for key in range(1, 10)}
    return board(*rows, halls={1: BoardHall(1), 2: BoardHall(2)}, people=people, hours={DAY: (at(9), at(20))})


def test_the_search_improves_on_the_greedy_start() -> None:
    of = crowded_day()
    outcome = propose(of, options(of, iterations=3000))
    assert outcome.score["cost"] < outcome.score["greedy_cost"]
    assert {one.kind for one in find_conflicts(with_places(of, outcome.placements))} <= {ConflictKind.SHARED_AUDIENCE}


def test_it_stops_when_told_to_and_returns_what_it_has() -> None:
    of = crowded_day()
    asked = []

    def until_third_time(tried: int, cost: int) -> bool:
        asked.append((tried, cost))
        return len(asked) < 3

    outcome = propose(of, options(of, iterations=None), until_third_time)
    assert len(asked) == 3
    assert outcome.score["iterations"] == asked[-1][0]
    assert outcome.placements


def test_it_ends_by_itself_when_nothing_gets_better(monkeypatch) -> None:
    monkeypatch.setattr("summit.agenda.rules.autoschedule.search._PATIENCE", 5)
    of = board(slot(1))
    assert propose(of, options(of, iterations=None)).score["iterations"] < 2000


def test_a_track_is_spread_over_time_and_not_over_halls() -> None:
    of = board(*(slot(key, track_id=1) for key in range(1, 5)), hours={DAY: (at(9), at(14))})
    assert propose(of, options(of)).score["track"] == 0


def test_shared_audiences_are_kept_apart_and_never_parallel_where_that_is_refused() -> None:
    fans = dict.fromkeys((1, 2), 2**30 - 1)
    of = board(slot(1), slot(2), fans=fans, hours={DAY: (at(9), at(12))})
    assert propose(of, options(of)).score["audience"] == 0
    tight = replace(of, hours={DAY: (at(9), at(10))})
    assert propose(tight, options(of)).score["audience"] == 60
    refused = replace(tight, levels={ConflictKind.SHARED_AUDIENCE: Level.BLOCK})
    assert propose(refused, options(of)).score["unplaced"] == 1


def test_prominent_sessions_get_good_hours() -> None:
    of = board(*(slot(key) for key in range(1, 9)), halls={1: BoardHall(1)})
    outcome = propose(of, options(of, prominent=frozenset({8}), iterations=2000))
    start = outcome.placements[8].starts_at
    assert outcome.score["prominent"] == 0
    assert at(10, day=programme_day(start, of.zone)) <= start


def test_only_the_chosen_days_and_halls_are_used() -> None:
    of = board(*(slot(key) for key in range(1, 6)))
    outcome = propose(of, options(of, days=(NEXT,), hall_ids=(3,)))
    assert {one.hall_ids for one in outcome.placements.values()} == {(3,)}
    assert {programme_day(one.starts_at, of.zone) for one in outcome.placements.values()} == {NEXT}


def test_hidden_halls_are_used_only_when_chosen() -> None:
    halls = {1: BoardHall(1, is_hidden=True)}
    of = board(slot(1), halls=halls)
    assert propose(of, options(of)).placements == {}
    assert propose(of, options(of, hall_ids=(1,))).placements[1].hall_ids == (1,)


@pytest.mark.parametrize(("most_moves", "unplaced"), [(0, 1), (1, 0)])
def test_what_stands_moves_within_the_budget_only(most_moves: int, unplaced: int) -> None:
    """A long session fits only if the short one in the middle of the day makes room."""
    of = board(slot(1, place(at(11), 30)), slot(2, minutes=120), halls={1: BoardHall(1)}, hours={DAY: (at(10), at(13))})
    outcome = propose(of, options(of, most_moves=most_moves, iterations=2000))
    assert outcome.score["unplaced"] == unplaced
    assert outcome.score["moved"] == most_moves


def test_a_slot_in_conflict_and_a_joined_hall_stay_where_they_are() -> None:
    of = board(slot(1, place(at(10))), slot(2, place(at(10, 30))), slot(3, place(at(14), 60, 2, 3)), slot(4))
    assert set(propose(of, options(of, most_moves=9)).placements) == {4}


def test_breaks_blockers_and_strangers_are_not_placed() -> None:
    of = board(slot(1, kind=SessionKind.BREAK), slot(2, kind=SessionKind.BLOCKER))
    assert propose(of, Options((1, 2, 99), iterations=10)).placements == {}
