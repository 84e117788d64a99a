"""Reading the draft: what organisers work on."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from summit.database import db
from summit.events.models import Event, Hall
from summit.events.queries import list_halls

from ..models import Session, SessionPerson, Slot, Speaker, Track
from ..rules.kinds import SessionKind, SessionState, SlotStatus
from ..rules.programme import (
    Programme,
    ProgrammeHall,
    ProgrammeMaterial,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeTrack,
)


def draft_programme(event: Event) -> Programme:
    """Return what a release made now would show: confirmed and cancelled sessions that have a place."""
    slots = _list_public_slots(event.id)
    sessions = {slot.session.id: slot.session for slot in slots}
    used = {key for slot in slots for key in slot.hall_ids}
    return Programme(
        time_zone=event.time_zone,
        halls=tuple(_hall(hall) for hall in list_halls(event.id) if not hall.is_hidden or hall.id in used),
        tracks=tuple(_track(track) for track in list_tracks(event.id)),
        people=_people(sessions.values()),
        sessions=tuple(map(programme_session, sessions.values())),
        slots=tuple(map(_slot, slots)),
    )


def list_tracks(event_id: int) -> list[Track]:
    """Return the edition's tracks in their order."""
    statement = select(Track).where(Track.event_id == event_id).order_by(Track.position, Track.id)
    return list(db.session.scalars(statement))


def _list_public_slots(event_id: int) -> list[Slot]:
    statement = (
        select(Slot)
        .join(Slot.session)
        .where(
            Slot.event_id == event_id,
            Slot.starts_at.is_not(None),
            Session.state != SessionState.DRAFT,
            Session.kind != SessionKind.BLOCKER,
        )
        .options(
            joinedload(Slot.session, innerjoin=True).selectinload(Session.categories),
            joinedload(Slot.session, innerjoin=True).selectinload(Session.materials),
            joinedload(Slot.session, innerjoin=True)
            .selectinload(Session.people)
            .joinedload(SessionPerson.speaker, innerjoin=True),
            selectinload(Slot.joined_halls),
        )
        .order_by(Slot.starts_at, Slot.id)
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def _people(sessions: Iterable[Session]) -> tuple[ProgrammePerson, ...]:
    people = {part.speaker.id: part.speaker for session in sessions for part in session.people}
    ordered = sorted(people.values(), key=lambda speaker: (speaker.sort_key, speaker.id))
    return tuple(map(programme_person, ordered))


def _hall(hall: Hall) -> ProgrammeHall:
    return ProgrammeHall(hall.id, hall.names, hall.capacity, hall.floor, hall.address)


def _track(track: Track) -> ProgrammeTrack:
    return ProgrammeTrack(track.id, track.names, track.colour)


def programme_person(speaker: Speaker) -> ProgrammePerson:
    """Return the public part of a speaker."""
    return ProgrammePerson(
        id=speaker.id,
        code=speaker.code,
        guid=speaker.guid,
        name=speaker.name_latin,
        name_native=speaker.name_native,
        native_language=speaker.native_language,
        honorific=speaker.honorific,
        organisation=speaker.organisation,
        job_title=speaker.job_title,
        country=speaker.country,
        biographies=speaker.biographies,
        photo=speaker.photo_name,
    )


def programme_session(session: Session) -> ProgrammeSession:
    """Return the public part of a session; its categories, people and materials must be loaded."""
    return ProgrammeSession(
        id=session.id,
        code=session.code,
        guid=session.guid,
        kind=session.kind,
        format=session.format,
        titles=session.titles,
        minutes=session.minutes,
        track_id=session.track_id,
        abstracts=session.abstracts,
        notes=session.notes,
        language=session.language,
        channels=session.channels,
        capacity=session.capacity,
        age_limit=session.age_limit,
        dress_codes=session.dress_codes,
        recording_url=session.recording_url,
        stream_url=session.stream_url,
        is_featured=session.is_featured,
        takes_feedback=session.takes_feedback,
        categories=tuple(category.letter for category in session.categories),
        parts=tuple(ProgrammePart(part.speaker_id, part.role, part.language) for part in session.people),
        materials=tuple(
            ProgrammeMaterial(one.id, one.titles, one.file_name, one.media_type, one.byte_count)
            for one in session.materials
        ),
    )


def _slot(slot: Slot) -> ProgrammeSlot:
    if slot.starts_at is None or slot.ends_at is None:
        raise ValueError("A slot of the pool has no place in a programme.")
    cancelled = slot.session.state is SessionState.CANCELLED
    return ProgrammeSlot(
        id=slot.id,
        session_id=slot.session_id,
        guid=slot.guid,
        uid=slot.uid,
        hall_ids=slot.hall_ids,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        status=SlotStatus.CANCELLED if cancelled else SlotStatus.CONFIRMED,
    )
