"""Common free time and free tables."""

from datetime import timedelta

from summit.calendar.rules import ClaimKind, ClaimSpan, ticks
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.times import Reach, Table, choose_table, free_slots, spans_to_claim
from tests.factories import NOON

MINUTE = timedelta(minutes=1)
FIRST = SlotSpan(NOON, NOON + 20 * MINUTE)
SECOND = SlotSpan(NOON + 25 * MINUTE, NOON + 45 * MINUTE)
BEFORE = NOON - 60 * MINUTE


def busy(starts_at, ends_at):
    return set(ticks(starts_at, ends_at))


def test_a_slot_is_free_when_nobody_is_busy_in_it():
    others = [busy(FIRST.starts_at, FIRST.ends_at), set()]
    assert free_slots([FIRST, SECOND], others, Reach(), BEFORE) == (SECOND,)


def test_a_slot_that_has_begun_is_not_offered():
    assert free_slots([FIRST, SECOND], [], Reach(), NOON) == (SECOND,)


def test_the_way_there_needs_free_time_too():
    others = [busy(FIRST.starts_at, FIRST.ends_at)]
    assert free_slots([SECOND], others, Reach(transfer_before=10), BEFORE) == ()
    assert free_slots([SECOND], others, Reach(transfer_before=5), BEFORE) == (SECOND,)


def test_a_home_table_comes_first_then_the_smallest_that_is_large_enough():
    tables = [Table(1, "1", seats=8), Table(2, "2", seats=4), Table(3, "3", company_id=7), Table(4, "4", company_id=9)]
    assert choose_table(tables, {}, FIRST, (5, 7), 2).id == 3
    assert choose_table(tables, {}, FIRST, (5, 6), 2).id == 2
    assert choose_table(tables, {2: busy(NOON, NOON + 5 * MINUTE)}, FIRST, (5, 6), 2).id == 1
    assert choose_table(tables, {}, FIRST, (5, 6), 9) is None


def test_who_has_lost_a_table_begins_at_another_one_of_the_same_size():
    tables = [Table(1, "1"), Table(2, "2"), Table(3, "3", seats=8), Table(4, "4", company_id=7)]
    assert [choose_table(tables, {}, FIRST, (5, 6), 2, turn=turn).id for turn in range(3)] == [1, 2, 1]
    assert choose_table(tables, {}, FIRST, (5, 7), 2, turn=1).id == 4


def test_a_table_is_claimed_without_the_way_there():
    spans = spans_to_claim([1], 5, [(ClaimKind.INTERPRETER, 3)], NOON, NOON + 20 * MINUTE, Reach(30, 15))
    assert spans == [
        ClaimSpan(ClaimKind.PERSON, 1, NOON - 30 * MINUTE, NOON + 35 * MINUTE),
        ClaimSpan(ClaimKind.INTERPRETER, 3, NOON - 30 * MINUTE, NOON + 35 * MINUTE),
        ClaimSpan(ClaimKind.TABLE, 5, NOON, NOON + 20 * MINUTE),
    ]
