"""Letting open questions lapse, with a reminder before."""

from datetime import datetime

from ..mails import requests as mails
from ..mails import times as time_mails
from ..models import Meeting
from ..queries.due import is_reminder_due
from ..queries.settings import get_settings
from ..rules.kinds import LIVE, MeetingStatus, StepAction
from .acting import Actor, Locked, end, lock_pair, notice_of, standing_of, write_step
from .placing import touch


def lapse(meeting_id: int, *, now: datetime) -> bool:
    """Have an open question lapse if its time is over: a request ends, a proposal is dropped; both sides are told.

    Returns whether it did: whoever answered in the same moment has been faster.
    """
    meeting, companies = lock_pair(meeting_id)
    if meeting.status not in LIVE or meeting.expires_at is None or meeting.expires_at > now:
        return False
    locked = Locked(meeting, companies, Actor())
    if meeting.status is MeetingStatus.PENDING:
        end(locked, MeetingStatus.EXPIRED, now=now)
        write_step(locked, StepAction.EXPIRED, now=now)
        mails.queue_expired(notice_of(locked))
    else:
        _drop_proposal(locked, now)
    return True


def _drop_proposal(locked: Locked, now: datetime) -> None:
    meeting = locked.meeting
    dropped = meeting.proposed_starts_at
    meeting.proposed_starts_at = meeting.proposed_by = meeting.expires_at = None
    touch(meeting, now, counts=False)
    details = {"proposal": True, "start": dropped.isoformat() if dropped else ""}
    write_step(locked, StepAction.EXPIRED, now=now, details=details)
    time_mails.queue_proposal_expired(notice_of(locked))


def remind(meeting_id: int, *, now: datetime) -> bool:
    """Remind the company whose answer is awaited, once for each question; returns whether a mail was written."""
    meeting, companies = lock_pair(meeting_id)
    answerer_id = standing_of(meeting).answerer_id
    if answerer_id is None or meeting.reminded_at is not None or not _is_due(meeting, now):
        return False
    locked = Locked(meeting, companies, Actor())
    meeting.reminded_at = now
    write_step(locked, StepAction.REMINDED, now=now)
    mails.queue_reminder(notice_of(locked), answerer_id)
    return True


def _is_due(meeting: Meeting, now: datetime) -> bool:
    hours = get_settings(meeting.event_id).reminder_hours
    expires_at = meeting.expires_at
    return expires_at is not None and expires_at > now and is_reminder_due(meeting.changed_at, expires_at, hours, now)
