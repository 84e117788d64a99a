"""Reminding people of meetings that begin soon."""

from datetime import datetime

from sqlalchemy import update

from summit.database import db

from ..mails import times as mails
from ..models import MeetingAttendee
from ..queries.notices import load_notice
from ..queries.onsite import is_to_remind_of
from .placing import lock_meeting


def remind_attendees(meeting_id: int, *, now: datetime) -> int:
    """Remind everybody who attends a meeting that begins soon, once each; returns how many mails were written.

    Whoever sets the mark writes the mail: of two workers at once, one finds it set.
    """
    meeting = lock_meeting(meeting_id)
    if not is_to_remind_of(meeting, now):
        return 0
    unreminded = (MeetingAttendee.meeting_id == meeting_id, MeetingAttendee.reminded_at.is_(None))
    marked = update(MeetingAttendee).where(*unreminded).values(reminded_at=now)
    people = set(db.session.scalars(marked.returning(MeetingAttendee.registration_id)))
    if people:
        mails.queue_begins_soon(load_notice(meeting), people)
    return len(people)
