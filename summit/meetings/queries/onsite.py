"""What people need of their meetings while they are at the venue."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from summit.database import db

from ..models import Meeting, MeetingAttendee, MeetingOutcome, MeetingTable
from ..rules.attending import LATEST
from ..rules.kinds import TIMED, MeetingStatus
from ..rules.reminding import LONGEST_REMINDER, is_reminder_due
from .entries import is_announced
from .settings import get_settings


def list_ended(now: datetime) -> list[int]:
    """Return the meetings that nobody can say anything about any more, and that have not been closed yet."""
    over = (Meeting.status == MeetingStatus.SCHEDULED, Meeting.ends_at <= now - LATEST)
    return list(db.session.scalars(select(Meeting.id).where(*over).order_by(Meeting.id)))


def find_outcome(meeting_id: int, company_id: int) -> MeetingOutcome | None:
    """Return what one side has noted; the other side's is nobody's business."""
    return db.session.get(MeetingOutcome, (meeting_id, company_id), populate_existing=True)


def list_attended(event_id: int, registration_id: int) -> list[Meeting]:
    """Return the meetings with a time that somebody attends, with companies, table, hall and people, by start."""
    attends = select(MeetingAttendee.meeting_id).where(MeetingAttendee.registration_id == registration_id)
    statement = (
        select(Meeting)
        .where(Meeting.event_id == event_id, Meeting.id.in_(attends), Meeting.status.in_(TIMED))
        .options(
            joinedload(Meeting.requester, innerjoin=True),
            joinedload(Meeting.partner, innerjoin=True),
            joinedload(Meeting.interpreter),
            joinedload(Meeting.table).joinedload(MeetingTable.hall),
            selectinload(Meeting.attendees).joinedload(MeetingAttendee.registration, innerjoin=True),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def list_without_outcome(event_id: int, company_id: int, now: datetime) -> list[Meeting]:
    """Return a company's meetings that are over and of which it has noted nothing yet, the latest first."""
    noted = select(MeetingOutcome.meeting_id).where(MeetingOutcome.company_id == company_id)
    statement = (
        select(Meeting)
        .where(
            Meeting.event_id == event_id,
            or_(Meeting.requester_id == company_id, Meeting.partner_id == company_id),
            Meeting.status.in_({MeetingStatus.SCHEDULED, MeetingStatus.HELD}),
            Meeting.ends_at <= now,
            Meeting.id.not_in(noted),
        )
        .options(joinedload(Meeting.requester, innerjoin=True), joinedload(Meeting.partner, innerjoin=True))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    return list(db.session.scalars(statement))


def has_noted(meeting_ids: Collection[int], company_id: int) -> set[int]:
    """Return of which of these meetings a company has noted an outcome."""
    statement = select(MeetingOutcome.meeting_id).where(
        MeetingOutcome.company_id == company_id, MeetingOutcome.meeting_id.in_(meeting_ids)
    )
    return set(db.session.scalars(statement))


def list_map_tables(event_id: int) -> list[MeetingTable]:
    """Return the tables in use with their halls and companies, in their order."""
    statement = (
        select(MeetingTable)
        .where(MeetingTable.event_id == event_id, MeetingTable.is_active)
        .options(joinedload(MeetingTable.hall), joinedload(MeetingTable.company))
        .order_by(MeetingTable.position, MeetingTable.id)
    )
    return list(db.session.scalars(statement))


def list_tables_in_use(event_id: int, now: datetime) -> set[int]:
    """Return the tables at which a meeting takes place at this moment."""
    statement = select(Meeting.table_id).where(
        Meeting.event_id == event_id,
        Meeting.status == MeetingStatus.SCHEDULED,
        Meeting.starts_at <= now,
        Meeting.ends_at > now,
        Meeting.table_id.is_not(None),
    )
    return {key for key in db.session.scalars(statement) if key is not None}


def list_beginning(now: datetime) -> list[int]:
    """Return the meetings that begin soon and of which somebody who attends has not been reminded."""
    unreminded = select(MeetingAttendee.meeting_id).where(MeetingAttendee.reminded_at.is_(None))
    statement = (
        select(Meeting)
        .where(
            Meeting.status == MeetingStatus.SCHEDULED,
            Meeting.starts_at > now,
            Meeting.starts_at <= now + LONGEST_REMINDER,
            Meeting.id.in_(unreminded),
        )
        .order_by(Meeting.id)
    )
    return [row.id for row in db.session.scalars(statement) if is_to_remind_of(row, now)]


def is_to_remind_of(meeting: Meeting, now: datetime) -> bool:
    """Tell whether a meeting begins so soon that people are reminded, who have not just been told of its time."""
    settings = get_settings(meeting.event_id)
    if meeting.status is not MeetingStatus.SCHEDULED or meeting.starts_at is None:
        return False
    begins = is_reminder_due(meeting.starts_at, settings.meeting_reminder_minutes, meeting.informed_at, now)
    return begins and is_announced(meeting, settings)
