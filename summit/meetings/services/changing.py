"""Changing what is agreed: cancelled, moved by the organiser, attended by others."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select

from summit.audit import services as audit
from summit.database import db
from summit.registration.models import Registration

from ..mails import times as mails
from ..models import Meeting
from ..rules.grid import SlotSpan
from ..rules.kinds import LIVE, MeetingStatus, StepAction
from ..rules.requests import ensure_languages, ensure_link
from ..rules.turns import Act, StepIsNotPossible
from .acting import (
    Locked,
    end,
    ensure_approved,
    ensure_colleagues,
    lock_as_organiser,
    lock_to_act,
    notice_of,
    send_people,
    write_step,
)
from .freeing import span_of, tell_freed
from .placing import place, reclaim, touch, unplace


def cancel(meeting_id: int, *, registration_id: int, words: str = "", now: datetime) -> Meeting:
    """Cancel an agreed meeting for one of its companies; both are told and its place is free again.

    Raises what `acting.lock_to_act` raises.
    """
    locked = lock_to_act(meeting_id, registration_id, Act.CANCEL, now, words=words)
    end_agreed(locked, words=words, now=now)
    return locked.meeting


def cancel_as_organiser(meeting_id: int, *, actor_id: int | None, words: str = "", now: datetime) -> Meeting:
    """Cancel a request or meeting for the organiser; `actor_id` is their account. Raises StepIsNotPossible."""
    locked = lock_as_organiser(meeting_id, actor_id, words=words)
    if locked.meeting.status not in LIVE:
        raise StepIsNotPossible
    end_agreed(locked, words=words, now=now)
    event_id = locked.meeting.event_id
    audit.record("meeting.cancelled", "meeting", meeting_id, actor_id=actor_id, event_id=event_id)
    return locked.meeting


def end_agreed(locked: Locked, *, words: str, now: datetime) -> None:
    """Cancel a locked living meeting: its claims are given back, everybody is told."""
    meeting, former = locked.meeting, span_of(locked.meeting)
    if former is not None:
        unplace(meeting, MeetingStatus.CANCELLED, now=now)
    end(locked, MeetingStatus.CANCELLED, now=now)
    write_step(locked, StepAction.CANCELLED, now=now, words=words)
    mails.queue_cancelled(notice_of(locked, words))
    tell_freed(meeting.event_id, former, now=now)


def move_as_organiser(
    meeting_id: int,
    slot: SlotSpan,
    *,
    actor_id: int | None,
    table_id: int | None = None,
    words: str = "",
    now: datetime,
) -> Meeting:
    """Put an agreed or pending meeting into the timetable, or move it there, for the organiser; everybody is told.

    Raises StepIsNotPossible, CompanyIsNotApproved, and what `placing.place` raises.
    """
    locked = lock_as_organiser(meeting_id, actor_id, words=words)
    meeting, former = locked.meeting, span_of(locked.meeting)
    if meeting.status not in LIVE:
        raise StepIsNotPossible
    ensure_approved(locked.companies)
    place(meeting, slot, table_id=table_id, now=now)
    meeting.informed_at = now
    action = StepAction.SCHEDULED if former is None else StepAction.MOVED
    write_step(locked, action, now=now, words=words, details={"start": slot.starts_at.isoformat()})
    if former is None:
        mails.queue_scheduled(notice_of(locked, words))
    else:
        mails.queue_moved(notice_of(locked, words), former.starts_at)
        tell_freed(meeting.event_id, former if former != slot else None, now=now)
    return meeting


def change_people(meeting_id: int, *, registration_id: int, people: Collection[int], now: datetime) -> Meeting:
    """Have other colleagues of the actor's company attend; those who come and go, and the other side, are told.

    Raises what `acting.lock_to_act` raises, NobodyAttends, IsNoColleague, and SomebodyIsBusy or NoTableIsFree for a
    meeting with a time: then nothing has changed.
    """
    locked = lock_to_act(meeting_id, registration_id, Act.CHANGE_PEOPLE, now)
    company_id = locked.actor.company_id or 0
    ensure_colleagues(company_id, people)
    replace_people(locked, company_id, people, now=now)
    return locked.meeting


def replace_people(locked: Locked, company_id: int, people: Collection[int], *, now: datetime) -> None:
    """Have exactly these people attend a locked meeting for a company, their time claimed where it has one."""
    meeting = locked.meeting
    before = {one.registration_id for one in meeting.attendees if one.company_id == company_id}
    meeting = send_people(meeting, company_id, people)
    if before == set(people):
        return
    reclaim(meeting)
    touch(meeting, now, counts=meeting.starts_at is not None)
    write_step(locked, StepAction.PEOPLE_CHANGED, now=now)
    if meeting.status is not MeetingStatus.PENDING:
        joined, left = _people(set(people) - before), _people(before - set(people))
        mails.queue_people_changed(notice_of(locked), company_id, joined, left)


def _people(registration_ids: Iterable[int]) -> list[Registration]:
    statement = select(Registration).where(Registration.id.in_(list(registration_ids))).order_by(Registration.id)
    return list(db.session.scalars(statement))


def change_details(
    meeting_id: int, *, registration_id: int, online_link: str, interpreting: Collection[str], now: datetime
) -> Meeting:
    """Change the link of a meeting online and the languages between which an interpreter is wished for.

    Raises what `acting.lock_to_act` raises, LinkIsNoAddress and LanguagesAreTheSame.
    """
    locked = lock_to_act(meeting_id, registration_id, Act.CHANGE_DETAILS, now)
    ensure_link(online_link)
    ensure_languages(interpreting)
    meeting = locked.meeting
    if (meeting.online_link, meeting.interpreting) == (online_link, list(interpreting)):
        return meeting
    meeting.online_link, meeting.interpreting = online_link, list(interpreting)
    touch(meeting, now, counts=meeting.starts_at is not None)
    write_step(locked, StepAction.EDITED, now=now)
    return meeting
