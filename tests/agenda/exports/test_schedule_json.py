import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from summit.agenda.exports.plan import Frame
from summit.agenda.exports.schedule_json import write_schedule_json
from summit.agenda.rules.kinds import SlotStatus
from summit.agenda.rules.programme import Programme, ProgrammePart
from tests.agenda.exports.programmes import NOON, TITLES, frame, json_schema, programme, programmes, session, slot


def read(made: Programme, around: Frame | None = None) -> Any:
    """The conference of the export, found valid."""
    values = json.loads(write_schedule_json(made, around or frame()))
    faults = [f"{list(fault.path)}: {fault.message}" for fault in json_schema().iter_errors(values)]
    assert faults == []
    return values["schedule"]["conference"]


def events(conference: Any) -> list[Any]:
    return [event for day in conference["days"] for room in day["rooms"].values() for event in room]


def test_an_event_says_when_and_where_at_the_venue() -> None:
    (event,) = events(read(programme(slot(7))))
    assert (event["date"], event["end"]) == ("2026-11-28T12:00:00+03:00", "2026-11-28T12:45:00+03:00")
    assert (event["start"], event["duration"], event["room"]) == ("12:00", "00:45", "Main hall")


def test_every_hall_is_a_room_with_a_guid_and_a_name_of_its_own() -> None:
    rooms = read(programme(slot()))["rooms"]
    assert [room["name"] for room in rooms] == ["Main hall", "Second hall"]
    assert len({room["guid"] for room in rooms}) == 2


def test_our_own_data_stands_under_meta_only() -> None:
    own = {"categories": ("D",), "age_limit": 18, "dress_codes": {"en": "Black tie"}, "titles": {"en": "A", "ar": "ب"}}
    made = programme(slot(1, hall_ids=(1, 2)), sessions=(session(1, **own),))
    conference = read(made)
    meta = conference["meta"]["events"][events(conference)[0]["guid"]]
    assert meta["titles"] == {"en": "A", "ar": "ب"}
    assert (meta["categories"], meta["age_limit"], meta["dress_codes"]) == (["D"], 18, {"en": "Black tie"})
    assert meta["halls"] == ["Main hall", "Second hall"]


def test_what_is_cancelled_is_named_under_meta() -> None:
    conference = read(programme(slot(1, status=SlotStatus.CANCELLED)))
    assert events(conference) == []
    assert [one["titles"] for one in conference["meta"]["cancelled"]] == [{"en": "Session 1"}]


def test_people_are_named_once_with_their_page() -> None:
    made = programme(slot(1), sessions=(session(1, parts=(ProgrammePart(1), ProgrammePart(1))),))
    (person,) = events(read(made))[0]["persons"]
    assert person["name"] == "Ada Invented"
    assert person["url"] == "https://summit.example/e/brics_fashion_2026/programme/speakers/ADA34F"


@pytest.mark.parametrize(
    "zone", ["Europe/Moscow", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Asia/Ho_Chi_Minh"]
)
def test_a_zone_that_the_schema_refuses_is_left_out(zone: str) -> None:
    assert read(programme(slot(), zone=zone)).get("time_zone_name", "Etc/GMT+5") == zone


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_valid(title: str) -> None:
    assert events(read(programme(slot(1), sessions=(session(1, titles={"en": title}),))))[0]["title"]


@pytest.mark.parametrize("slug", ["a_mission_2027_01", "summit-1", "ab", "БРИКС", "2026"])
def test_any_edition_has_an_acronym(slug: str) -> None:
    assert read(programme(), frame(slug=slug))["acronym"]


def test_of_repeats_only_the_first_has_the_code() -> None:
    both = slot(1), slot(2, NOON + timedelta(hours=2), session_id=1)
    assert ["code" in event for event in events(read(programme(*both)))] == [True, False]


@given(made=programmes())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_programme_is_valid_and_read_as_the_same_moments(made: tuple[Programme, Frame]) -> None:
    plan, around = made
    found = {
        event["id"]: (datetime.fromisoformat(event["date"]), datetime.fromisoformat(event["end"]))
        for event in events(read(plan, around))
    }
    assert found == {one.id: (one.starts_at, one.ends_at) for one in plan.taking_place}
