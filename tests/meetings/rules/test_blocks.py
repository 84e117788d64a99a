"""Which times can be blocked, and how slots look to somebody."""

from datetime import timedelta

import pytest

from summit.calendar.rules import ticks
from summit.events.rules import SpanIsReversed
from summit.meetings.rules.blocks import BlockIsTooLong, ensure_blockable, own_slots
from summit.meetings.rules.grid import SlotSpan
from tests.factories import NOON

SLOT = timedelta(minutes=20)


def test_a_span_ends_after_it_begins_and_within_two_weeks():
    with pytest.raises(SpanIsReversed):
        ensure_blockable(NOON, NOON)
    with pytest.raises(BlockIsTooLong):
        ensure_blockable(NOON, NOON + timedelta(days=15))
    ensure_blockable(NOON, NOON + timedelta(days=14))


def test_what_others_take_cannot_be_blocked_as_well():
    slots = [SlotSpan(NOON + SLOT * number, NOON + SLOT * (number + 1)) for number in range(3)]
    taken, own = ticks(NOON, NOON + SLOT), ticks(NOON, NOON + SLOT * 2)
    found = own_slots(slots, taken, own)
    assert [(one.is_taken, one.is_blocked) for one in found] == [(True, False), (False, True), (False, False)]
