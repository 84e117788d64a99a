"""Days, clashes and now."""

from datetime import UTC, date, datetime, timedelta

import pytest

from summit.calendar.rules import CalendarEntry, EntryKind, calendar_day, days_of
from tests.factories import NOON

ZONE = "Europe/Moscow"
HOUR = timedelta(hours=1)


def entry(uid, start=NOON, end=None, **values):
    return CalendarEntry(uid, 0, NOON, start, end or start + HOUR, {"en": uid}, kind=EntryKind.STARRED, **values)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 28, 20, 59, tzinfo=UTC), date(2026, 11, 28)),
        (datetime(2026, 11, 29, 0, 59, tzinfo=UTC), date(2026, 11, 28)),
        (datetime(2026, 11, 29, 1, 0, tzinfo=UTC), date(2026, 11, 29)),
    ],
)
def test_the_night_belongs_to_the_evening_before(moment, day):
    assert calendar_day(moment, ZONE) == day


def test_days_and_rows_stand_in_their_order():
    late, early, tomorrow = entry("late", NOON + 3 * HOUR), entry("early"), entry("tomorrow", NOON + 24 * HOUR)
    days = days_of([tomorrow, late, early], ZONE, NOON)
    assert [[row.entry.uid for row in day.rows] for day in days] == [["early", "late"], ["tomorrow"]]


def test_what_shares_time_clashes_what_touches_does_not():
    days = days_of([entry("a"), entry("b", NOON + HOUR / 2), entry("c", NOON + 1.5 * HOUR)], ZONE, NOON)
    assert [[other.uid for other in row.clashes] for row in days[0].rows] == [["b"], ["a"], []]


def test_what_is_cancelled_clashes_with_nothing_and_is_not_now():
    rows = days_of([entry("a"), entry("b", is_cancelled=True)], ZONE, NOON)[0].rows
    assert [(row.clashes, row.is_now) for row in rows] == [((), True), ((), False)]


@pytest.mark.parametrize(
    ("now", "is_now", "is_over"),
    [(NOON - HOUR, False, False), (NOON, True, False), (NOON + HOUR, False, True)],
)
def test_now_begins_at_the_start_and_ends_at_the_end(now, is_now, is_over):
    day = days_of([entry("a")], ZONE, now)[0]
    assert (day.rows[0].is_now, day.rows[0].is_over, day.is_over) == (is_now, is_over, is_over)
