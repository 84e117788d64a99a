"""From meetings to the optimiser's numbers and back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from summit.calendar.rules import ticks
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.optimiser.problem import Place, Score, Timetable, Verdict
from summit.meetings.rules.times import Table
from summit.meetings.rules.timetabling import (
    MUST_WEIGHT,
    ChangeKind,
    NoSlots,
    NothingToPlan,
    PlannedMeeting,
    PlanOptions,
    Snapshot,
    StoredPlace,
    build_problem,
    compare,
    ensure_options,
    from_json,
    place_online,
    read_timetable,
    to_json,
    unplaced_of,
)
from tests.factories import NOON

MINUTE = timedelta(minutes=1)
SLOTS = tuple(SlotSpan(NOON + k * 25 * MINUTE, NOON + (k * 25 + 20) * MINUTE) for k in range(3))
DAY = NOON.date()
FREE = PlannedMeeting(1, (11, 22), (7, 8))


def snapshot(*meetings, **values):
    defaults = {
        "meetings": meetings or (FREE,),
        "slots": SLOTS,
        "days": (DAY,) * 3,
        "tables": (Table(5, "T5"), Table(6, "T6")),
        "busy": {},
        "table_busy": {},
    }
    return Snapshot(**(defaults | values))


def answer(*places):
    return Timetable(places, Verdict.FEASIBLE, Score(0, 0))


def test_people_are_numbered_in_order():
    problem = build_problem(snapshot(PlannedMeeting(1, (22, 11), (7, 8)), PlannedMeeting(2, (33, 22), (9, 7))))
    assert [one.participants for one in problem.encounters] == [(1, 0), (2, 1)]
    assert problem.participant_count == 3


def test_who_is_busy_may_not_meet_in_that_slot():
    busy = {22: frozenset(ticks(SLOTS[1].starts_at, SLOTS[1].starts_at + 5 * MINUTE))}
    assert build_problem(snapshot(busy=busy)).forbidden == (frozenset(), frozenset({1}))


def test_the_walk_before_a_slot_must_be_free_too():
    busy = {22: frozenset(ticks(SLOTS[0].starts_at, SLOTS[0].ends_at))}
    assert build_problem(snapshot(busy=busy, walk=5)).forbidden[1] == {0}
    assert build_problem(snapshot(busy=busy, walk=10)).forbidden[1] == {0, 1}


def test_a_table_that_something_else_takes_is_missing_in_its_slot():
    taken = {5: frozenset(ticks(SLOTS[2].starts_at, SLOTS[2].ends_at))}
    assert build_problem(snapshot(table_busy=taken)).capacities == (2, 2, 1)


def test_a_pinned_meeting_must_stay_and_a_told_one_may_move_within_the_budget():
    told = replace(FREE, starts_at=SLOTS[1].starts_at, table_id=6, is_told=True)
    other = PlannedMeeting(2, (11, 33), (7, 9))
    problem = build_problem(snapshot(told, other, options=PlanOptions(change_budget=2)))
    assert (problem.encounters[0].fixed, problem.encounters[0].slot, problem.change_budget) == (None, 1, 2)
    kept = build_problem(snapshot(told, other, options=PlanOptions(keeps_told=True))).encounters[0]
    assert (kept.fixed, kept.slot, kept.table, kept.is_pinned) == (1, 1, 1, True)
    pinned = build_problem(snapshot(replace(told, is_pinned=True, is_told=False), other)).encounters[0]
    assert pinned.fixed == 1


def test_what_was_never_told_may_move_freely():
    placed = replace(FREE, starts_at=SLOTS[1].starts_at, table_id=6)
    assert build_problem(snapshot(placed)).encounters[0].slot is None


def test_a_must_weighs_more_and_a_home_table_is_known():
    must = replace(FREE, is_must=True)
    problem = build_problem(snapshot(must, tables=(Table(5, "T5"), Table(6, "T6", company_id=8))))
    assert problem.encounters[0].weight == MUST_WEIGHT
    assert problem.home_tables == (None, 1)


def test_nothing_to_plan_and_nowhere_to_plan_are_refused():
    fixed = replace(FREE, starts_at=SLOTS[0].starts_at, table_id=5, is_pinned=True)
    with pytest.raises(NothingToPlan):
        build_problem(snapshot(fixed))
    with pytest.raises(NoSlots):
        build_problem(snapshot(slots=(), days=()))
    with pytest.raises(NoSlots):
        build_problem(snapshot(tables=()))


def test_places_come_back_with_their_ids():
    second = PlannedMeeting(2, (33, 44), (9, 10))
    given = snapshot(FREE, second)
    places = read_timetable(given, answer(Place(1, 0), None))
    assert [(one.meeting_id, one.slot, one.table_id) for one in places] == [(1, SLOTS[1], 5)]
    assert unplaced_of(given, places) == (2,)


def test_a_meeting_online_is_put_beside_what_its_people_have():
    online = PlannedMeeting(9, (11, 44), (7, 10))
    given = snapshot(FREE, online=(online,))
    seated = read_timetable(given, answer(Place(2, 0)))
    assert [(one.meeting_id, one.slot) for one in place_online(given, seated)] == [(9, SLOTS[1])]
    full = replace(given, busy={44: frozenset(ticks(NOON, NOON + 100 * MINUTE))})
    assert place_online(full, seated) == ()


def test_nobody_sits_at_the_stand_of_strangers():
    stand = snapshot(FREE, tables=(Table(5, "T5", company_id=99), Table(6, "T6")))
    assert [one.table_id for one in read_timetable(stand, answer(Place(0, 0)))] == [6]
    full = snapshot(FREE, PlannedMeeting(2, (33, 44), (9, 10)), tables=stand.tables)
    assert {one.meeting_id for one in read_timetable(full, answer(Place(0, 0), Place(0, 1)))} == {2}


def test_a_table_with_too_few_seats_is_changed_for_a_larger_one():
    group = PlannedMeeting(1, (11, 22, 33), (7, 8, 8))
    tables = (Table(5, "T5", seats=2), Table(6, "T6", seats=4))
    assert [one.table_id for one in read_timetable(snapshot(group, tables=tables), answer(Place(0, 0)))] == [6]


def test_places_survive_json():
    places = (StoredPlace(1, NOON, NOON + 20 * MINUTE, 5), StoredPlace(2))
    assert from_json(to_json(places)) == places


def test_two_timetables_are_compared_meeting_by_meeting():
    end = NOON + 20 * MINUTE
    before = [StoredPlace(1, NOON, end, 5), StoredPlace(2, NOON, end, 6), StoredPlace(3, NOON, end, 7), StoredPlace(4)]
    after = [StoredPlace(1, end, end, 5), StoredPlace(2, NOON, end, 5), StoredPlace(3), StoredPlace(4, NOON, end, 6)]
    kinds = {key: kind for key, (kind, _, _) in compare(before, after).items()}
    assert kinds == {
        1: ChangeKind.MOVED,
        2: ChangeKind.RESEATED,
        3: ChangeKind.REMOVED,
        4: ChangeKind.ADDED,
    }
    assert {kind for kind, _, _ in compare(after, after).values()} == {ChangeKind.KEPT}


def test_options_are_kept_within_reason():
    assert ensure_options(PlanOptions(seconds=0, change_budget=-3)) == PlanOptions(seconds=5, change_budget=0)
    assert ensure_options(PlanOptions(seconds=10**9)).seconds == 600
