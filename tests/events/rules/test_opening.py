from datetime import UTC, date, datetime, timedelta

import pytest

from summit.events.rules import Opening, Phase, opening_of, phase_of

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SOON, AGO = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)
OPEN = {"is_open": True, "opens_at": None, "closes_at": None, "quota": None, "taken": 0, "now": NOW}


@pytest.mark.parametrize(
    ("changed", "opening"),
    [
        ({}, Opening.OPEN),
        ({"opens_at": NOW}, Opening.OPEN),
        ({"opens_at": SOON}, Opening.NOT_YET),
        ({"closes_at": SOON}, Opening.OPEN),
        ({"closes_at": NOW}, Opening.CLOSED),
        ({"opens_at": SOON, "closes_at": AGO}, Opening.CLOSED),
        ({"is_open": False}, Opening.CLOSED),
        ({"quota": 5, "taken": 4}, Opening.OPEN),
        ({"quota": 5, "taken": 5}, Opening.WAITLIST),
        ({"quota": 0}, Opening.WAITLIST),
        ({"quota": 0, "opens_at": SOON}, Opening.NOT_YET),
        ({"quota": 0, "is_open": False}, Opening.CLOSED),
    ],
)
def test_a_category_is_open_within_its_times_and_its_quota(changed, opening):
    assert opening_of(**(OPEN | changed)) is opening


@pytest.mark.parametrize(
    ("day", "phase"),
    [(27, Phase.UPCOMING), (28, Phase.RUNNING), (29, Phase.RUNNING), (30, Phase.PAST)],
)
def test_an_edition_runs_on_both_of_its_days(day, phase):
    assert phase_of(date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, day)) is phase
