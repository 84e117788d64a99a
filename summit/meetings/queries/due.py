"""What time alone changes: questions that lapse or want a reminder, people who are no longer delegates."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Interpreter, Meeting, MeetingAttendee, MeetingSettings
from ..rules.kinds import LIVE
from ..rules.requests import reminder_at

# No edition reminds earlier; keeps the search for reminders small.
_EARLIEST_REMINDER = timedelta(days=14)


def list_lapsed(now: datetime) -> list[int]:
    """Return the meetings whose open question has lapsed."""
    statement = select(Meeting.id).where(Meeting.status.in_(LIVE), Meeting.expires_at <= now)
    return list(db.session.scalars(statement.order_by(Meeting.id)))


def list_to_remind(now: datetime) -> list[int]:
    """Return the meetings of whose open question its company is to be reminded now, once each."""
    statement = (
        select(Meeting.id, Meeting.changed_at, Meeting.expires_at, MeetingSettings.reminder_hours)
        .join(MeetingSettings, MeetingSettings.event_id == Meeting.event_id)
        .where(
            Meeting.status.in_(LIVE),
            Meeting.reminded_at.is_(None),
            Meeting.expires_at > now,
            Meeting.expires_at <= now + _EARLIEST_REMINDER,
        )
        .order_by(Meeting.id)
    )
    rows = db.session.execute(statement)
    return [row[0] for row in rows if row[2] is not None and is_reminder_due(row[1], row[2], row[3], now)]


def is_reminder_due(asked_at: datetime, expires_at: datetime, hours: int, now: datetime) -> bool:
    """Tell whether the moment of the reminder has come."""
    moment = reminder_at(asked_at, expires_at, hours)
    return moment is not None and moment <= now


def list_absent(now: datetime) -> list[tuple[int, int]]:
    """Return (meeting, registration) of those who are to attend a meeting to come but are no longer delegates."""
    statement = (
        select(MeetingAttendee.meeting_id, MeetingAttendee.registration_id)
        .join(Meeting, Meeting.id == MeetingAttendee.meeting_id)
        .join(Registration, Registration.id == MeetingAttendee.registration_id)
        .where(Meeting.status.in_(LIVE), Registration.status != RegistrationStatus.APPROVED)
        .where(or_(Meeting.starts_at.is_(None), Meeting.starts_at > now))
        .order_by(MeetingAttendee.meeting_id, MeetingAttendee.registration_id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def list_absent_interpreters() -> list[tuple[int, int]]:
    """Return (edition, interpreter) of the interpreters in use who are no longer delegates."""
    statement = (
        select(Interpreter.event_id, Interpreter.id)
        .join(Registration, Registration.id == Interpreter.registration_id)
        .where(Interpreter.is_active, Registration.status != RegistrationStatus.APPROVED)
        .order_by(Interpreter.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]
