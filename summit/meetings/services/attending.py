"""Saying who came, and closing meetings whose time is over."""

from datetime import datetime

from summit.calendar.rules import TimeIsTaken
from summit.companies.rules.status import NotOfTheCompany

from ..mails import times as mails
from ..models import Meeting, MeetingAttendee
from ..queries.notices import load_notice
from ..rules.attending import (
    LATEST,
    MeetingHasNotBegun,
    MeetingIsNotNow,
    OthersAreHere,
    TimeIsGivenAway,
    ending,
    may_arrive,
    may_miss,
    rest_of,
)
from ..rules.kinds import Attendance, MeetingStatus, StepAction
from .acting import actor_of
from .freeing import tell_freed
from .placing import finish, lock_meeting, note_step, reclaim


def mark_here(meeting_id: int, registration_id: int, *, now: datetime) -> Meeting:
    """Note that somebody has come to a meeting of theirs, from 15 minutes before it until an hour after it.

    A meeting that was given up as missed has taken place after all once nobody's side is wholly absent; its time is
    claimed again. Raises NotOfTheCompany unless they attend, MeetingIsNotNow, TimeIsGivenAway.
    """
    meeting = lock_meeting(meeting_id)
    attendee = next((one for one in meeting.attendees if one.registration_id == registration_id), None)
    if attendee is None:
        raise NotOfTheCompany
    if not may_arrive(meeting.status, meeting.starts_at, meeting.ends_at, now):
        raise MeetingIsNotNow
    _mark(attendee, Attendance.HERE, now)
    if meeting.status is MeetingStatus.MISSED and _ending_of(meeting) is MeetingStatus.HELD:
        _take_back(meeting)
        finish(meeting, MeetingStatus.HELD, now=now)
        note_step(meeting, StepAction.HELD, now=now, company_id=attendee.company_id)
    return meeting


def _take_back(meeting: Meeting) -> None:
    try:
        reclaim(meeting)
    except TimeIsTaken as error:
        raise TimeIsGivenAway from error


def mark_absent(meeting_id: int, registration_id: int, *, now: datetime) -> Meeting:
    """Note that the other side did not come, from the start of the meeting until an hour after it.

    The meeting counts as missed at once, the other side is told, and what is left of its time is free for others.
    Raises NotOfTheCompany, MeetingHasNotBegun, OthersAreHere.
    """
    meeting = lock_meeting(meeting_id)
    actor = actor_of(meeting, registration_id)
    if not may_miss(meeting.status, meeting.starts_at, meeting.ends_at, now):
        raise MeetingHasNotBegun
    others = [one for one in meeting.attendees if one.company_id != actor.company_id]
    if any(one.attendance is Attendance.HERE for one in others):
        raise OthersAreHere
    for one in others:
        _mark(one, Attendance.ABSENT, now)
    for one in meeting.attendees:
        if one.registration_id == registration_id:
            _mark(one, Attendance.HERE, now)
    _give_up(meeting, actor.company_id, actor.account_id, now)
    return meeting


def _mark(attendee: MeetingAttendee, attendance: Attendance, now: datetime) -> None:
    attendee.attendance, attendee.marked_at = attendance, now


def _ending_of(meeting: Meeting) -> MeetingStatus:
    return ending((one.company_id, one.attendance) for one in meeting.attendees)


def _give_up(meeting: Meeting, company_id: int | None, account_id: int | None, now: datetime) -> None:
    rest = rest_of(meeting.ends_at, now) if meeting.ends_at is not None else None
    finish(meeting, MeetingStatus.MISSED, now=now)
    note_step(meeting, StepAction.MISSED, now=now, company_id=company_id, actor_id=account_id)
    notice = load_notice(meeting, by=company_id)
    mails.queue_missed(notice, notice.other_than(company_id or meeting.requester_id).id)
    tell_freed(meeting.event_id, rest, now=now)


def close(meeting_id: int, *, now: datetime) -> bool:
    """Close a meeting an hour after its end: held, unless a whole side was absent; returns whether it was open."""
    meeting = lock_meeting(meeting_id)
    if meeting.status is not MeetingStatus.SCHEDULED or meeting.ends_at is None or meeting.ends_at + LATEST > now:
        return False
    status = _ending_of(meeting)
    finish(meeting, status, now=now)
    note_step(meeting, StepAction.HELD if status is MeetingStatus.HELD else StepAction.MISSED, now=now)
    return True
