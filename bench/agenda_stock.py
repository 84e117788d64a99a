"""A programme to measure on: sessions, speakers, halls and stars, written straight into the tables."""

import random
import uuid
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from summit.agenda.models import Session, SessionPerson, Slot, Speaker, Star, Track
from summit.agenda.rules.kinds import PersonRole, SessionFormat, SessionKind, SessionState
from summit.agenda.services.identity import new_code, new_guid
from summit.database import db, transaction
from summit.events.models import Event, Hall
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus, search_key, sort_key
from summit.seed.agenda.sessions import session_facts
from summit.seed.people import people

DAYS = 5
LENGTH = 45
PAUSE = 15
# How many sessions a hall holds from nine in the morning on.
A_DAY = 12
STARS_EACH = 6


def fill_programme(event: Event, count: int) -> None:
    """Give the edition so many sessions of 45 minutes in as many halls as they need, with two speakers each."""
    chance = random.Random(11)
    with transaction():
        halls = _halls(event, -(-count // (DAYS * A_DAY)))
        tracks = _tracks(event)
        speakers = _speakers(event, count * 2, chance)
        sessions = _insert(Session, [_session(event, number, tracks) for number in range(count)])
        parts = [_part(sessions[number // 2], speaker, number % 2) for number, speaker in enumerate(speakers)]
        db.session.execute(insert(SessionPerson), parts)
        db.session.execute(insert(Slot), [_slot(event, key, n, halls) for n, key in enumerate(sessions)])
        db.session.connection().exec_driver_sql("ANALYZE")


def fill_stars(event: Event) -> int:
    """Let everybody who is approved star some sessions, and return how many people that are."""
    chance = random.Random(12)
    with transaction():
        approved = (Registration.event_id == event.id, Registration.status == RegistrationStatus.APPROVED)
        registrations = list(db.session.scalars(select(Registration.id).where(*approved)))
        sessions = list(db.session.scalars(select(Session.id).where(Session.event_id == event.id)))
        rows = [
            {"registration_id": person, "session_id": key}
            for person in registrations
            for key in chance.sample(sessions, STARS_EACH)
        ]
        db.session.execute(insert(Star), rows)
    return len(registrations)


def _insert(model: type, rows: list[dict]) -> list[int]:
    return list(db.session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))


def _halls(event: Event, count: int) -> list[int]:
    rows = [
        {"event_id": event.id, "position": n, "names": {"en": f"Hall {n + 1}", "ru": f"Зал {n + 1}"}, "version": 1}
        | {"capacity": 200, "floor": "1", "address": "", "is_hidden": False}
        for n in range(count)
    ]
    return _insert(Hall, rows)


def _tracks(event: Event) -> list[int]:
    names = ("Business", "Education", "Shows", "Film")
    rows = [
        {"event_id": event.id, "position": n, "names": {"en": name}, "colour": "#1f4e79", "version": 1}
        for n, name in enumerate(names)
    ]
    return _insert(Track, rows)


def _speakers(event: Event, count: int, chance: random.Random) -> list[int]:
    return _insert(Speaker, [_speaker(event, person, n) for n, person in enumerate(people(count, chance))])


def _speaker(event: Event, person: object, number: int) -> dict:
    name = f"{person.name_latin} {number}"
    return {
        "event_id": event.id,
        "code": new_code(),
        "guid": new_guid(),
        "name_latin": name,
        "name_native": person.name_native,
        "native_language": person.native_language,
        "organisation": person.organisation,
        "job_title": person.job_title,
        "country": person.country,
        "email": f"stage{number}@example.org",
        "biographies": {"en": "Works with cloth." * 10, "ru": "Работает с тканью." * 10},
        "sort_key": sort_key(name),
        "search_key": search_key(name, person.name_native, person.organisation, ""),
        "version": 1,
    }


_FACTS = list(session_facts())


def _session(event: Event, number: int, tracks: list[int]) -> dict:
    facts = _FACTS[number % len(_FACTS)]
    return {
        "event_id": event.id,
        "code": new_code(),
        "guid": new_guid(),
        "kind": SessionKind.SESSION,
        "state": SessionState.CONFIRMED,
        "format": SessionFormat(facts.format),
        "track_id": tracks[number % len(tracks)],
        "titles": {tag: f"{title} {number}" for tag, title in facts.titles.items()},
        "abstracts": {tag: text * 4 for tag, text in facts.abstracts.items()},
        "notes": {},
        "language": facts.language,
        "channels": {str(n + 1): tag for n, tag in enumerate(facts.channels)},
        "minutes": LENGTH,
        "capacity": facts.capacity,
        "age_limit": facts.age_limit,
        "dress_codes": {},
        "version": 1,
    }


def _part(session_id: int, speaker_id: int, position: int) -> dict:
    role = PersonRole.MODERATOR if position else PersonRole.SPEAKER
    return {"session_id": session_id, "speaker_id": speaker_id, "role": role, "position": position, "language": ""}


def _slot(event: Event, session_id: int, number: int, halls: list[int]) -> dict:
    hall, place = number % len(halls), number // len(halls)
    day = event.starts_on + timedelta(days=place // A_DAY)
    nine = datetime.combine(day, time(9), ZoneInfo(event.time_zone)).astimezone(UTC)
    start = nine + timedelta(minutes=(LENGTH + PAUSE) * (place % A_DAY))
    return {
        "event_id": event.id,
        "session_id": session_id,
        "guid": new_guid(),
        "uid": f"{uuid.uuid4().hex}@example.org",
        "hall_id": halls[hall],
        "starts_at": start,
        "ends_at": start + timedelta(minutes=LENGTH),
        "version": 1,
    }
