"""What search engines read: schema.org data as JSON-LD, escaped for its place within a page."""

import json
from typing import Any

from flask import url_for
from markupsafe import Markup

from summit.web.filters import text_for

from ...rules.kinds import PersonRole
from ...rules.programme import ProgrammeSlot
from .look import Look, PersonLook, SessionLook, SlotLook
from .shown import Shown
from .times import venue_iso

# JSON may write any character as \uXXXX; written so, none of them can end the script element or begin a comment.
_UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def session_data(shown: Shown, look: Look, session_id: int) -> Markup:
    """Return an Event for each slot of the session."""
    session = look.session(session_id)
    slots = shown.programme.slots_of_session.get(session_id, ())
    return json_ld([_event(shown, look, session, slot) for slot in slots])


def person_data(shown: Shown, person: PersonLook) -> Markup:
    """Return a Person."""
    return json_ld({"@context": "https://schema.org", **_person(person), "description": _biography(person)})


def json_ld(values: Any) -> Markup:
    """Return the values as JSON that is safe within a script element, whatever a title holds."""
    return Markup(json.dumps(_without_blanks(values), ensure_ascii=False).translate(_UNSAFE))  # noqa: S704 - see above


def _event(shown: Shown, look: Look, session: SessionLook, slot: ProgrammeSlot) -> dict[str, Any]:
    view = look.slot(slot)
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": _absolute("programme.session", session, slot),
        "url": url_for("programme.session", code=session.session.code, _external=True),
        "name": session.plain_title,
        "description": text_for(session.session.abstracts),
        "startDate": view.starts_iso,
        "endDate": view.ends_iso,
        **_status(view, shown.zone),
        "eventAttendanceMode": _attendance(session),
        "location": _location(shown, view),
        "inLanguage": session.session.language,
        "performer": [_person(part.person) for part in session.parts if part.role is not PersonRole.INTERPRETER],
        "maximumAttendeeCapacity": session.session.capacity,
        "typicalAgeRange": f"{session.session.age_limit}-" if session.session.age_limit else "",
        "superEvent": _edition(shown),
    }


def _absolute(endpoint: str, session: SessionLook, slot: ProgrammeSlot) -> str:
    return url_for(endpoint, code=session.session.code, _external=True, _anchor=f"slot-{slot.id}")


def _status(view: SlotLook, zone: str) -> dict[str, Any]:
    if view.slot.is_cancelled:
        return {"eventStatus": "https://schema.org/EventCancelled"}
    if view.move and view.move.starts_at != view.slot.starts_at:
        previous = venue_iso(view.move.starts_at, zone)
        return {"eventStatus": "https://schema.org/EventRescheduled", "previousStartDate": previous}
    return {"eventStatus": "https://schema.org/EventScheduled"}


def _attendance(session: SessionLook) -> str:
    kind = "Mixed" if session.session.stream_url else "Offline"
    return f"https://schema.org/{kind}EventAttendanceMode"


def _location(shown: Shown, view: SlotLook) -> list[dict[str, Any]]:
    venue = {"@type": "Place", "name": text_for(shown.event.venue_names), "address": _address(shown, "")}
    places = [
        {
            "@type": "Place",
            "name": hall.plain_name,
            "address": _address(shown, hall.detail if hall.is_elsewhere else ""),
            "containedInPlace": None if hall.is_elsewhere else venue,
        }
        for hall in view.halls
    ]
    return places or [venue]


def _address(shown: Shown, street: str) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": street or shown.event.address,
        "addressCountry": shown.event.country,
    }


def _person(person: PersonLook) -> dict[str, Any]:
    one = person.person
    return {
        "@type": "Person",
        "name": one.name,
        "alternateName": one.name_native,
        "jobTitle": one.job_title,
        "worksFor": {"@type": "Organization", "name": one.organisation} if one.organisation else None,
        "url": url_for("programme.speaker", code=one.code, _external=True),
    }


def _biography(person: PersonLook) -> str:
    return text_for(person.person.biographies)


def _edition(shown: Shown) -> dict[str, Any]:
    event = shown.event
    return {
        "@type": "Event",
        "name": text_for(event.names),
        "startDate": event.starts_on.isoformat(),
        "endDate": event.ends_on.isoformat(),
        "url": url_for("events.edition", _external=True),
        "location": {"@type": "Place", "name": text_for(event.venue_names), "address": _address(shown, "")},
    }


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_blanks(part) for key, part in value.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        return [_without_blanks(part) for part in value]
    return value
