"""Opening times as typed, and what a new grid leaves out."""

from datetime import date, timedelta

import pytest

from summit.meetings.rules.grid import GridIsUneven, slots_of
from summit.meetings.rules.hours import Fit, Grid, HoursAreUnreadable, left_out, read_hours, windows_on, write_hours
from tests.factories import NOON

DAY = date(2026, 11, 28)
MOSCOW = "Europe/Moscow"


def grid(start, hours=4):
    windows = ((start, start + timedelta(hours=hours)),)
    return Grid(windows, slots_of(windows, slot_minutes=20, gap_minutes=5))


@pytest.mark.parametrize(
    "text", ["10:00–13:00, 14:00–18:00", "10:00-13:00;14:00-18:00", " 10.00 — 13.00 ، 14:00−18:00 "]
)
def test_spans_are_read_with_any_dash_and_comma(text):
    assert read_hours(text) == ((600, 780), (840, 1080))


def test_an_empty_day_has_no_spans_and_a_day_may_last_until_midnight():
    assert read_hours("  ") == ()
    assert read_hours("20:00-24:00") == ((1200, 1440),)


@pytest.mark.parametrize(
    "text", ["10", "13:00-10:00", "10:00-10:00", "10:61-12:00", "25:00-26:00", "10:00-13:00,12:00-14:00", "٣:00-4:00"]
)
def test_what_is_no_list_of_spans_in_order_is_refused(text):
    with pytest.raises(HoursAreUnreadable):
        read_hours(text)


def test_steps_of_less_than_five_minutes_are_refused():
    with pytest.raises(GridIsUneven):
        read_hours("10:02-12:00")


def test_spans_are_written_as_they_are_read():
    text = "10:00–13:00, 22:00–24:00"
    assert write_hours(windows_on(DAY, read_hours(text), MOSCOW), DAY, MOSCOW) == text


def test_meetings_off_the_new_grid_or_outside_of_it_are_left_out():
    before, after = grid(NOON), grid(NOON + timedelta(minutes=10), 1)
    spans = [(number, (slot.starts_at, slot.ends_at)) for number, slot in enumerate(before.slots)]
    found = left_out(spans, before, after)
    assert (found[0], found[1], found[8]) == (Fit.CLOSED, Fit.OPEN, Fit.CLOSED)
    assert left_out(spans, before, before) == {}


def test_a_meeting_that_never_was_on_the_grid_is_not_left_out():
    span = (NOON - timedelta(hours=9), NOON - timedelta(hours=8))
    assert left_out([(1, span)], grid(NOON), grid(NOON + timedelta(hours=9))) == {}
