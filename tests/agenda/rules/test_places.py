"""Places as JSON, moved on the venue's clock, exchanged."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.agenda.rules.places import (
    HallIsMissing,
    Step,
    days_from,
    exchanged,
    in_order,
    minute_of_day,
    place_at,
    place_from_json,
    place_to_json,
    shifted,
    steps_from_json,
    steps_to_json,
)
from summit.agenda.rules.timing import Placement
from summit.events.rules import TimeDoesNotExist, wall_time

BERLIN = "Europe/Berlin"
NOON = datetime(2026, 3, 28, 11, 0, tzinfo=UTC)
PLACE = Placement((3, 1, 2), NOON, NOON + timedelta(minutes=45))

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
places = st.builds(
    lambda halls, start, minutes: Placement(tuple(halls), start, start + timedelta(minutes=minutes)),
    st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True),
    moments,
    st.integers(5, 600),
)


@given(st.lists(st.builds(Step, st.integers(1, 999), st.none() | places, st.none() | places), max_size=5))
def test_steps_are_read_back_as_they_were_written(steps):
    assert steps_from_json(steps_to_json(steps)) == tuple(steps)


@given(places)
def test_a_place_is_read_back_as_it_was_written(place):
    assert place_from_json(place_to_json(place)) == place
    assert place_from_json(place_to_json(None)) is None


def test_the_leading_hall_stays_first():
    assert in_order(PLACE).hall_ids == (3, 1, 2)
    assert in_order(Placement((3, 2, 1), NOON, NOON)).hall_ids == (3, 1, 2)
    assert in_order(None) is None


def test_a_time_after_midnight_belongs_to_the_night_before():
    assert [minute_of_day(time(10, 5)), minute_of_day(time(4)), minute_of_day(time(0, 30))] == [605, 240, 1470]
    place = place_at(date(2026, 11, 28), 1470, 30, (1,), "Europe/Moscow")
    assert place.starts_at == datetime(2026, 11, 28, 21, 30, tzinfo=UTC)


def test_a_time_in_the_gap_is_refused():
    with pytest.raises(TimeDoesNotExist):
        place_at(date(2026, 3, 28), 24 * 60 + 150, 30, (1,), BERLIN)


def test_a_time_that_occurs_twice_is_the_first():
    place = place_at(date(2026, 10, 24), 24 * 60 + 150, 30, (1,), BERLIN)
    assert place.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("halls", [(), (1, 1)])
def test_halls_must_be_named_once(halls):
    with pytest.raises(HallIsMissing):
        place_at(date(2026, 3, 28), 600, 30, halls, BERLIN)


def test_the_next_day_keeps_the_clock_across_a_change_of_the_clocks():
    moved = shifted(PLACE, BERLIN, days=1, minutes=15)
    assert wall_time(moved.starts_at, BERLIN) == datetime(2026, 3, 29, 12, 15)
    assert moved.minutes == PLACE.minutes


def test_a_move_into_the_gap_is_refused():
    night = Placement((1,), datetime(2026, 3, 28, 1, 30, tzinfo=UTC), datetime(2026, 3, 28, 2, 0, tzinfo=UTC))
    with pytest.raises(TimeDoesNotExist):
        shifted(night, BERLIN, days=1)


@given(places, st.integers(-3, 3), st.integers(-48, 48))
def test_several_moved_alike_keep_their_distance_on_the_clock(place, days, steps):
    other = Placement(place.hall_ids, place.starts_at + timedelta(hours=1), place.ends_at + timedelta(hours=1))
    zone = "Asia/Kolkata"
    first = shifted(place, zone, days=days, minutes=5 * steps)
    second = shifted(other, zone, days=days, minutes=5 * steps)
    assert second.starts_at - first.starts_at == timedelta(hours=1)


def test_the_distance_to_another_day_counts_days_of_the_programme():
    night = Placement((1,), datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 3, 29, 0, 0, tzinfo=UTC))
    assert days_from(night, date(2026, 3, 30), BERLIN) == 2


def test_an_exchange_keeps_lengths():
    later = Placement((9,), NOON + timedelta(hours=3), NOON + timedelta(hours=4))
    first, second = exchanged(PLACE, later, (10, 20))
    assert (first.hall_ids, first.starts_at, first.minutes) == ((9,), later.starts_at, 45)
    assert (second.hall_ids, second.starts_at, second.minutes) == ((3, 1, 2), NOON, 60)
    assert exchanged(PLACE, None, (10, 20)) == (None, Placement((3, 1, 2), NOON, NOON + timedelta(minutes=20)))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, PLACE, "placed"),
        (PLACE, None, "unplaced"),
        (PLACE, Placement(PLACE.hall_ids, NOON, NOON + timedelta(minutes=60)), "resized"),
        (PLACE, Placement((4,), PLACE.starts_at, PLACE.ends_at), "moved"),
    ],
)
def test_a_step_says_what_it_does(before, after, kind):
    step = Step(1, before, after)
    assert step.kind == kind
    assert step.inverse == Step(1, after, before)
