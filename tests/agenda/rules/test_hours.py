"""Opening hours as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.agenda.rules import hours as rules


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("09:00", 540, 540),
        (" 9.30 ", 570, 570),
        ("٠٩:٣٠", 570, 570),
        ("23:55", 1435, 1435),
        ("00:00", 1440, 1440),
        ("00:30", 1470, 1470),
        ("24:30", 1470, 1470),
        ("03:55", 1675, 1675),
        ("04:00", 240, 1680),
        ("28:00", 1680, 1680),
        ("10:00:00", 600, 600),
    ],
)
def test_times_up_to_four_belong_to_the_night_after_the_day(text, opens, closes):
    assert (rules.read_opening(text), rules.read_closing(text)) == (opens, closes)


@pytest.mark.parametrize(
    "text", ["", "noon", "9", "9:5", "09:60", "28:05", "99:00", "-1:00", "09:00:30", "²:00", "\x00"]
)
def test_what_is_no_time_is_refused(text):
    for read in (rules.read_opening, rules.read_closing):
        with pytest.raises(rules.ClockIsInvalid):
            read(text)


@given(st.integers(rules.FIRST_MINUTE, rules.LAST_MINUTE - 1), st.integers(rules.FIRST_MINUTE + 1, rules.LAST_MINUTE))
def test_every_minute_is_read_as_it_was_written(opens, closes):
    assert rules.read_opening(rules.write_clock(opens)) == opens
    assert rules.read_closing(rules.write_clock(closes)) == closes


@pytest.mark.parametrize("hours", [(540, 1320), (240, 1680), (1320, 1470)])
def test_hours_within_the_programmes_day_are_kept(hours):
    assert rules.ensure_hours(*hours) == hours


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [
        ((540, 540), rules.HoursAreReversed),
        ((1470, 1320), rules.HoursAreReversed),
        ((541, 1320), rules.HoursAreOffGrid),
        ((540, 1322), rules.HoursAreOffGrid),
        ((235, 1320), rules.HoursAreOffGrid),
        ((540, 1685), rules.HoursAreOffGrid),
        ((-(2**70) * 5, 2**70 * 5), rules.HoursAreOffGrid),
    ],
)
def test_impossible_hours_are_refused(hours, refusal):
    with pytest.raises(refusal):
        rules.ensure_hours(*hours)
