"""The reader's clock: right across clock changes and dates, silent where it shows the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.agenda.rules.readers_clock import readers_span
from summit.events.rules import known_time_zones, wall_time

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "zone", "expected", "shifts"),
    [
        (datetime(2026, 11, 28, 6, tzinfo=UTC), "Asia/Shanghai", (14, 15), (0, 0)),
        (datetime(2026, 11, 28, 15, 30, tzinfo=UTC), "Asia/Shanghai", (23, 0), (0, 1)),
        (datetime(2026, 11, 28, 18, tzinfo=UTC), "Asia/Tokyo", (3, 4), (1, 1)),
        (datetime(2026, 11, 28, 6, tzinfo=UTC), "America/Los_Angeles", (22, 23), (-1, -1)),
    ],
)
def test_the_readers_clock_and_date(start, zone, expected, shifts):
    span = readers_span(start, start + HOUR, "Europe/Moscow", zone)
    assert (span.starts_at.hour, span.ends_at.hour) == expected
    assert (span.start_shift, span.end_shift) == shifts


def test_the_same_clock_under_another_name_says_nothing():
    start = datetime(2026, 11, 28, 6, tzinfo=UTC)
    assert readers_span(start, start + HOUR, "Europe/Moscow", "Europe/Minsk") is None


def test_a_reader_whose_clock_changes_during_the_session_sees_both_ends_right():
    # New York turns back at 06:00 UTC on 1 November 2026: 01:30 daylight time, then 01:30 standard time.
    start = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    span = readers_span(start, start + HOUR, "UTC", "America/New_York")
    assert (span.starts_at, span.ends_at) == (datetime(2026, 11, 1, 1, 30), datetime(2026, 11, 1, 1, 30))


def test_a_zone_that_differs_in_winter_only_is_told_in_winter_only():
    summer, winter = datetime(2026, 7, 1, 6, tzinfo=UTC), datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert readers_span(summer, summer + HOUR, "Europe/Moscow", "Europe/Bucharest") is None
    assert readers_span(winter, winter + HOUR, "Europe/Moscow", "Europe/Bucharest") is not None


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.integers(5, 600),
    st.sampled_from(sorted(known_time_zones())),
    st.sampled_from(sorted(known_time_zones())),
)
def test_in_every_pair_of_zones_the_span_is_what_both_clocks_show(start, minutes, venue, reader):
    end = start + timedelta(minutes=minutes)
    span = readers_span(start, end, venue, reader)
    if span is None:
        assert wall_time(start, venue) == wall_time(start, reader)
        return
    assert (span.starts_at, span.ends_at) == (wall_time(start, reader), wall_time(end, reader))
    assert wall_time(start, venue).date() + timedelta(days=span.start_shift) == span.starts_at.date()
    assert wall_time(start, venue).date() + timedelta(days=span.end_shift) == span.ends_at.date()
