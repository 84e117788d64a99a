"""Making, changing and deleting the people on stage, and linking them to registrations."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.database import db, savepoint
from summit.events.services.changing import refused_as
from summit.registration.models import Registration
from summit.registration.rules import search_key, sort_key
from summit.web.locale import LAUNCH_LANGUAGES, best_language

from ..models import SessionPerson, Speaker, SpeakerWindow
from ..queries import speakers as queries
from ..rules.speakers import (
    RegistrationIsLinked,
    RegistrationIsUnknown,
    Span,
    SpeakerHasParts,
    clean_speaker,
    ensure_windows,
)
from .drafting import lock_draft
from .identity import new_code, new_guid
from .speaker_photos import delete_file_after_commit
from .speaker_rows import lock_speaker, note_speaker

_ATTEMPTS = 5


class SpeakerValues(TypedDict, total=False):
    """What may be set of a speaker; `language` is that of the mails, `recording_consent` None: not answered."""

    name_latin: str
    name_native: str
    native_language: str
    honorific: str
    organisation: str
    job_title: str
    country: str
    email: str
    language: str
    biographies: Mapping[str, str]
    needs: str
    arrival: str
    recording_consent: bool | None


def create_speaker(
    event_id: int, *, windows: Iterable[Span] = (), actor_id: int | None, now: datetime, **values: Unpack[SpeakerValues]
) -> Speaker:
    """Add somebody to the edition's speakers; needs name_latin, raises the refusals of rules.speakers."""
    clean = _clean({"name_latin": ""} | dict(values))
    spans = ensure_windows(windows)
    settings = lock_draft(event_id)
    speaker = _insert(event_id, clean, spans, now)
    note_speaker("created", speaker, settings, actor_id, now)
    return speaker


def _insert(event_id: int, clean: Mapping[str, Any], spans: list[Span], now: datetime) -> Speaker:
    """Add the row under a code that nobody in the edition has."""
    for _ in range(_ATTEMPTS):
        speaker = Speaker(event_id=event_id, code=new_code(), guid=new_guid(), parts=[], **clean)
        speaker.windows = [SpeakerWindow(starts_at=start, ends_at=end) for start, end in spans]
        speaker.created_at = speaker.updated_at = now
        _write_keys(speaker)
        try:
            with savepoint():
                db.session.add(speaker)
                db.session.flush()
        except IntegrityError:
            continue
        return speaker
    raise RuntimeError("No free code for a speaker was found.")


def update_speaker(
    speaker_id: int,
    *,
    version: int | None = None,
    windows: Iterable[Span] | None = None,
    actor_id: int | None,
    now: datetime,
    **values: Unpack[SpeakerValues],
) -> Speaker:
    """Change a speaker, and the windows of availability where given.

    Raises ChangedMeanwhile where another version was seen, IsGone, and the refusals of rules.speakers.
    """
    clean = _clean(values)
    spans = None if windows is None else ensure_windows(windows)
    speaker, settings = lock_speaker(speaker_id, version)
    changed = _change(speaker, clean, spans)
    if changed:
        speaker.updated_at = now
        _write_keys(speaker)
        db.session.flush()
        note_speaker("updated", speaker, settings, actor_id, now, fields=changed)
    return speaker


def _change(speaker: Speaker, clean: Mapping[str, Any], spans: list[Span] | None) -> list[str]:
    """Set what differs and return the names of those fields."""
    changed = [name for name, value in clean.items() if getattr(speaker, name) != value]
    for name in changed:
        setattr(speaker, name, clean[name])
    if spans is not None and spans != [(one.starts_at, one.ends_at) for one in speaker.windows]:
        speaker.windows = [SpeakerWindow(starts_at=start, ends_at=end) for start, end in spans]
        changed.append("windows")
    return changed


def set_windows(speaker_id: int, windows: Iterable[Span], *, actor_id: int | None, now: datetime) -> Speaker:
    """Replace the half-open UTC spans in which a speaker is available; none means always."""
    return update_speaker(speaker_id, windows=windows, actor_id=actor_id, now=now)


def delete_speaker(speaker_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Delete a speaker who has no part in any session; raises SpeakerHasParts, IsGone.

    What was released keeps showing the person until the next release.
    """
    speaker, settings = lock_speaker(speaker_id)
    refusal = SpeakerHasParts(name=speaker.name_latin)
    if db.session.scalar(select(SessionPerson.id).where(SessionPerson.speaker_id == speaker.id).limit(1)):
        raise refusal
    note_speaker("deleted", speaker, settings, actor_id, now)
    delete_file_after_commit(speaker.photo_name, speaker.event_id)
    with refused_as(refusal):
        db.session.delete(speaker)
        db.session.flush()


def link_registration(speaker_id: int, typed: str, *, actor_id: int | None, now: datetime) -> Speaker:
    """Link a speaker to the edition's registration with this number or address, and fill what is empty from it.

    Raises RegistrationIsUnknown, RegistrationIsLinked, IsGone.
    """
    speaker, settings = lock_speaker(speaker_id)
    registration = queries.find_registration(speaker.event_id, typed)
    if registration is None:
        raise RegistrationIsUnknown
    if speaker.registration_id == registration.id:
        return speaker
    with refused_as(RegistrationIsLinked()):
        speaker.registration_id = registration.id
        speaker.updated_at = now
        _fill_from(speaker, registration)
        _write_keys(speaker)
        db.session.flush()
    note_speaker("linked", speaker, settings, actor_id, now, reference=registration.reference)
    return speaker


def _fill_from(speaker: Speaker, registration: Registration) -> None:
    """Take over what the speaker has not said; the photo stays behind, because it was given for the badge only."""
    if not speaker.name_native:
        speaker.name_native, speaker.native_language = registration.name_native, registration.native_language
    if not speaker.email:
        speaker.language = best_language([registration.language])
    for name in ("honorific", "organisation", "job_title", "email"):
        setattr(speaker, name, getattr(speaker, name) or getattr(registration, name))
    speaker.country = speaker.country or registration.represents


def unlink_registration(speaker_id: int, *, actor_id: int | None, now: datetime) -> Speaker:
    """Take the link to a registration away; what was filled in from it stays."""
    speaker, settings = lock_speaker(speaker_id)
    if speaker.registration_id is not None:
        speaker.registration_id, speaker.updated_at = None, now
        db.session.flush()
        note_speaker("unlinked", speaker, settings, actor_id, now)
    return speaker


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    clean = clean_speaker(values)
    if "language" in clean and clean["language"] not in LAUNCH_LANGUAGES:
        clean["language"] = best_language([clean["language"]])
    return clean


def _write_keys(speaker: Speaker) -> None:
    """Compute what lists are sorted and searched by."""
    speaker.sort_key = sort_key(speaker.name_latin)
    words = (speaker.name_latin, speaker.name_native, speaker.organisation, speaker.job_title, speaker.email)
    speaker.search_key = search_key(*words, speaker.code)
