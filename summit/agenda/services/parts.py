"""Who is part of a session: speakers, moderators and interpreters, in their order."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from summit.audit.services import record
from summit.database import db
from summit.events.rules import IsGone

from ..models import Session, SessionPerson
from ..queries import speakers as queries
from ..rules.speakers import Part, ensure_parts, part_moved
from .drafting import lock_draft, note_change

__all__ = ["Part", "add_part", "move_part", "remove_part", "set_parts"]


def set_parts(session_id: int, parts: Sequence[Part], *, actor_id: int | None, now: datetime) -> Session:
    """Replace who is part of a session; the order given is the order shown.

    Raises IsGone for an unknown session, SpeakerIsUnknown for somebody of another edition, PartIsDoubled,
    InterpreterNeedsLanguage, LanguageIsUnknown.
    """
    return _change(session_id, lambda present: list(parts), actor_id=actor_id, now=now)


def add_part(session_id: int, part: Part, *, actor_id: int | None, now: datetime) -> Session:
    """Add somebody at the end; raises what set_parts raises."""
    return _change(session_id, lambda present: [*present, part], actor_id=actor_id, now=now)


def remove_part(session_id: int, part_id: int, *, actor_id: int | None, now: datetime) -> Session:
    """Take somebody out of the session; a part that is gone already is no fault."""
    place = _place_of(session_id, part_id)

    def without(present: list[Part]) -> list[Part]:
        return [part for part in present if (part.speaker_id, part.role) != place]

    return _change(session_id, without, actor_id=actor_id, now=now)


def move_part(session_id: int, part_id: int, steps: int, *, actor_id: int | None, now: datetime) -> Session:
    """Move a part by `steps` places, negative towards the start; a part that is gone already is no fault."""
    place = _place_of(session_id, part_id)

    def moved(present: list[Part]) -> list[Part]:
        index = next((i for i, part in enumerate(present) if (part.speaker_id, part.role) == place), None)
        return present if index is None else part_moved(present, index, steps)

    return _change(session_id, moved, actor_id=actor_id, now=now)


def _place_of(session_id: int, part_id: int) -> tuple[int, str] | None:
    statement = select(SessionPerson.speaker_id, SessionPerson.role)
    here = (SessionPerson.session_id == session_id, SessionPerson.id == part_id)
    row = db.session.execute(statement.where(*here)).first()
    return (row.speaker_id, row.role) if row else None


def _change(
    session_id: int, change: Callable[[list[Part]], list[Part]], *, actor_id: int | None, now: datetime
) -> Session:
    event_id = db.session.scalar(select(Session.event_id).where(Session.id == session_id))
    if event_id is None:
        raise IsGone
    settings = lock_draft(event_id)
    session = queries.find_session_with_people(event_id, session_id)
    if session is None:
        raise IsGone
    present = [Part(row.speaker_id, row.role, row.language) for row in session.people]
    wanted = change(present)
    parts = ensure_parts(wanted, queries.names_of(event_id, {part.speaker_id for part in wanted}))
    if parts != present:
        _write(session, parts)
        note_change(settings, "people_set", actor_id=actor_id, now=now, session_id=session.id)
        detail = {"code": session.code, "parts": len(parts)}
        record("session.people_set", "session", session.id, actor_id=actor_id, event_id=event_id, **detail)
    return session


def _write(session: Session, parts: Sequence[Part]) -> None:
    """Bring the rows to the parts; a row that stays is kept, because (session, person, role) is unique."""
    known = {(row.speaker_id, row.role): row for row in session.people}
    rows = []
    for position, part in enumerate(parts):
        row = known.get((part.speaker_id, part.role))
        row = row or SessionPerson(session_id=session.id, speaker_id=part.speaker_id, role=part.role)
        row.position, row.language = position, part.language
        rows.append(row)
    session.people = rows
    db.session.flush()
