"""schedule.json (c3voc schema); what the schema does not know stands under conference.meta."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from summit.sheets.rules import without_controls

from ..rules.programme import Programme, ProgrammePerson, ProgrammeSession, Texts
from .plan import Day, Event, Frame, Plan, Room, make_plan, name_of

MEDIA_TYPE = "application/json"
# The schema wants “Area/Place” in plain letters at the beginning, or UTC at the end; others are left out.
_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|.*UTC$")


def write_schedule_json(programme: Programme, frame: Frame) -> bytes:
    """Return the programme as schedule.json, valid against schedule.schema.json."""
    plan = make_plan(programme, frame)
    values = {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": frame.generator, "url": frame.base_url},
        "schedule": {
            "version": without_controls(frame.version),
            "base_url": f"{frame.home}/",
            "conference": _conference(programme, frame, plan),
        },
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _conference(programme: Programme, frame: Frame, plan: Plan) -> dict[str, Any]:
    zone = {"time_zone_name": programme.time_zone} if _ZONE.match(programme.time_zone) else {}
    return {
        "acronym": frame.acronym,
        "title": frame.text(frame.titles) or frame.slug,
        "start": plan.days[0].date.isoformat(),
        "end": plan.days[-1].date.isoformat(),
        "daysCount": len(plan.days),
        "timeslot_duration": "00:05",
        **zone,
        "colors": {"primary": frame.colour},
        "url": f"{frame.home}/",
        "tracks": [
            {"name": frame.text(track.names) or f"#{track.id}", "slug": f"track-{track.id}", "color": track.colour}
            for track in programme.tracks
        ],
        "rooms": [_room(room) for room in plan.rooms],
        "meta": _meta(programme, frame, plan),
        "days": [_day(day, frame) for day in plan.days],
    }


def _room(room: Room) -> dict[str, Any]:
    return {"name": room.name, "guid": room.guid, "capacity": room.hall.capacity}


def _day(day: Day, frame: Frame) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {name: [_event(event, frame) for event in events] for name, events in day.events.items()},
    }


def _event(event: Event, frame: Frame) -> dict[str, Any]:
    session = event.session
    code = {"code": event.code} if event.code else {}
    return {
        "guid": event.guid,
        **code,
        "id": event.slot.id,
        "date": event.starts_at.isoformat(),
        "start": event.start,
        "end": event.ends_at.isoformat(),
        "duration": event.duration,
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": event.subtitle or None,
        "track": event.track or None,
        "type": event.type,
        "language": session.language or None,
        "abstract": event.abstract or None,
        "description": event.description or None,
        "persons": [_person(person, frame) for person in event.people],
        "links": [{"url": _uri(link)} for link in (session.stream_url, session.recording_url) if link],
    }


def _uri(link: str) -> str:
    """Return the link in ASCII, as the schema's format asks."""
    return quote(without_controls(link), safe="%/:=&?~#+!$,;'@()*[]")


def _person(person: ProgrammePerson, frame: Frame) -> dict[str, Any]:
    return {
        "name": name_of(person, frame.language),
        "code": person.code,
        "guid": person.guid,
        "url": f"{frame.home}/speakers/{person.code}",
        "biography": frame.text(person.biographies) or None,
    }


def _meta(programme: Programme, frame: Frame, plan: Plan) -> dict[str, Any]:
    """Return our own data by the guid of each event, and what was cancelled."""
    cancelled = [slot for slot in programme.slots if slot.is_cancelled]
    return {
        "language": frame.language,
        "titles": _texts(frame.titles),
        "events": {event.guid: _own(event, plan) for event in plan.events},
        "cancelled": [
            {
                "guid": slot.guid,
                "code": programme.session_of[slot.session_id].code,
                "titles": _texts(programme.session_of[slot.session_id].titles),
                "date": slot.starts_at.isoformat(),
            }
            for slot in cancelled
        ],
    }


def _own(event: Event, plan: Plan) -> dict[str, Any]:
    session, names = event.session, {room.hall.id: room.name for room in plan.rooms}
    values = {"session": session.code, "titles": _texts(session.titles), "abstracts": _texts(session.abstracts)}
    return values | {name: value for name, value in _special(session).items() if value} | _halls(event, names)


def _special(session: ProgrammeSession) -> dict[str, Any]:
    return {
        "categories": list(session.categories),
        "age_limit": session.age_limit,
        "dress_codes": _texts(session.dress_codes),
        "channels": dict(session.channels),
        "capacity": session.capacity,
        "featured": session.is_featured,
    }


def _halls(event: Event, names: Mapping[int, str]) -> dict[str, Any]:
    return {"halls": [names[key] for key in event.slot.hall_ids]} if len(event.slot.hall_ids) > 1 else {}


def _texts(texts: Texts) -> dict[str, str]:
    return {tag: without_controls(text) for tag, text in texts.items()}
