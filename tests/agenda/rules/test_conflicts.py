"""Conflicts: every kind by example, and all of them against a checker that knows nothing of the real one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from summit.agenda.rules.board import Board, BoardHall, BoardPerson, BoardSlot, ConflictKind, Level
from summit.agenda.rules.conflicts import Conflict, Need, conflicts_of, find_conflicts, with_places
from summit.agenda.rules.kinds import SessionKind
from tests.agenda.boards import DAY, at, board, boards, crowded, place, slot

HOUR = timedelta(hours=1)


def kinds(of: Board) -> list[ConflictKind]:
    return [conflict.kind for conflict in find_conflicts(of)]


def only(of: Board) -> Conflict:
    (conflict,) = find_conflicts(of)
    return conflict


# The naive checker: every span is the set of its minutes, every pair is looked at, nothing is sorted.


def minutes_of(starts_at: datetime, ends_at: datetime) -> set[int]:
    return set(range(int(starts_at.timestamp()) // 60, int(ends_at.timestamp()) // 60))


def naive(of: Board) -> Counter[tuple[object, ...]]:
    placed = [one for one in of.slots.values() if one.placement is not None and not one.is_cancelled]
    found: list[tuple[object, ...]] = []
    for one in placed:
        found += naive_of_one(of, one)
    for one, other in combinations(placed, 2):
        found += naive_of_two(of, one, other)
    levels = {kind: of.levels.get(kind) for kind in ConflictKind}
    return Counter(entry for entry in found if levels[entry[0]] is not Level.IGNORE)


def open_minutes(windows: tuple[tuple[datetime, datetime], ...]) -> set[int]:
    return set().union(*(minutes_of(*window) for window in windows))


def naive_of_one(of: Board, one: BoardSlot) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    mine = minutes_of(one.placement.starts_at, one.placement.ends_at)
    for key in one.placement.hall_ids:
        windows = of.halls[key].windows
        if windows and mine - open_minutes(windows):
            found.append((ConflictKind.HALL_CLOSED, {one.id}, None, key))
    for key in one.people:
        person = of.people[key]
        if person.windows and mine - open_minutes(person.windows):
            found.append((ConflictKind.PERSON_UNAVAILABLE, {one.id}, key, None))
        for meeting in set(person.meetings):
            if mine & minutes_of(*meeting):
                found.append((ConflictKind.PERSON_MEETING, {one.id}, key, None, meeting[0]))
    if one.kind is not SessionKind.BLOCKER:
        found += naive_of_audience(of, one, mine)
    return [(kind, frozenset(ids), *rest) for kind, ids, *rest in found]


def naive_of_audience(of: Board, one: BoardSlot, mine: set[int]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    rooms = [of.halls[key].capacity for key in one.placement.hall_ids]
    stars = bin(of.fans.get(one.session_id, 0)).count("1")
    for need, people in (("sign_ups", one.signed_up), ("capacity", one.capacity or 0), ("stars", stars)):
        if None not in rooms and people > sum(rooms):
            missing = people - sum(rooms)
            found.append((ConflictKind.HALL_TOO_SMALL, {one.id}, None, one.placement.hall_ids[0], need, missing))
    wall = one.placement.starts_at.astimezone(ZoneInfo(of.zone)).replace(tzinfo=None)
    hours = of.hours.get((wall - timedelta(hours=4)).date())
    if hours is None or mine - minutes_of(*hours):
        found.append((ConflictKind.OUTSIDE_HOURS, {one.id}, None, None))
    return found


def naive_of_two(of: Board, one: BoardSlot, other: BoardSlot) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    both = frozenset({one.id, other.id})
    mine = minutes_of(one.placement.starts_at, one.placement.ends_at)
    theirs = minutes_of(other.placement.starts_at, other.placement.ends_at)
    shared = [key for key in one.placement.hall_ids if key in other.placement.hall_ids]
    sessions = one.kind == other.kind == "session"
    gap = max(min(mine) - max(theirs), min(theirs) - max(mine)) - 1
    if not mine & theirs:
        if shared and sessions and gap < of.changeover_minutes:
            missing = of.changeover_minutes - gap
            found.append((ConflictKind.CHANGEOVER, both, None, min(shared), missing))
        return found
    if shared:
        found.append((ConflictKind.HALL_OVERLAP, both, None, min(shared), len(mine & theirs)))
    for person in one.people:
        if person in other.people:
            found.append((ConflictKind.PERSON_OVERLAP, both, person, None, len(mine & theirs)))
    if one.session_id != other.session_id and "blocker" not in (one.kind, other.kind):
        ours = [bit for bit in range(64) if of.fans.get(one.session_id, 0) >> bit & 1]
        others = [bit for bit in range(64) if of.fans.get(other.session_id, 0) >> bit & 1]
        common = len([bit for bit in ours if bit in others])
        if common >= 5 and common >= 0.2 * min(len(ours), len(others)):
            found.append((ConflictKind.SHARED_AUDIENCE, both, None, None, common))
    return found


def comparable(conflict: Conflict) -> tuple[object, ...]:
    telling = {
        ConflictKind.PERSON_MEETING: ("starts_at",),
        ConflictKind.HALL_TOO_SMALL: ("need", "missing"),
        ConflictKind.CHANGEOVER: ("missing",),
        ConflictKind.HALL_OVERLAP: ("minutes",),
        ConflictKind.PERSON_OVERLAP: ("minutes",),
        ConflictKind.SHARED_AUDIENCE: ("people",),
    }
    params = [conflict.params[name] for name in telling.get(conflict.kind, ())]
    return (conflict.kind, frozenset(conflict.slot_ids), conflict.person_id, conflict.hall_id, *params)


@settings(max_examples=400, deadline=None)
@given(boards())
def test_finds_exactly_what_the_naive_checker_finds(of: Board) -> None:
    assert Counter(map(comparable, find_conflicts(of))) == naive(of)


@settings(max_examples=150, deadline=None)
@given(boards())
def test_conflicts_of_a_slot_are_those_of_the_board_that_touch_it(of: Board) -> None:
    everything = find_conflicts(of)
    for key in of.slots:
        assert conflicts_of(of, key) == tuple(one for one in everything if key in one.slot_ids)
    assert conflicts_of(of, 999) == ()


@settings(max_examples=100, deadline=None)
@given(boards(), st.sampled_from(ConflictKind))
def test_an_ignored_kind_is_left_out_and_nothing_else(of: Board, kind: ConflictKind) -> None:
    ignored = replace(of, levels={**of.levels, kind: Level.IGNORE})
    assert find_conflicts(ignored) == tuple(one for one in find_conflicts(of) if one.kind is not kind)


@pytest.mark.parametrize("kind", ConflictKind)
def test_the_random_boards_hold_every_kind(kind: ConflictKind) -> None:
    """The comparison above would prove nothing of a kind that never comes up."""
    patient = settings(max_examples=3000, deadline=None, database=None, phases=[Phase.generate])
    assert kind in kinds(find(boards(), lambda of: kind in kinds(of), settings=patient))


def test_sessions_that_touch_do_not_overlap() -> None:
    of = board(slot(1, place(at(10))), slot(2, place(at(11))), changeover_minutes=0)
    assert kinds(of) == []


def test_two_sessions_in_one_hall() -> None:
    conflict = only(board(slot(7, place(at(10))), slot(3, place(at(10, 45)))))
    assert (conflict.kind, conflict.level) == (ConflictKind.HALL_OVERLAP, Level.BLOCK)
    assert (conflict.slot_ids, conflict.hall_id) == ((7, 3), 1)
    assert conflict.params == {"minutes": 15, "starts_at": at(10, 45), "ends_at": at(11)}


def test_a_joined_hall_is_taken_too_and_counts_once() -> None:
    of = board(slot(1, place(at(10), 60, 1, 2, 3)), slot(2, place(at(10), 60, 3, 2)))
    assert only(of).hall_id == 2


def test_a_session_on_a_blocker_or_a_break_conflicts() -> None:
    for kind in (SessionKind.BLOCKER, SessionKind.BREAK):
        assert kinds(board(slot(1, place(at(10)), kind=kind), slot(2, place(at(10))))) == [ConflictKind.HALL_OVERLAP]


def test_cancelled_slots_and_the_pool_occupy_nothing() -> None:
    of = board(slot(1, place(at(10)), is_cancelled=True), slot(2, place(at(10))), slot(3))
    assert kinds(of) == []
    assert conflicts_of(of, 1) == conflicts_of(of, 3) == ()


def test_the_change_over_says_how_many_minutes_are_missing() -> None:
    conflict = only(board(slot(1, place(at(10))), slot(2, place(at(11, 5)))))
    assert conflict.kind is ConflictKind.CHANGEOVER
    assert conflict.params == {"gap": 5, "needed": 10, "missing": 5}


def test_enough_time_another_hall_or_a_break_need_no_change_over() -> None:
    assert kinds(board(slot(1, place(at(10))), slot(2, place(at(11, 10))))) == []
    assert kinds(board(slot(1, place(at(10))), slot(2, place(at(11), 60, 2)))) == []
    for kind in (SessionKind.BLOCKER, SessionKind.BREAK):
        assert kinds(board(slot(1, place(at(10))), slot(2, place(at(11)), kind=kind))) == []


def test_a_hall_is_closed_outside_of_its_windows_and_touching_windows_are_one() -> None:
    hall = BoardHall(1, windows=((at(11), at(12)), (at(9), at(11))))
    assert kinds(board(slot(1, place(at(10, 30))), halls={1: hall})) == []
    conflict = only(board(slot(1, place(at(11, 5))), halls={1: hall}))
    assert (conflict.kind, conflict.hall_id) == (ConflictKind.HALL_CLOSED, 1)


def test_somebody_is_needed_in_two_places() -> None:
    of = board(slot(1, place(at(10)), people=(1, 2)), slot(2, place(at(10, 30), 60, 2), people=(2, 3)))
    assert (only(of).kind, only(of).person_id) == (ConflictKind.PERSON_OVERLAP, 2)


def test_a_repeat_at_the_same_time_needs_its_people_twice() -> None:
    of = board(slot(1, place(at(10)), people=(1,)), slot(2, place(at(10), 60, 2), session_id=1, people=(1,)))
    assert kinds(of) == [ConflictKind.PERSON_OVERLAP]


def test_somebody_is_not_available_or_in_a_meeting() -> None:
    person = BoardPerson(1, windows=((at(10), at(12)),), meetings=((at(10, 50), at(11, 10)), (at(11), at(12))))
    of = board(slot(1, place(at(10), 60, 1), people=(1,)), people={1: person})
    assert (only(of).kind, only(of).params) == (
        ConflictKind.PERSON_MEETING,
        {"starts_at": at(10, 50), "ends_at": at(11, 10)},
    )
    of = board(slot(1, place(at(9, 30), 60), people=(1,)), people={1: person})
    assert only(of).kind is ConflictKind.PERSON_UNAVAILABLE


def test_a_hall_is_too_small_for_sign_ups_capacity_or_stars() -> None:
    of = board(
        slot(1, place(at(10), 60, 1, 2), signed_up=51, capacity=60),
        halls={1: BoardHall(1, 30), 2: BoardHall(2, 20)},
        fans={1: 2**55 - 1},
    )
    found = [(one.params["need"], one.params["missing"]) for one in find_conflicts(of)]
    assert found == [(Need.SIGN_UPS, 1), (Need.CAPACITY, 10), (Need.STARS, 5)]
    unknown = replace(of, halls={1: BoardHall(1, 30), 2: BoardHall(2)})
    assert kinds(unknown) == []


def test_a_blocker_has_no_audience() -> None:
    of = board(
        slot(1, place(at(7)), kind=SessionKind.BLOCKER, capacity=60),
        slot(2, place(at(10), 60, 2)),
        slot(3, place(at(10)), kind=SessionKind.BLOCKER),
        halls={1: BoardHall(1, 30), 2: BoardHall(2)},
        fans={2: 2**20 - 1, 3: 2**20 - 1},
    )
    assert kinds(of) == []


@pytest.mark.parametrize(("start", "minutes"), [(at(8, 55), 60), (at(21, 30), 35)])
def test_outside_of_the_opening_hours(start: datetime, minutes: int) -> None:
    conflict = only(board(slot(1, place(start, minutes))))
    assert conflict.kind is ConflictKind.OUTSIDE_HOURS
    assert conflict.params == {"opens_at": at(9), "closes_at": at(22)}


def test_a_day_that_is_not_the_edition_s_has_no_hours() -> None:
    assert only(board(slot(1, place(at(10, day=date(2026, 12, 24)))))).params == {}


def test_what_begins_after_midnight_belongs_to_the_evening_before() -> None:
    hours = {DAY: (at(20), at(25, 30))}
    assert kinds(board(slot(1, place(at(24, 15))), hours=hours)) == []
    assert kinds(board(slot(1, place(at(24, 35))), hours=hours)) == [ConflictKind.OUTSIDE_HOURS]


def test_an_hour_that_the_clocks_repeat_is_an_hour_of_the_hall() -> None:
    """Berlin, 25 October 2026: 02:30 comes twice; half past two in summer time and in winter time do not overlap."""
    day, zone = date(2026, 10, 24), "Europe/Berlin"
    first = at(26, 30, day, zone)
    hours = {day: (at(20, 0, day, zone), at(28, 0, day, zone))}
    of = board(slot(1, place(first, 30)), slot(2, place(first + HOUR, 30)), zone=zone, hours=hours)
    assert kinds(of) == []
    of = board(slot(1, place(first, 65)), slot(2, place(first + HOUR, 30)), zone=zone, hours=hours)
    assert only(of).params["minutes"] == 5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (0b11111, 0b11111, 5),
        (0b1111, 0b1111, 0),
        (2**25 - 1, (2**5 - 1) | ((2**20 - 1) << 30), 5),
        (2**26 - 1, (2**5 - 1) | ((2**21 - 1) << 30), 0),
        (2**5 - 1, 2**500 - 1, 5),
    ],
)
def test_shared_stars_count_from_five_and_a_fifth_of_the_smaller_audience_on(
    one: int, other: int, expected: int
) -> None:
    of = board(slot(1, place(at(10))), slot(2, place(at(10, 30), 60, 2)), fans={1: one, 2: other})
    assert [conflict.params["people"] for conflict in find_conflicts(of)] == ([expected] if expected else [])


def test_two_times_of_one_session_share_no_audience_with_each_other() -> None:
    of = board(slot(1, place(at(10))), slot(2, place(at(10), 60, 2), session_id=1), fans={1: 2**9 - 1})
    assert kinds(of) == []


def test_a_move_is_seen_from_both_sides() -> None:
    of = board(slot(1, place(at(10))), slot(2, place(at(14))))
    moved = with_places(of, {2: place(at(10, 30))})
    assert conflicts_of(moved, 1) == conflicts_of(moved, 2) != ()
    assert find_conflicts(of) == find_conflicts(with_places(moved, {2: None})) == ()


def test_a_large_board_is_looked_through_at_once() -> None:
    """1,200 sessions side by side, with 6,000 conflicts: measured 50 to 70 ms on the project's busy machine.

    The limit leaves room for a busier one; looking at all 720,000 pairs would take seconds.
    """
    of = crowded(1200)
    counted = timed(lambda: find_conflicts(of))
    assert counted < 0.5
    assert timed(lambda: conflicts_of(of, 600)) < 0.05


def timed(work: Callable[[], object]) -> float:
    best = 9.0
    for _ in range(3):
        started = perf_counter()
        work()
        best = min(best, perf_counter() - started)
    return best
