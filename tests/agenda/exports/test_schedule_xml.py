from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from summit.agenda.exports.plan import Frame
from summit.agenda.exports.schedule_xml import write_schedule_xml
from summit.agenda.rules.kinds import PersonRole, SessionKind, SlotStatus
from summit.agenda.rules.programme import Programme, ProgrammeHall, ProgrammePart, ProgrammePerson
from tests.agenda.exports.programmes import NOON, TITLES, frame, programme, programmes, session, slot, xml_schema


def read(made: Programme, around: Frame | None = None) -> Any:
    """The export, parsed and found valid."""
    root = etree.fromstring(write_schedule_xml(made, around or frame()))
    schema = xml_schema()
    assert schema.validate(root), schema.error_log
    return root


def events(root: Any) -> list[Any]:
    return list(root.iterfind("day/room/event"))


def test_an_event_says_when_and_where_at_the_venue() -> None:
    (event,) = events(read(programme(slot(7))))
    assert event.findtext("date") == "2026-11-28T12:00:00+03:00"
    assert (event.findtext("start"), event.findtext("duration")) == ("12:00", "00:45")
    assert event.findtext("room") == event.getparent().get("name") == "Main hall"
    assert (event.get("id"), event.get("guid")) == ("7", str(UUID(int=1007)))


def test_the_conference_is_named_in_the_readers_language() -> None:
    root = read(programme(slot()), frame(language="ru"))
    assert root.findtext("conference/title") == "Саммит моды"
    assert root.findtext("conference/time_zone_name") == "Europe/Moscow"
    assert root.find("conference/color").get("primary") == "#8a1538"
    assert root.findtext("version") == "1.0"


def test_every_day_of_the_edition_stands_there_even_without_events() -> None:
    found = read(programme()).findall("day")
    assert [(day.get("index"), day.get("date")) for day in found] == [
        ("1", "2026-11-28"),
        ("2", "2026-11-29"),
        ("3", "2026-11-30"),
    ]


def test_a_show_after_midnight_belongs_to_the_evening_before() -> None:
    late = slot(1, datetime(2026, 11, 28, 21, 30, tzinfo=UTC))
    (event,) = events(read(programme(late)))
    assert event.findtext("start") == "00:30"
    assert event.findtext("date").startswith("2026-11-29T00:30")
    assert event.getparent().getparent().get("date") == "2026-11-28"


def test_a_day_reaches_as_far_as_its_events() -> None:
    over = slot(1, datetime(2026, 11, 28, 23, 0, tzinfo=UTC), minutes=600)
    day = read(programme(over)).find("day")
    assert datetime.fromisoformat(day.get("end")) == over.ends_at


def test_a_session_outside_of_the_editions_days_gets_a_day_of_its_own() -> None:
    found = read(programme(slot(1, NOON + timedelta(days=9)))).findall("day")
    assert [day.get("index") for day in found] == ["1", "2", "3", "4"]
    assert found[-1].get("date") == "2026-12-07"


def test_a_plenary_stands_once_in_its_leading_hall_and_names_all() -> None:
    (event,) = events(read(programme(slot(1, hall_ids=(2, 1)))))
    assert event.findtext("room") == "Second hall"
    assert event.findtext("subtitle") == "Second hall + Main hall"


def test_of_repeats_only_the_first_has_the_code() -> None:
    both = slot(1), slot(2, NOON + timedelta(hours=2), session_id=1)
    assert [event.get("code") is not None for event in events(read(programme(*both)))] == [True, False]


def test_what_is_cancelled_is_left_out() -> None:
    assert events(read(programme(slot(1, status=SlotStatus.CANCELLED)))) == []


def test_two_halls_of_one_name_are_told_apart() -> None:
    halls = (
        ProgrammeHall(1, {"en": "Hall"}, floor="Ground floor"),
        ProgrammeHall(2, {"en": "Hall"}),
        ProgrammeHall(3, {"en": "Hall"}),
    )
    made = programme(slot(1), slot(2, hall_ids=(2,)), slot(3, hall_ids=(3,)), halls=halls)
    names = [room.get("name") for room in read(made).iterfind("day/room")]
    assert names == ["Hall (Ground floor)", "Hall", "Hall (2)"]


@pytest.mark.parametrize("title", TITLES)
def test_any_title_has_a_slug_of_plain_letters(title: str) -> None:
    (event,) = events(read(programme(slot(1), sessions=(session(1, titles={"en": title}),))))
    assert event.findtext("slug").startswith("brics_fashion_2026-1-")


@pytest.mark.parametrize("slug", ["a_mission_2027_01", "summit-1", "ab", "БРИКС", "2026", "x" * 40])
def test_any_edition_has_an_acronym(slug: str) -> None:
    assert read(programme(), frame(slug=slug)).findtext("conference/acronym")


def test_interpreters_are_not_on_stage_and_nobody_is_twice() -> None:
    people = tuple(ProgrammePerson(key, f"P{key}", str(UUID(int=key)), f"Person {key}") for key in (1, 2))
    parts = (ProgrammePart(1), ProgrammePart(1, PersonRole.MODERATOR), ProgrammePart(2, PersonRole.INTERPRETER, "ru"))
    made = programme(slot(1), sessions=(session(1, parts=parts),), people=people)
    assert [person.text for person in events(read(made))[0].iterfind("persons/person")] == ["Person 1"]


def test_a_name_is_in_its_own_script_for_its_readers() -> None:
    made = programme(slot(1), sessions=(session(1, parts=(ProgrammePart(1),)),))
    named = [events(read(made, frame(language=tag)))[0].findtext("persons/person") for tag in ("en", "ru")]
    assert named == ["Ada Invented", "Ада"]


def test_empty_fields_are_left_out_and_needed_ones_stay() -> None:
    made = programme(slot(1), sessions=(session(1, kind=SessionKind.BREAK),))
    (event,) = events(read(made))
    assert {child.tag for child in event} == {
        *("date", "start", "duration", "room", "slug", "url", "title", "type", "track", "abstract", "persons", "links")
    }
    assert event.findtext("type") == "break"


def test_equal_programmes_give_equal_bytes() -> None:
    assert write_schedule_xml(programme(slot()), frame()) == write_schedule_xml(programme(slot()), frame())


@given(made=programmes())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_programme_is_valid_and_read_as_the_same_moments(made: tuple[Programme, Frame]) -> None:
    plan, around = made
    root = read(plan, around)
    found = {int(event.get("id")): datetime.fromisoformat(event.findtext("date")) for event in events(root)}
    assert found == {one.id: one.starts_at for one in plan.taking_place}
    for day in root.iterfind("day"):
        start, end = (datetime.fromisoformat(day.get(name)) for name in ("start", "end"))
        for event in day.iterfind("room/event"):
            hours, minutes = map(int, event.findtext("duration").split(":"))
            begins = datetime.fromisoformat(event.findtext("date"))
            assert start <= begins
            assert begins.astimezone(UTC) + timedelta(hours=hours, minutes=minutes) <= end
            assert hours < 24
            assert f"{begins:%H:%M}" == event.findtext("start")
