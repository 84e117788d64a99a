"""Objections to the provisional timetable, and what the organiser makes of them."""

from datetime import datetime

from sqlalchemy import select

from summit.audit import services as audit
from summit.companies.models import CompanyMember
from summit.database import db
from summit.events.rules import IsGone

from ..mails.objections import queue_resolved
from ..models import Meeting, Objection
from ..queries.notices import load_notice
from ..queries.preferences import find_open_objection
from ..queries.settings import get_settings
from ..rules.kinds import LIVE, MeetingStatus, StepAction
from ..rules.objections import (
    AlreadyObjected,
    AlreadyResolved,
    ensure_objection,
    ensure_taken,
    ensure_words,
)
from .acting import lock_pair
from .changing import cancel_as_organiser
from .placing import note_step


def object_to(meeting_id: int, member: CompanyMember, message: str, *, now: datetime) -> Objection:
    """Say what a company has against a meeting of the provisional timetable.

    Raises ObjectionsAreNotTaken, ReasonIsMissing, TextIsTooLong, AlreadyObjected.
    """
    meeting, _companies = lock_pair(meeting_id)
    settings = get_settings(meeting.event_id)
    ensure_taken(settings.phase, settings.objections_until, now)
    ensure_objection(meeting.status is MeetingStatus.SCHEDULED)
    words = ensure_words(message)
    if find_open_objection(meeting.id, member.company_id) is not None:
        raise AlreadyObjected
    row = Objection(
        meeting_id=meeting.id,
        company_id=member.company_id,
        registration_id=member.registration_id,
        message=words,
        created_at=now,
    )
    db.session.add(row)
    note_step(meeting, StepAction.OBJECTED, now=now, company_id=member.company_id)
    db.session.flush()
    return row


def resolve_objection(objection_id: int, words: str, *, cancels: bool, actor_id: int | None, now: datetime) -> None:
    """Answer an objection in words: the meeting is cancelled, or stays as it stands by now.

    Whoever objected gets the words; with a cancellation everybody is told. Raises ReasonIsMissing, AlreadyResolved.
    """
    text = ensure_words(words)
    meeting = _lock_meeting_of(objection_id)
    statement = select(Objection).where(Objection.id == objection_id).with_for_update(key_share=True)
    row = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()
    if row.resolved_at is not None:
        raise AlreadyResolved
    row.resolved_at, row.resolved_by, row.resolution = now, actor_id, text
    if cancels and meeting.status in LIVE:
        cancel_as_organiser(meeting.id, actor_id=actor_id, words=text, now=now)
    queue_resolved(load_notice(meeting, words=text), row.registration_id, row.company_id)
    audit.record(
        "meeting_objection.resolved",
        "meeting",
        meeting.id,
        actor_id=actor_id,
        event_id=meeting.event_id,
        cancelled=cancels,
    )
    db.session.flush()


def _lock_meeting_of(objection_id: int) -> Meeting:
    meeting_id = db.session.scalar(select(Objection.meeting_id).where(Objection.id == objection_id))
    if meeting_id is None:
        raise IsGone
    return lock_pair(meeting_id)[0]
