"""Programmes of every kind to export, and the schemas that the exports must keep to."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

import jsonschema
import pytest
from hypothesis import strategies as st
from lxml import etree

from config import PROJECT
from summit.agenda.exports.plan import Frame
from summit.agenda.rules.kinds import PersonRole, SessionFormat, SessionKind, SlotStatus
from summit.agenda.rules.programme import (
    Programme,
    ProgrammeHall,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeTrack,
)

SCHEMAS = PROJECT.parent / "shared" / "data"
ZONES = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
NOON = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
TITLES = (
    "Opening",
    "Открытие: показ мод",
    "时装周开幕式",
    "حفل الافتتاح",
    "🧥👗",
    "A\x00B\x0b",
    "x",
    "  ",
    "<b>&amp;\"'",
    "-",
    "é" * 200,
)


def frame(**values: Any) -> Frame:
    defaults = {
        "slug": "brics_fashion_2026",
        "titles": {"en": "Fashion Summit", "ru": "Саммит моды"},
        "first_day": date(2026, 11, 28),
        "last_day": date(2026, 11, 30),
        "version": "1.0",
        "base_url": "https://summit.example",
        "accent": "#8a1538",
    }
    return Frame(**(defaults | values))


def session(key: int = 1, **values: Any) -> ProgrammeSession:
    defaults = {"kind": SessionKind.SESSION, "format": SessionFormat.TALK, "titles": {"en": f"Session {key}"}}
    return ProgrammeSession(key, f"CODE{key:02}"[-6:].rjust(6, "A"), str(UUID(int=key)), **(defaults | values))


def slot(key: int = 1, starts_at: datetime = NOON, minutes: int = 45, **values: Any) -> ProgrammeSlot:
    defaults = {"session_id": key, "hall_ids": (1,), "changed_at": NOON}
    places = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=minutes)}
    return ProgrammeSlot(key, guid=str(UUID(int=1000 + key)), uid=f"{key}@x.example", **(defaults | places | values))


def programme(
    *slots: ProgrammeSlot, zone: str = "Europe/Moscow", sessions: tuple[ProgrammeSession, ...] = (), **values: Any
) -> Programme:
    keys = dict.fromkeys(one.session_id for one in slots)
    known = {one.id: one for one in sessions}
    defaults = {
        "halls": (ProgrammeHall(1, {"en": "Main hall", "ru": "Зал"}), ProgrammeHall(2, {"en": "Second hall"})),
        "tracks": (ProgrammeTrack(1, {"en": "Business"}, "#1f5f8b"),),
        "people": (ProgrammePerson(1, "ADA34F", str(UUID(int=7)), "Ada Invented", "Ада", "ru"),),
        "sessions": tuple(known.get(key) or session(key) for key in keys),
    }
    return Programme(zone, **(defaults | values), slots=tuple(sorted(slots, key=lambda one: one.starts_at)))


@cache
def xml_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_schema("schedule.xml.xsd"))))


@cache
def json_schema() -> jsonschema.Draft6Validator:
    schema = json.loads(_schema("schedule.schema.json").read_text())
    return jsonschema.Draft6Validator(schema, format_checker=jsonschema.FormatChecker())


def _schema(name: str) -> Any:
    if not (SCHEMAS / name).exists():
        pytest.skip(f"The schema {name} is not in {SCHEMAS}; exports are validated where the shared folder is present.")
    return SCHEMAS / name


texts = st.one_of(st.sampled_from(TITLES), st.text(max_size=30))
words = st.dictionaries(st.sampled_from(["en", "ru", "zh-Hans", "ar"]), texts, max_size=2)
# The days on which clocks change somewhere, and others; a programme may go on past midnight.
days = st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5)])


@st.composite
def programmes(draw: Any) -> tuple[Programme, Frame]:
    """Any programme: any zone, days with clock changes, repeats, plenaries, cancelled slots, odd texts."""
    zone, first = draw(st.sampled_from(ZONES)), draw(days)
    count = draw(st.integers(0, 6))
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=14)
    keys = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    slots = [
        slot(
            number,
            begin + timedelta(minutes=5 * draw(st.integers(0, 12 * 72))),
            5 * draw(st.integers(1, 287)),
            session_id=key,
            hall_ids=draw(st.sampled_from([(1,), (2,), (2, 1), (1, 3)])),
            status=draw(st.sampled_from(SlotStatus)),
        )
        for number, key in enumerate(keys, start=1)
    ]
    sessions = tuple(
        session(
            key,
            titles=draw(words),
            abstracts=draw(words),
            notes=draw(words),
            dress_codes=draw(words),
            language=draw(st.sampled_from(["", "en", "zh-Hans"])),
            track_id=draw(st.sampled_from([None, 1])),
            kind=draw(st.sampled_from([SessionKind.SESSION, SessionKind.BREAK])),
            stream_url=draw(st.sampled_from(["", "https://видео.example/прямой эфир?a=1&b=2"])),
            parts=draw(st.sampled_from([(), (ProgrammePart(1),), (ProgrammePart(1, PersonRole.INTERPRETER, "ru"),)])),
            categories=draw(st.sampled_from([(), ("D", "VIP")])),
        )
        for key in sorted(set(keys))
    )
    halls = tuple(ProgrammeHall(key, draw(words), floor=draw(texts)) for key in (1, 2, 3))
    made = programme(*slots, zone=zone, sessions=sessions, halls=halls)
    last = first + timedelta(days=draw(st.integers(0, 2)))
    return made, frame(first_day=first, last_day=last, language=draw(st.sampled_from(["en", "ar"])))
