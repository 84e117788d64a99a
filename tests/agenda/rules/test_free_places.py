"""Free places: what is offered is free, and what is free is found."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.agenda.rules.board import Board, BoardHall, BoardPerson, BoardSlot, ConflictKind, Level
from summit.agenda.rules.conflicts import conflicts_of, with_places
from summit.agenda.rules.free_places import find_free_places, suggest
from summit.agenda.rules.kinds import SessionKind
from summit.agenda.rules.timing import Placement, day_span, programme_day
from tests.agenda.boards import DAY, at, board, boards, crowded, place, slot

NEXT = DAY + timedelta(days=1)
STEP = timedelta(minutes=5)


def starts(found: tuple[Placement, ...]) -> list[datetime]:
    return [one.starts_at for one in found]


def all_places(of: Board, wanted: BoardSlot, hall_id: int | None) -> list[Placement]:
    """Every place on the grid in the opening hours, in all choices of halls that the rule allows."""
    halls = list(of.halls)
    own = wanted.placement.hall_ids if wanted.placement and not wanted.is_cancelled else ()
    size = len(own) or 1
    minutes = wanted.placement.minutes if own else -(-wanted.minutes // 5) * 5
    choices = {frozenset(halls[number : number + size]) for number in range(len(halls) - size + 1)} | {frozenset(own)}
    places = []
    for day, (opens, closes) in of.hours.items():
        first, last = day_span(day, of.zone)
        start = max(first, opens)
        start += timedelta(seconds=-start.timestamp() % 300)
        while start + timedelta(minutes=minutes) <= min(last, closes):
            end = start + timedelta(minutes=minutes)
            places += [Placement(tuple(sorted(one)), start, end) for one in choices if one]
            start += STEP
    return [one for one in places if hall_id in (None, *one.hall_ids)]


def same(placement: Placement) -> tuple[frozenset[int], datetime, datetime]:
    return frozenset(placement.hall_ids), placement.starts_at, placement.ends_at


@settings(max_examples=150, deadline=None)
@given(boards(waiting=True), st.one_of(st.none(), st.just(1)))
def test_offers_only_what_is_free_and_finds_the_beginning_of_every_free_time(of: Board, hall_id: int | None) -> None:
    wanted = max(of.slots.values(), key=lambda one: one.id)
    free: dict[Level, set] = {Level.WARN: set(), Level.BLOCK: set()}
    for one in all_places(of, wanted, hall_id):
        if wanted.placement and same(one) == same(wanted.placement):
            continue
        levels = {conflict.level for conflict in conflicts_of(with_places(of, {wanted.id: one}), wanted.id)}
        if Level.BLOCK not in levels:
            free[Level.BLOCK].add(same(one))
            if Level.WARN not in levels:
                free[Level.WARN].add(same(one))
    expected = free[Level.WARN] or free[Level.BLOCK]
    found = find_free_places(of, wanted.id, hall_id=hall_id, limit=10_000)
    offered = {same(one.placement) for one in found}
    beginnings = {one for one in expected if (one[0], one[1] - STEP, one[2] - STEP) not in expected}
    assert beginnings <= offered <= expected
    assert len(offered) == len(found)
    assert all(bool(one.conflicts) != bool(free[Level.WARN]) for one in found)


def test_the_pool_is_offered_the_earliest_of_each_day_in_the_hall_that_just_fits() -> None:
    halls = {1: BoardHall(1, 500), 2: BoardHall(2, 40), 3: BoardHall(3, 20)}
    of = board(slot(1, capacity=30), halls=halls)
    found = suggest(of, 1, limit=4)
    assert found == (
        place(at(9), 60, 2),
        place(at(9), 60, 1),
        place(at(9, day=NEXT), 60, 2),
        place(at(9, day=NEXT), 60, 1),
    )


def test_a_placed_slot_is_offered_near_places_first() -> None:
    of = board(slot(1, place(at(12))), slot(2, place(at(12, 30))), changeover_minutes=0)
    found = suggest(of, 1, limit=6)
    assert found[0] == place(at(12), 60, 2)
    assert found[1] == place(at(12), 60, 3)
    assert place(at(11, 30)) in found
    assert any(programme_day(start, of.zone) == NEXT for start in starts(found))
    assert place(at(12)) not in found


def test_day_hall_and_length_narrow_the_search() -> None:
    of = board(slot(1, place(at(12))))
    found = suggest(of, 1, day=NEXT, hall_id=3, minutes=90)
    assert len(found) == 12
    assert {one.hall_ids for one in found} == {(3,)}
    assert {one.minutes for one in found} == {90}
    assert {programme_day(start, of.zone) for start in starts(found)} == {NEXT}
    assert suggest(of, 1, day=date(2027, 1, 1)) == suggest(of, 1, hall_id=99) == ()


def test_a_length_between_two_steps_is_rounded_up() -> None:
    assert {one.minutes for one in suggest(board(slot(1, minutes=42)), 1)} == {45}


def test_several_halls_stay_several_and_a_named_one_leads() -> None:
    of = board(slot(1, place(at(12), 60, 2, 3)))
    assert {one.hall_ids for one in suggest(of, 1)} == {(2, 3), (1, 2)}
    assert {one.hall_ids for one in suggest(of, 1, hall_id=3)} == {(3, 2)}


def test_hidden_halls_are_for_those_in_them_and_those_who_ask() -> None:
    halls = {1: BoardHall(1), 2: BoardHall(2, is_hidden=True)}
    assert {one.hall_ids for one in suggest(board(slot(1), halls=halls), 1)} == {(1,)}
    assert {one.hall_ids for one in suggest(board(slot(1), halls=halls), 1, hall_id=2)} == {(2,)}
    within = board(slot(1, place(at(12), 60, 2)), halls=halls)
    assert (2,) in {one.hall_ids for one in suggest(within, 1)}


def test_without_a_free_place_those_with_warnings_are_offered_and_marked() -> None:
    of = board(slot(1, people=(1,)), people={1: BoardPerson(1, windows=((at(7), at(8)),))})
    found = find_free_places(of, 1)
    assert found
    assert {one.conflicts[0].kind for one in found} == {ConflictKind.PERSON_UNAVAILABLE}


def test_nothing_is_offered_where_everything_is_refused() -> None:
    levels = {ConflictKind.PERSON_UNAVAILABLE: Level.BLOCK}
    of = board(slot(1, people=(1,)), people={1: BoardPerson(1, windows=((at(7), at(8)),))}, levels=levels)
    assert find_free_places(of, 1) == ()
    assert find_free_places(board(slot(1, minutes=14 * 60)), 1) == ()


def test_a_cancelled_slot_is_looked_for_as_if_it_waited() -> None:
    of = board(slot(1, place(at(12)), is_cancelled=True), slot(2, place(at(9), 780)))
    assert suggest(of, 1)[0] == place(at(9), 60, 2)


def test_the_change_over_is_kept_between_sessions_and_not_beside_a_break() -> None:
    of = board(slot(1, minutes=45), slot(2, place(at(10), 60)), halls={1: BoardHall(1)})
    assert at(9, 5) in starts(suggest(of, 1, limit=99)) or at(9) in starts(suggest(of, 1, limit=99))
    assert at(11, 10) in starts(suggest(of, 1, limit=99))
    assert at(11) not in starts(suggest(of, 1, limit=99))
    beside = replace(of, slots={**of.slots, 2: replace(of.slots[2], kind=SessionKind.BREAK)})
    assert at(11) in starts(suggest(beside, 1, limit=99))


def test_an_unknown_slot_is_an_error() -> None:
    with pytest.raises(KeyError):
        suggest(board(), 1)


def test_a_large_board_is_searched_at_once() -> None:
    """1,200 sessions, eight halls, five days: measured 20 ms on the machine of the project."""
    of = crowded(1200)
    _ = of.placed
    started = perf_counter()
    assert suggest(of, 600)
    assert perf_counter() - started < 0.5
