"""Another tool's schedule.json as rows."""

import pytest

from summit.agenda.rules.exchange import SheetKind
from summit.agenda.rules.foreign import rows_of_schedule
from summit.sheets.rules import FileIsUnreadable

GUID = "6fb62d8f-6a1b-4f5e-8d5b-3f6a2c9b1e77"


def schedule(*events, rooms=("Saal 1",), **conference):
    days = [{"index": 1, "date": "2026-11-28", "rooms": {room: list(events) for room in rooms}}]
    return {"schedule": {"version": "1", "conference": {"title": "x", "days": days, **conference}}}


def event(**values):
    return {
        "guid": GUID,
        "id": 5,
        "date": "2026-11-28T12:00:00+01:00",
        "start": "12:00",
        "duration": "00:30",
        "room": "Saal 1",
        "title": "Cloth",
        "type": "lecture",
        "language": "de",
        "abstract": "About <b>cloth</b>",
        "persons": [{"id": 3, "public_name": "Ada; Invented"}],
        **values,
    }


def cells(values, sheet):
    return [dict(row.cells) for row in rows_of_schedule(values, "en")[sheet]]


def test_an_event_is_a_session_with_a_time_known_by_its_guid():
    (session,) = cells(schedule(event()), SheetKind.SESSIONS)
    (time,) = cells(schedule(event()), SheetKind.TIMES)
    assert (session["key"], session["title (en)"], session["format"]) == (GUID, "Cloth", "lecture")
    assert (session["minutes"], session["people"], session["language"]) == ("30", "Ada Invented [3]", "de")
    assert time == {
        "key": GUID,
        "session": GUID,
        "starts": "2026-11-28T12:00:00+01:00",
        "ends": "2026-11-28T12:30:00+01:00",
        "halls": "Saal 1",
    }


def test_events_of_one_code_are_repeats_of_one_session():
    again = event(guid="6fb62d8f-6a1b-4f5e-8d5b-3f6a2c9b1e78", code="ABC")
    values = schedule(event(code="ABC"), again)
    assert len(cells(values, SheetKind.SESSIONS)) == 1
    assert [time["session"] for time in cells(values, SheetKind.TIMES)] == [GUID, GUID]


def test_rooms_tracks_and_persons_are_gathered_once():
    values = schedule(
        event(track="Craft"),
        event(guid="b", track="Craft", persons=[{"guid": GUID, "name": "Bo", "biography": "Sews."}]),
        tracks=[{"name": "Business", "color": "#1f5f8b"}, {"name": "Pale", "color": "#ffffee"}],
        rooms=("Saal 1",),
    )
    assert cells(values, SheetKind.TRACKS) == [
        {"name (en)": "Business", "colour": "#1f5f8b"},
        {"name (en)": "Pale"},
        {"name (en)": "Craft"},
    ]
    assert cells(values, SheetKind.SPEAKERS)[1] == {"key": GUID, "name": "Bo", "biography (en)": "Sews."}
    assert cells(values, SheetKind.HALLS) == [{"name (en)": "Saal 1"}]


def test_a_break_is_a_break_and_an_unknown_type_is_other():
    kinds = [cells(schedule(event(type=kind)), SheetKind.SESSIONS)[0] for kind in ("break", "opera")]
    assert [(one["kind"], one["format"]) for one in kinds] == [("break", "other"), ("session", "other")]


def test_unknown_keys_are_passed_over():
    values = schedule(event(weather="fine"), sponsors=[1, 2])
    assert len(cells(values, SheetKind.SESSIONS)) == 1


@pytest.mark.parametrize(
    "values",
    [None, 5, [], {}, {"schedule": {}}, {"schedule": {"conference": {}}}, schedule(5), schedule(None)]
    + [
        {"schedule": {"conference": {"days": days}}}
        for days in (None, 5, [5], [{}], [{"rooms": []}], [{"rooms": {"a": 5}}])
    ],
)
def test_json_of_another_shape_is_refused(values):
    with pytest.raises(FileIsUnreadable):
        rows_of_schedule(values, "en")


@pytest.mark.parametrize("wrong", [None, 5, [], {}, "x" * 10_000, "\x00", {"en": {"a": 1}}, True])
@pytest.mark.parametrize(
    "field", ["guid", "id", "date", "duration", "room", "title", "type", "language", "abstract", "persons", "track"]
)
def test_a_wrong_value_is_left_to_the_rules_of_its_cell(field, wrong):
    assert len(cells(schedule(event(**{field: wrong})), SheetKind.TIMES)) == 1
