"""Where a session may stand in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.agenda.rules.timing import (
    SlotCrossesDays,
    SlotIsEmpty,
    SlotIsOffGrid,
    SlotIsOutsideDays,
    at_minute,
    day_span,
    days_between,
    ensure_span_fits,
    minute_of,
    programme_day,
)
from summit.events.rules import known_time_zones

FIRST, LAST = date(2026, 11, 28), date(2026, 12, 2)
MOSCOW = "Europe/Moscow"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment by Moscow's clock (UTC+3) in November 2026."""
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour - 3, minutes=minute)


def check(start: datetime, end: datetime) -> None:
    ensure_span_fits(start, end, zone=MOSCOW, first_day=FIRST, last_day=LAST)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(28, 9), at(28, 10)),
        (at(28, 4), at(28, 4, 5)),
        (at(28, 23), at(29, 1)),
        (at(29, 0, 30), at(29, 4)),
        (at(28, 4), at(29, 3, 55)),
    ],
    ids=["morning", "as the day begins", "across midnight", "late show", "longest"],
)
def test_what_fits(start, end):
    check(start, end)


@pytest.mark.parametrize(
    ("start", "end", "refusal"),
    [
        (at(28, 9), at(28, 9), SlotIsEmpty),
        (at(28, 9), at(28, 8), SlotIsEmpty),
        (at(28, 9), at(28, 9, 4), SlotIsEmpty),
        (at(28, 9, 2), at(28, 10), SlotIsOffGrid),
        (at(28, 9), at(28, 10, 1), SlotIsOffGrid),
        (at(28, 3, 55), at(28, 5), SlotIsOutsideDays),
        (at(27, 12), at(27, 13), SlotIsOutsideDays),
        (at(28, 23), at(29, 4, 5), SlotCrossesDays),
        (at(28, 4), at(29, 4), SlotCrossesDays),
    ],
    ids=[
        "zero",
        "reversed",
        "too short",
        "start off grid",
        "end off grid",
        "night before",
        "day before",
        "turn",
        "day",
    ],
)
def test_what_is_refused(start, end, refusal):
    with pytest.raises(refusal):
        check(start, end)


def test_after_midnight_belongs_to_the_evening_before():
    assert programme_day(at(29, 0, 30), MOSCOW) == date(2026, 11, 28)
    assert programme_day(at(29, 4), MOSCOW) == date(2026, 11, 29)
    assert minute_of(at(29, 0, 30), date(2026, 11, 28), MOSCOW) == 24 * 60 + 30


def test_days_are_counted_with_both_ends():
    assert list(days_between(date(2026, 11, 30), date(2026, 12, 2))) == [
        date(2026, 11, 30),
        date(2026, 12, 1),
        date(2026, 12, 2),
    ]


@given(zone=st.sampled_from(sorted(known_time_zones())), day=st.dates(date(2001, 1, 1), date(2099, 12, 30)))
def test_days_follow_one_another_without_a_gap_in_every_zone(zone, day):
    start, end = day_span(day, zone)
    assert start < end
    assert day_span(day + timedelta(days=1), zone)[0] == end
    assert programme_day(at_minute(day, 12 * 60, zone), zone) == day
