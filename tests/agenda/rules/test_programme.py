"""A programme survives being kept as JSON."""

import json
from datetime import UTC, datetime, timedelta

from summit.agenda.rules.kinds import PersonRole, SessionFormat, SessionKind, SlotStatus
from summit.agenda.rules.programme import (
    Programme,
    ProgrammeHall,
    ProgrammeMaterial,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeTrack,
    from_json,
    to_json,
)

NINE = datetime(2026, 11, 28, 6, tzinfo=UTC)


def whole_programme() -> Programme:
    session = ProgrammeSession(
        id=7,
        code="AC3D4E",
        guid="c0ffee00-0000-4000-8000-000000000001",
        kind=SessionKind.SESSION,
        format=SessionFormat.PANEL,
        titles={"en": "Linen", "ar": "كتان 😀"},
        track_id=3,
        channels={"1": "ru"},
        categories=("D", "B"),
        parts=(ProgrammePart(5, PersonRole.MODERATOR), ProgrammePart(5, PersonRole.INTERPRETER, "ru")),
        materials=(ProgrammeMaterial(2, {"en": "Slides"}, "slides.pdf", "application/pdf", 12),),
    )
    slot = ProgrammeSlot(9, 7, "guid", "uid", (1, 2), NINE, NINE + timedelta(minutes=45), SlotStatus.CANCELLED, 2, NINE)
    return Programme(
        time_zone="Europe/Moscow",
        halls=(ProgrammeHall(1, {"en": "Hall"}), ProgrammeHall(2, {"en": "Studio"}, 30, "2", "Off-site 1")),
        tracks=(ProgrammeTrack(3, {"en": "Business"}, "#123456"),),
        people=(ProgrammePerson(5, "AAAAAA", "guid", "Anna", biographies={"en": "Weaves."}),),
        sessions=(session,),
        slots=(slot,),
    )


def test_json_gives_the_same_programme_back():
    programme = whole_programme()
    assert from_json(json.loads(json.dumps(to_json(programme)))) == programme


def test_indexes_find_slots_by_session_and_person_once():
    programme = whole_programme()
    assert [slot.id for slot in programme.slots_of_session[7]] == [9]
    assert [slot.id for slot in programme.slots_of_person[5]] == [9]
    assert programme.taking_place == ()
    assert programme.slots[0].minutes == 45
