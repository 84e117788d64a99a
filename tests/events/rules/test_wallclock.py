from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.events import rules

ZONES = ["UTC", "Europe/Moscow", "Europe/Lisbon", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_wall_time_becomes_a_moment():
    assert rules.moment_at(wall("2026-11-28T09:00"), "Europe/Moscow") == utc("2026-11-28T06:00")


@pytest.mark.parametrize("skipped", ["2026-03-29T01:00", "2026-03-29T01:59"])
def test_a_time_that_the_clocks_skip_is_refused(skipped):
    with pytest.raises(rules.TimeDoesNotExist) as refusal:
        rules.moment_at(wall(skipped), "Europe/Lisbon")
    assert refusal.value.params == {"time": skipped[-5:]}


@pytest.mark.parametrize(("edge", "moment"), [("00:59", "00:59"), ("02:00", "01:00")])
def test_the_times_around_the_gap_exist(edge, moment):
    assert rules.moment_at(wall(f"2026-03-29T{edge}"), "Europe/Lisbon") == utc(f"2026-03-29T{moment}")


def test_a_time_that_occurs_twice_means_the_first():
    assert rules.moment_at(wall("2026-10-25T01:30"), "Europe/Lisbon") == utc("2026-10-25T00:30")


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_an_implausible_year_is_refused(year):
    with pytest.raises(rules.TimeIsImplausible):
        rules.moment_at(datetime(year, 6, 1), "Europe/Moscow")


@given(moment=st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)), zone=st.sampled_from(ZONES))
def test_what_the_clock_shows_leads_back_to_the_moment_or_its_first_occurrence(moment, zone):
    moment = moment.replace(tzinfo=UTC)
    again = rules.moment_at(rules.wall_time(moment, zone), zone)
    assert moment - timedelta(hours=1) <= again <= moment
    assert rules.wall_time(again, zone) == rules.wall_time(moment, zone)


def test_another_zone_shows_the_same_clock():
    moved = rules.rezoned(utc("2026-11-28T06:00"), "Europe/Moscow", "Asia/Shanghai")
    assert (moved, rules.wall_time(moved, "Asia/Shanghai")) == (utc("2026-11-28T01:00"), wall("2026-11-28T09:00"))


def test_a_span_that_a_clock_change_turns_over_keeps_its_length():
    start, end = utc("2026-03-28T01:30"), utc("2026-03-28T02:00")
    moved = rules.moved_span(start, end, lambda moment: rules.moved(moment, 1, "Europe/Lisbon"))
    assert moved == (utc("2026-03-29T01:30"), utc("2026-03-29T02:00"))


def test_an_open_end_stays_open():
    start = utc("2026-03-28T12:00")
    assert rules.moved_span(start, None, lambda moment: moment) == (start, None)


@pytest.mark.parametrize(
    ("start", "end", "allowed"),
    [
        (None, None, True),
        ("2026-01-01T00:00", None, True),
        (None, "2026-01-01T00:00", True),
        ("2026-01-01T00:00", "2026-01-01T00:01", True),
        ("2026-01-01T00:00", "2026-01-01T00:00", False),
        ("2026-01-01T00:01", "2026-01-01T00:00", False),
    ],
)
def test_a_span_ends_after_its_start(start, end, allowed):
    span = (utc(start) if start else None, utc(end) if end else None)
    if allowed:
        assert rules.ensure_span(*span) is None
        return
    with pytest.raises(rules.SpanIsReversed):
        rules.ensure_span(*span)
