from datetime import UTC, datetime, timedelta

import pytest

from summit.entrance.rules import Outcome
from summit.entrance.rules.live import (
    Tally,
    ZoneInside,
    arrivals_of,
    is_fresh,
    refusals_of,
    window_start,
)
from summit.entrance.views.live_looks import path_of

NOW = datetime(2026, 11, 28, 9, 30, 45, tzinfo=UTC)
MINUTE = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


def test_the_hour_ends_with_the_present_minute():
    assert window_start(NOW) == datetime(2026, 11, 28, 8, 31, tzinfo=UTC)


def test_arrivals_are_counted_by_minute_at_their_gate_only():
    tallies = [
        Tally(1, Outcome.ADMITTED, MINUTE, 3),
        Tally(1, Outcome.ADMITTED, MINUTE - timedelta(minutes=59), 2),
        Tally(1, Outcome.ADMITTED, MINUTE - timedelta(minutes=60), 50),
        Tally(1, Outcome.ADMITTED, MINUTE + timedelta(minutes=1), 70),
        Tally(1, Outcome.CONFLICT, MINUTE, 4),
        Tally(1, Outcome.FULL, MINUTE, 5),
        Tally(1, Outcome.EXITED, MINUTE, 6),
        Tally(2, Outcome.ADMITTED, MINUTE, 9),
    ]
    counts = arrivals_of(1, tallies, NOW)
    assert (len(counts), counts[0], counts[-1], sum(counts)) == (60, 2, 7, 9)


def test_refusals_are_summed_over_gates_and_minutes_the_most_frequent_first():
    tallies = [
        Tally(1, Outcome.WRONG_ZONE, MINUTE, 2),
        Tally(2, Outcome.WRONG_ZONE, MINUTE - timedelta(minutes=1), 2),
        Tally(1, Outcome.FULL, MINUTE, 5),
        Tally(1, Outcome.UNKNOWN, MINUTE, 1),
        Tally(1, Outcome.ADMITTED, MINUTE, 100),
        Tally(1, Outcome.EXITED, MINUTE, 100),
        Tally(1, Outcome.CONFLICT, MINUTE, 100),
        Tally(1, Outcome.NOT_INSIDE, MINUTE, 100),
    ]
    assert refusals_of(tallies) == ((Outcome.FULL, 5), (Outcome.WRONG_ZONE, 4), (Outcome.UNKNOWN, 1))


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (1.9, True), (2, False), (-0.1, False)])
def test_a_board_is_fresh_for_two_seconds_and_never_from_the_future(age, fresh):
    assert is_fresh(NOW, NOW + timedelta(seconds=age)) is fresh


@pytest.mark.parametrize(("inside", "capacity", "share"), [(5, None, None), (5, 10, 0.5), (12, 10, 1.0), (0, 0, 1.0)])
def test_how_full_a_zone_is(inside, capacity, share):
    assert ZoneInside("A", {}, inside, 0, capacity).share == share


def test_bars_of_an_hour_reach_their_share_of_the_peak():
    assert path_of([0, 2, 4], 4) == "M1 40v-20.0h0.8v20.0zM2 40v-40.0h0.8v40.0z"
    assert path_of([0, 0], 0) == ""
