"""By which clock somebody elsewhere reads a time."""

import pytest

from summit.meetings.rules.clocks import clock_beside
from summit.meetings.rules.kinds import MeetingFormat


@pytest.mark.parametrize(
    ("country", "zone"),
    [("IN", "Asia/Kolkata"), ("ZA", "Africa/Johannesburg"), ("BR", "UTC"), ("RU", "UTC"), ("", "UTC"), ("XX", "UTC")],
)
def test_a_country_with_one_clock_has_that_and_others_the_common_one(country, zone):
    assert clock_beside(MeetingFormat.ONLINE, "Europe/Moscow", country) == zone


def test_at_the_venue_and_by_the_same_clock_there_is_one_only():
    assert clock_beside(MeetingFormat.ON_SITE, "Europe/Moscow", "ZA") == ""
    assert clock_beside(MeetingFormat.ONLINE, "Africa/Johannesburg", "ZA") == ""
