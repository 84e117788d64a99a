"""Offering a time that has become free to the best pair that waits for one.

Nothing is reserved: both companies are told of the time, which is written into the meeting's history. Either of them
may take it, because both have agreed to meet and everybody who attends is free; the claims decide, as always, if
somebody else is faster. One pair is asked for each time that becomes free, and each pair once for the same time.
"""

from datetime import datetime

from summit.calendar.queries import list_taken
from summit.calendar.rules import ClaimKind

from ..mails import times as mails
from ..models import Meeting
from ..queries.busy import list_busy, needs_table, reach_of
from ..queries.notices import load_notice
from ..queries.settings import get_settings, list_places
from ..queries.waiting import find_offer, list_waiting
from ..rules.grid import SlotSpan
from ..rules.kinds import MeetingStatus, Phase, StepAction
from ..rules.requests import MeetingsAreClosed
from ..rules.times import choose_table
from ..rules.waiting import OfferIsOver, Waiting, best_waiting
from .acting import Locked, actor_of, ensure_approved, ensure_room, lock_pair, notice_of, write_step
from .placing import note_step, place


def offer_freed(event_id: int, slot: SlotSpan, *, now: datetime) -> None:
    """Offer a slot that has become free to the best waiting pair; a hook of `services.freeing.on_freed`."""
    if get_settings(event_id).phase is not Phase.LIVE:
        return
    rows = {row.id: row for row in list_waiting(event_id, slot, now=now)}
    if not rows:
        return
    waiting = [_waiting(row) for row in rows.values()]
    busy = list_busy(event_id, {person for one in waiting for person in one.people})
    places = list_places(event_id)
    taken = list_taken(event_id, ClaimKind.TABLE, [one.id for one in places])

    def has_room(one: Waiting) -> bool:
        row = rows[one.meeting_id]
        pair = (row.partner_id, row.requester_id)
        return not needs_table(row) or choose_table(places, taken, slot, pair, len(one.people)) is not None

    best = best_waiting(waiting, slot, busy, has_room)
    if best is not None:
        _offer(rows[best.meeting_id], slot, now)


def _waiting(row: Meeting) -> Waiting:
    people = tuple(one.registration_id for one in row.attendees)
    return Waiting(row.id, people, row.answered_at or row.created_at, row.is_must, reach_of(row))


def _offer(row: Meeting, slot: SlotSpan, now: datetime) -> None:
    details = {"start": slot.starts_at.isoformat(), "end": slot.ends_at.isoformat()}
    note_step(row, StepAction.OFFERED, now=now, details=details)
    mails.queue_offered(load_notice(row), slot.starts_at, slot.ends_at)


def take_offer(meeting_id: int, registration_id: int, *, now: datetime) -> Meeting:
    """Give an agreed meeting the time that was offered to it; both companies are told.

    Raises NotOfTheCompany, CompanyIsNotApproved, MeetingsAreClosed, OfferIsOver, HasEnoughMeetings, DayIsFull, and
    where others were faster SomebodyIsBusy or NoTableIsFree.
    """
    meeting, companies = lock_pair(meeting_id)
    locked = Locked(meeting, companies, actor_of(meeting, registration_id))
    ensure_approved(companies)
    if get_settings(meeting.event_id).phase is not Phase.LIVE:
        raise MeetingsAreClosed
    slot = find_offer(meeting.id, now)
    if slot is None or meeting.status is not MeetingStatus.ACCEPTED:
        raise OfferIsOver
    ensure_room(companies, meeting.event_id, slot.starts_at, without=meeting.id)
    place(meeting, slot, now=now)
    meeting.informed_at = now
    write_step(locked, StepAction.SCHEDULED, now=now, details={"start": slot.starts_at.isoformat()})
    mails.queue_scheduled(notice_of(locked))
    return meeting
