from datetime import UTC, datetime, timedelta

import pytest

from summit.entrance.rules.roster import Doubt, PersonInside, ZoneWatch, arrange, count_people, doubts_of
from summit.events.rules import AntiPassback

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


def person(number, zone_id=1, *, assisted=False, hours=1):
    return PersonInside(
        presence_id=number,
        registration_id=number,
        zone_id=zone_id,
        entered_at=NOW - timedelta(hours=hours),
        reference=f"R{number}",
        name_latin=f"Guest {number}",
        name_native="",
        native_language="",
        organisation="",
        category_letter="D",
        sort_key=f"guest {9 - number}",
        needs_assistance=assisted,
        needs="",
        phone="",
    )


def zone(zone_id=1, letter="A", **values):
    values = {"anti_passback": AntiPassback.LOGICAL, "has_exits": True} | values
    return ZoneWatch(zone_id=zone_id, letter=letter, names={"en": letter}, **values)


def test_who_needs_assistance_stands_first_then_all_by_name():
    (roster,) = arrange([zone()], [person(1), person(2), person(3, assisted=True)], NOW)
    assert [line.person.registration_id for line in roster.lines] == [3, 2, 1]
    assert roster.assisted == 1


def test_whoever_is_in_two_zones_stands_in_both_lists_and_counts_once():
    rosters = arrange([zone(1, "A"), zone(2, "B")], [person(1, 1), person(1, 2), person(2, 2)], NOW)
    assert [[(line.person.registration_id, line.also) for line in one.lines] for one in rosters] == [
        [(1, ("B",))],
        [(2, ()), (1, ("A",))],
    ]
    assert count_people(rosters) == 2


@pytest.mark.parametrize(
    ("values", "hours", "doubts"),
    [
        ({}, 1, ()),
        ({"has_exits": False}, 1, (Doubt.EXITS_NOT_SCANNED,)),
        ({"anti_passback": AntiPassback.OFF}, 1, (Doubt.NOT_WATCHED,)),
        ({"anti_passback": AntiPassback.LOG}, 1, (Doubt.NOT_WATCHED,)),
        ({"anti_passback": AntiPassback.TIMED}, 1, ()),
        ({"silent_devices": 1}, 1, (Doubt.DEVICE_SILENT,)),
        ({"unsent_scans": 4}, 1, (Doubt.SCANS_NOT_SENT,)),
        ({}, 13, (Doubt.LONG_STAYS,)),
    ],
)
def test_a_list_says_why_it_is_an_estimate(values, hours, doubts):
    assert doubts_of(zone(**values), [person(1, hours=hours)], NOW) == doubts


def test_an_empty_zone_without_exits_is_no_estimate():
    assert doubts_of(zone(has_exits=False), [], NOW) == ()
