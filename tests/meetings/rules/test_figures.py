"""Figures about meetings."""

from datetime import date, timedelta

from summit.meetings.rules.figures import (
    OTHERS,
    Asked,
    answers_by_kind,
    answers_of,
    by_day,
    matrix_of,
    pairs_of,
    use_by_day,
)
from summit.meetings.rules.kinds import MeetingStatus
from tests.factories import NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ROWS = [
    Asked("buyer", MeetingStatus.SCHEDULED, NOON, NOON + HOUR),
    Asked("buyer", MeetingStatus.DECLINED, NOON, NOON + 3 * HOUR),
    Asked("brand", MeetingStatus.EXPIRED, NOON),
    Asked("brand", MeetingStatus.PENDING, NOON),
    Asked("brand", MeetingStatus.CANCELLED, NOON, NOON + 8 * HOUR),
    Asked("brand", MeetingStatus.WITHDRAWN, NOON),
]


def test_accepted_counts_whatever_became_of_the_meeting_afterwards():
    found = answers_of(ROWS)
    assert (found.asked, found.accepted, found.declined, found.expired, found.waiting) == (6, 2, 1, 1, 1)
    assert found.rate == 0.5


def test_the_answer_time_is_the_median_of_those_answered():
    assert answers_of(ROWS).hours == 3
    assert answers_of(ROWS[3:4]).hours is None


def test_without_a_decision_there_is_no_rate():
    assert answers_of([]).rate is None
    assert answers_of(ROWS[3:4]).rate is None


def test_kinds_are_those_of_the_company_asked():
    assert {kind: one.asked for kind, one in answers_by_kind(ROWS).items()} == {"brand": 4, "buyer": 2}


def test_a_pair_counts_both_directions_and_the_busiest_comes_first():
    assert pairs_of([("RU", "BR", 2), ("BR", "RU", 3), ("IN", "IN", 1), ("CN", "IN", 7)]) == [
        ("CN", "IN", 7),
        ("BR", "RU", 5),
        ("IN", "IN", 1),
    ]


def test_the_matrix_is_symmetrical_and_a_country_with_itself_counts_once():
    matrix = matrix_of([("BR", "RU", 5), ("BR", "BR", 2)])
    assert matrix.countries == ["BR", "RU"]
    assert matrix.cells == [[2, 5], [5, 0]]
    assert matrix.largest == 5


def test_what_has_no_room_in_the_matrix_stands_under_the_others():
    matrix = matrix_of([("BR", "RU", 5), ("CN", "IN", 1), ("BR", "CN", 1)], most=2)
    assert matrix.countries == ["BR", "RU", OTHERS]
    assert matrix.cells[2] == [1, 0, 1]


def test_days_are_the_venues():
    late = NOON.replace(hour=22)
    assert by_day([NOON, late, late + DAY], "Europe/Moscow") == [(date(2026, 11, 28), 2), (date(2026, 11, 29), 1)]


def test_the_use_of_tables_is_told_for_days_without_meetings_too():
    slots = [NOON, NOON + HOUR, NOON + DAY]
    assert use_by_day({NOON: 3}, slots, 4, "Europe/Moscow") == [
        (date(2026, 11, 28), 3, 8),
        (date(2026, 11, 29), 0, 4),
    ]
