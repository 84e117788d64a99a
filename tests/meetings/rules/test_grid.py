"""The grid of slots within the windows."""

from datetime import timedelta

import pytest

from summit.meetings.rules.grid import GridIsUneven, WindowsOverlap, days_of, ensure_even, slots_of
from tests.factories import NOON

HOUR = timedelta(hours=1)


def test_slots_follow_each_other_with_a_gap():
    slots = slots_of([(NOON, NOON + HOUR)], slot_minutes=20, gap_minutes=5)
    assert [(slot.starts_at - NOON).seconds // 60 for slot in slots] == [0, 25]
    assert {slot.ends_at - slot.starts_at for slot in slots} == {timedelta(minutes=20)}


def test_a_slot_that_does_not_fit_is_left_out():
    assert slots_of([(NOON, NOON + timedelta(minutes=19))], slot_minutes=20, gap_minutes=0) == ()


def test_a_break_between_windows_has_no_slot():
    windows = [(NOON + 2 * HOUR, NOON + 3 * HOUR), (NOON, NOON + HOUR)]
    slots = slots_of(windows, slot_minutes=30, gap_minutes=0)
    assert [slot.starts_at for slot in slots] == [NOON, NOON + HOUR / 2, NOON + 2 * HOUR, NOON + 2.5 * HOUR]


def test_windows_must_not_overlap():
    with pytest.raises(WindowsOverlap):
        slots_of([(NOON, NOON + 2 * HOUR), (NOON + HOUR, NOON + 3 * HOUR)], slot_minutes=20, gap_minutes=0)


def test_slots_are_grouped_by_the_day_of_the_venue():
    windows = [(NOON, NOON + HOUR), (NOON + timedelta(days=1), NOON + timedelta(days=1) + HOUR)]
    days = days_of(slots_of(windows, slot_minutes=60, gap_minutes=0), "Europe/Moscow")
    assert [day.day for day in days] == [28, 29]


def test_lengths_are_whole_steps_of_five_minutes():
    ensure_even([20, 5, 0])
    with pytest.raises(GridIsUneven):
        ensure_even([20, 12])
