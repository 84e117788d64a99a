"""The answer to a scan in the reader's language and the venue's time, for script and template alike."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time
from flask import url_for
from flask_babel import get_locale, gettext, ngettext

from summit.permissions import Permission
from summit.registration.rules import RegistrationStatus
from summit.registration.rules.status import STATUS_NAMES
from summit.web.access import may
from summit.web.filters import number, pick_text, text_for
from summit.web.locale import current_language, text_direction

from ..rules import ATTENTION_NAMES, PersonCard, ScanAnswer


def shown(answer: ScanAnswer, *, time_zone: str, now: datetime) -> dict[str, Any]:
    """Return the answer as JSON values, every sentence translated."""
    until = answer.undoable_until
    undo_url = url_for("scans.undo", scan_id=answer.scan_id) if until is not None and until >= now else None
    return {
        "scan_id": str(answer.scan_id),
        "outcome": answer.outcome,
        "signal": answer.signal,
        "direction": answer.direction,
        "slot_id": answer.slot_id,
        "word": gettext(answer.word),
        "explanation": spoken(answer.explanation, answer.params, time_zone, now),
        "next_step": gettext(answer.next_step),
        "attention": [
            *({"flag": flag, "text": gettext(ATTENTION_NAMES[flag])} for flag in answer.attention),
            *({"flag": "note", "text": text_for(texts)} for texts in answer.notes),
        ],
        "person": shown_person(answer.person) if answer.person else None,
        "counts": shown_counts(answer.inside, answer.capacity),
        "repeated": answer.repeated,
        "annulled": answer.annulled,
        "undo_url": undo_url,
        "may_override": answer.is_overridable and may(Permission.OVERRIDE_SCANS),
        "asks_for_company": answer.asks_for_company,
    }


def spoken(message: str, params: Mapping[str, Any], time_zone: str, now: datetime) -> str:
    """Return an explanation in the reader's language, its moments by the venue's clock."""
    return str(gettext(message, **_texts(params, time_zone, now)))


def shown_person(person: PersonCard) -> dict[str, Any]:
    """Return who stands at the gate, with the languages and directions of the names."""
    tag, category = pick_text(person.category_names, current_language())
    language = person.native_language
    return {
        "public_id": person.public_id,
        "name": person.name_latin,
        "native_name": person.name_native,
        "native_language": language,
        "native_direction": _direction(language) if language else "auto",
        "badge_lines": list(person.badge_lines),
        "organisation": person.organisation,
        "status": gettext(STATUS_NAMES[person.status]),
        "is_approved": person.status is RegistrationStatus.APPROVED,
        "category": {
            "letter": person.category_letter,
            "name": category,
            "language": tag,
            "colour": person.category_colour,
        },
        "photo_url": url_for("entrance.photo", person=person.public_id) if person.has_photo else None,
    }


def shown_counts(inside: int, capacity: int | None) -> dict[str, Any]:
    """Return how many are inside, as numbers and in words."""
    text = (
        ngettext("%(shown)s person inside", "%(shown)s people inside", inside, shown=number(inside))
        if capacity is None
        else gettext("%(inside)s of %(capacity)s inside", inside=number(inside), capacity=number(capacity))
    )
    return {"inside": inside, "capacity": capacity, "text": text}


@lru_cache(maxsize=256)
def _direction(language: str) -> str:
    try:
        return text_direction(language)
    except ValueError:
        return "auto"


def _texts(params: Mapping[str, Any], time_zone: str, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(time_zone)
    return {name: _text(value, zone, now) for name, value in params.items()}


def _text(value: Any, zone: ZoneInfo, now: datetime) -> Any:
    if isinstance(value, datetime):
        return _moment(value.astimezone(zone), now.astimezone(zone))
    return text_for(value) if isinstance(value, Mapping) else value


def _moment(local: datetime, now: datetime) -> str:
    """Write the venue's clock; the day too unless it is today."""
    if local.date() == now.date():
        return format_time(local, format="short", locale=get_locale())
    return format_datetime(local, format="short", locale=get_locale())
