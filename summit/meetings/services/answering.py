"""Answering: a request or a proposed time is accepted, declined, or met by another proposal."""

from collections.abc import Collection
from datetime import datetime

from ..mails import requests as mails
from ..mails import times as time_mails
from ..models import Meeting
from ..queries.offers import find_slot
from ..queries.settings import get_settings
from ..rules.grid import SlotSpan
from ..rules.kinds import DeclineReason, MeetingStatus, StepAction
from ..rules.requests import lapse_at
from ..rules.turns import Act, StartIsUnknown, accepted_start
from .acting import (
    Locked,
    end,
    ensure_colleagues,
    ensure_room,
    lock_to_act,
    notice_of,
    send_people,
    standing_of,
    write_step,
)
from .freeing import span_of, tell_freed
from .placing import place, touch


def accept(
    meeting_id: int,
    *,
    registration_id: int,
    start: datetime | None = None,
    people: Collection[int] | None = None,
    words: str = "",
    now: datetime,
) -> Meeting:
    """Accept a request or a proposed time, or choose the time of an agreed meeting, and return the meeting.

    `start` is needed where the accepter chooses; a proposal needs none. `people` (registrations) attend for the own
    company; without them those stay who did. With a time the meeting is in the timetable, without one it is agreed.
    Raises what `acting.lock_to_act` and `rules.turns.accepted_start` raise, StartIsUnknown, NobodyAttends,
    IsNoColleague, HasEnoughMeetings, DayIsFull, and from `placing.place` SomebodyIsBusy, NoTableIsFree and
    NoInterpreterIsFree: then nothing has changed and `queries.offers.list_times` has what is free.
    """
    locked = lock_to_act(meeting_id, registration_id, Act.ACCEPT, now, words=words)
    meeting = locked.meeting
    chosen = accepted_start(standing_of(meeting), meeting.proposed_starts_at, start)
    slot = _slot(meeting, chosen, now)
    ensure_room(locked.companies, meeting.event_id, chosen, without=meeting.id)
    if people is not None:
        locked = _with_people(locked, people)
    return _agree(locked, slot, words, now)


def _slot(meeting: Meeting, start: datetime | None, now: datetime) -> SlotSpan | None:
    slot = find_slot(meeting, start, now) if start is not None else None
    if start is not None and slot is None:
        raise StartIsUnknown
    return slot


def _with_people(locked: Locked, people: Collection[int]) -> Locked:
    company_id = locked.actor.company_id or 0
    ensure_colleagues(company_id, people)
    return Locked(send_people(locked.meeting, company_id, people), locked.companies, locked.actor)


def _agree(locked: Locked, slot: SlotSpan | None, words: str, now: datetime) -> Meeting:
    meeting, former = locked.meeting, span_of(locked.meeting)
    if meeting.status is MeetingStatus.PENDING:
        meeting.answered_by, meeting.answered_at = locked.actor.registration_id, now
        meeting.answer = words
    if slot is None:
        _agree_without_time(locked, words, now)
        return meeting
    place(meeting, slot, now=now)
    meeting.informed_at = now
    details = {"start": slot.starts_at.isoformat()}
    write_step(locked, StepAction.ACCEPTED, now=now, words=words, details=details)
    if former is None:
        time_mails.queue_scheduled(notice_of(locked, words))
    else:
        time_mails.queue_moved(notice_of(locked, words), former.starts_at)
        tell_freed(meeting.event_id, former, now=now)
    return meeting


def _agree_without_time(locked: Locked, words: str, now: datetime) -> None:
    meeting = locked.meeting
    meeting.status, meeting.expires_at = MeetingStatus.ACCEPTED, None
    touch(meeting, now, counts=False)
    write_step(locked, StepAction.ACCEPTED, now=now, words=words)
    mails.queue_agreed(notice_of(locked, words))


def decline(meeting_id: int, *, registration_id: int, reason: DeclineReason, words: str = "", now: datetime) -> Meeting:
    """Decline a request with a reason; the other company is told. Raises what `acting.lock_to_act` raises."""
    locked = lock_to_act(meeting_id, registration_id, Act.DECLINE, now, words=words)
    meeting = locked.meeting
    end(locked, MeetingStatus.DECLINED, now=now)
    meeting.decline_reason, meeting.answer = reason, words
    meeting.answered_by, meeting.answered_at = locked.actor.registration_id, now
    write_step(locked, StepAction.DECLINED, now=now, words=words, details={"reason": reason.value})
    mails.queue_declined(notice_of(locked, words))
    return meeting


def propose(meeting_id: int, *, registration_id: int, start: datetime, words: str = "", now: datetime) -> Meeting:
    """Propose a time: an answer to a request, a time for an agreed meeting, or another one for a meeting with a time.

    Nothing is claimed until the other company accepts. Raises what `acting.lock_to_act` raises, and StartIsUnknown.
    """
    locked = lock_to_act(meeting_id, registration_id, Act.PROPOSE, now, words=words)
    meeting, settings = locked.meeting, get_settings(locked.meeting.event_id)
    slot = find_slot(meeting, start, now)
    if slot is None or start == meeting.starts_at:
        raise StartIsUnknown
    earliest = min(filter(None, (start, meeting.starts_at)))
    meeting.proposed_starts_at, meeting.proposed_by = start, locked.actor.company_id
    meeting.expires_at, meeting.reminded_at = lapse_at(now, settings.expiry_hours, earliest), None
    touch(meeting, now, counts=False)
    write_step(locked, StepAction.PROPOSED, now=now, words=words, details={"start": start.isoformat()})
    time_mails.queue_proposed(notice_of(locked, words), locked.other_id)
    return meeting


def refuse_proposal(meeting_id: int, *, registration_id: int, words: str = "", now: datetime) -> Meeting:
    """Refuse the time proposed for an agreed meeting, which stays as it was; the other company is told."""
    locked = lock_to_act(meeting_id, registration_id, Act.REFUSE_PROPOSAL, now, words=words)
    meeting = locked.meeting
    refused = meeting.proposed_starts_at
    meeting.proposed_starts_at = meeting.proposed_by = meeting.expires_at = None
    touch(meeting, now, counts=False)
    details = {"start": refused.isoformat() if refused else "", "proposal": True}
    write_step(locked, StepAction.DECLINED, now=now, words=words, details=details)
    time_mails.queue_proposal_refused(notice_of(locked, words), locked.other_id)
    return meeting
