"""Asking for a meeting, changing the request, taking it back."""

import secrets
from datetime import datetime

from flask import current_app
from sqlalchemy.exc import IntegrityError

from summit.companies.models import Company
from summit.companies.rules.status import CompanyIsNotApproved, CompanyStatus, NotOfTheCompany
from summit.database import db, savepoint

from ..mails import requests as mails
from ..mails import times as time_mails
from ..models import Meeting, MeetingSettings
from ..queries.asking import (
    agreed_of,
    count_outgoing,
    find_colleague,
    find_live_between,
    groups_of,
    list_colleagues,
    says_no_thanks,
)
from ..queries.busy import reach_of
from ..queries.offers import find_slot, list_free_people, list_who_can_be_asked
from ..queries.settings import get_settings
from ..rules.grid import SlotSpan
from ..rules.kinds import Acceptance, MeetingOrigin, MeetingStatus, SlotChoice, StepAction
from ..rules.requests import (
    Agreed,
    AlreadyMeeting,
    CannotMeetItself,
    Request,
    TakesNoRequests,
    ensure_complete,
    ensure_may_ask,
    ensure_meeting_left,
    ensure_open,
    ensure_request_left,
    lapse_at,
    tidied,
)
from ..rules.times import SomebodyIsBusy
from ..rules.turns import Act, StartIsNeeded, StartIsUnknown
from .acting import (
    Actor,
    Locked,
    end,
    ensure_colleagues,
    ensure_room,
    lock_companies,
    lock_to_act,
    notice_of,
    send_people,
    write_step,
)
from .placing import lock_meeting, place, touch


def request_meeting(event_id: int, partner_id: int, *, registration_id: int, wanted: Request, now: datetime) -> Meeting:
    """Ask another company for a meeting on behalf of somebody's own, and return it.

    Where the edition needs no acceptance it counts at once: in the timetable where the requester chooses the time,
    agreed without a time otherwise. Raises NotOfTheCompany, CompanyIsNotApproved and the refusals of `rules.requests`,
    StartIsNeeded and StartIsUnknown, and (where it counts at once) what `placing.place` raises.
    """
    member = find_colleague(registration_id)
    if member is None or member.registration.event_id != event_id:
        raise NotOfTheCompany
    if member.company_id == partner_id:
        raise CannotMeetItself
    wanted, settings = tidied(wanted), get_settings(event_id)
    companies = lock_companies((member.company_id, partner_id))
    _ensure_may_ask(companies, member.company_id, partner_id, settings, now)
    _ensure_sound(wanted, member.company_id, settings)
    meeting = _begin(event_id, member.company_id, partner_id, wanted, now)
    meeting.requested_by = registration_id
    slot = _chosen_slot(meeting, wanted, settings, now)
    contact = _contact(meeting, slot)
    _write(meeting)
    meeting = send_people(lock_meeting(meeting.id), member.company_id, wanted.people)
    meeting = send_people(meeting, partner_id, [contact])
    actor = Actor(member.registration.account_id, member.company_id, registration_id)
    _put(Locked(meeting, companies, actor), slot, settings, now)
    return meeting


def _ensure_may_ask(
    companies: dict[int, Company], own_id: int, partner_id: int, settings: MeetingSettings, now: datetime
) -> None:
    own, partner = companies[own_id], companies.get(partner_id)
    if own.status is not CompanyStatus.APPROVED:
        raise CompanyIsNotApproved
    ensure_open(settings.phase, settings.preferences_until, now)
    if partner is None or partner.event_id != own.event_id or not _is_found(partner):
        raise TakesNoRequests
    if find_live_between(own.event_id, own_id, partner_id) is not None:
        raise AlreadyMeeting
    groups = groups_of((own, partner))
    ensure_may_ask(settings.may_request, groups[own_id], groups[partner_id])
    ensure_request_left(settings.most_outgoing, count_outgoing(own_id))
    agreed = agreed_of((own, partner))
    ensure_meeting_left(agreed[own_id], settings.most_meetings)
    _ensure_taken(agreed[partner_id], own_id, partner, settings, now)


def _ensure_taken(agreed: Agreed, own_id: int, partner: Company, settings: MeetingSettings, now: datetime) -> None:
    """Raise TakesNoRequests, the same at the same place whatever the reason: nobody shall learn of a "no, thanks"."""
    full = settings.most_meetings is not None and agreed.count >= settings.most_meetings
    can_attend = list_who_can_be_asked(partner.event_id, partner.id, now=now)
    if full or not can_attend or says_no_thanks(partner.id, own_id):
        raise TakesNoRequests


def _is_found(company: Company) -> bool:
    return company.status is CompanyStatus.APPROVED and company.is_listed


def _ensure_sound(wanted: Request, company_id: int, settings: MeetingSettings) -> None:
    ensure_complete(wanted, allows_online=settings.allows_online)
    ensure_colleagues(company_id, wanted.people)


def _begin(event_id: int, requester_id: int, partner_id: int, wanted: Request, now: datetime) -> Meeting:
    meeting = new_row(event_id, requester_id, partner_id, now)
    _take_over(meeting, wanted)
    return meeting


def new_row(event_id: int, requester_id: int, partner_id: int, now: datetime) -> Meeting:
    """Return a request of one company to another, not written yet."""
    low, high = sorted((requester_id, partner_id))
    return Meeting(
        public_id=secrets.token_urlsafe(12),
        event_id=event_id,
        requester_id=requester_id,
        partner_id=partner_id,
        low_id=low,
        high_id=high,
        status=MeetingStatus.PENDING,
        origin=MeetingOrigin.REQUEST,
        uid=new_uid(),
        changed_at=now,
        created_at=now,
    )


def new_uid() -> str:
    """Return the UID of a meeting's calendar entry: random, and at this installation's host (RFC 7986, section 5.3)."""
    sender: str = current_app.extensions["summit_config"].mail_from
    host = sender.rpartition("@")[2].strip("> ") or "localhost"
    return f"{secrets.token_hex(12)}@{host}"[:64]


def _take_over(meeting: Meeting, wanted: Request) -> None:
    meeting.message, meeting.kind, meeting.format = wanted.message, wanted.kind, wanted.format
    meeting.wishes = [start.isoformat() for start in sorted(set(wanted.wishes))]
    meeting.place, meeting.online_link = wanted.place, wanted.online_link
    meeting.transfer_before, meeting.transfer_after = wanted.transfer_before, wanted.transfer_after
    meeting.interpreting = list(wanted.interpreting)


def _chosen_slot(meeting: Meeting, wanted: Request, settings: MeetingSettings, now: datetime) -> SlotSpan | None:
    """Return the slot that the requester has chosen, None where others choose; raises what is wrong with it."""
    if settings.slot_choice is not SlotChoice.REQUESTER:
        return None
    if wanted.start is None:
        raise StartIsNeeded
    slot = find_slot(meeting, wanted.start, now)
    if slot is None:
        raise StartIsUnknown
    if len(list_free_people(meeting.event_id, wanted.people, slot, reach_of(meeting))) < len(wanted.people):
        raise SomebodyIsBusy
    return slot


def _contact(meeting: Meeting, slot: SlotSpan | None) -> int:
    """Return who attends for the partner until it says otherwise: who speaks for it first, but free at the time."""
    colleagues = [member.registration_id for member in list_colleagues([meeting.partner_id])]
    if slot is None:
        return colleagues[0]
    free = list_free_people(meeting.event_id, colleagues, slot, reach_of(meeting))
    if not free:
        raise SomebodyIsBusy
    return free[0]


def _write(meeting: Meeting) -> None:
    """Insert the meeting; the index over living pairs decides between two that ask each other at once."""
    try:
        with savepoint():
            db.session.add(meeting)
            db.session.flush()
    except IntegrityError as error:
        raise AlreadyMeeting from error


def _put(locked: Locked, slot: SlotSpan | None, settings: MeetingSettings, now: datetime) -> None:
    """Have the request wait for its answer, or count at once."""
    meeting = locked.meeting
    write_step(locked, StepAction.REQUESTED, now=now, words=meeting.message)
    if settings.acceptance is Acceptance.NOT_NEEDED:
        _count_at_once(locked, slot, now)
        return
    start = slot.starts_at if slot else None
    meeting.proposed_starts_at = start
    meeting.proposed_by = meeting.requester_id if slot else None
    meeting.expires_at = lapse_at(now, settings.expiry_hours, start)
    mails.queue_requested(notice_of(locked, meeting.message))


def _count_at_once(locked: Locked, slot: SlotSpan | None, now: datetime) -> None:
    meeting = locked.meeting
    ensure_room(locked.companies, meeting.event_id, slot.starts_at if slot else None, without=meeting.id)
    if slot is None:
        meeting.status = MeetingStatus.ACCEPTED
        mails.queue_agreed(notice_of(locked, meeting.message))
        return
    place(meeting, slot, now=now)
    meeting.informed_at = now
    write_step(locked, StepAction.SCHEDULED, now=now, details={"start": slot.starts_at.isoformat()})
    time_mails.queue_scheduled(notice_of(locked, meeting.message))


def edit_request(meeting_id: int, *, registration_id: int, wanted: Request, now: datetime) -> Meeting:
    """Change a request that waits for its answer; the other company is told.

    A counter-proposal stays, unless the requester chooses the time and has chosen anew.
    Raises what `request_meeting` and `acting.lock_to_act` raise.
    """
    wanted = tidied(wanted)
    locked = lock_to_act(meeting_id, registration_id, Act.EDIT, now, words=wanted.message)
    meeting, settings = locked.meeting, get_settings(locked.meeting.event_id)
    _ensure_sound(wanted, meeting.requester_id, settings)
    _take_over(meeting, wanted)
    if wanted.start is not None:
        _choose_anew(meeting, wanted, settings, now)
    meeting = send_people(meeting, meeting.requester_id, wanted.people)
    touch(meeting, now, counts=False)
    fresh = Locked(meeting, locked.companies, locked.actor)
    write_step(fresh, StepAction.EDITED, now=now, words=wanted.message)
    mails.queue_edited(notice_of(fresh, wanted.message))
    return meeting


def _choose_anew(meeting: Meeting, wanted: Request, settings: MeetingSettings, now: datetime) -> None:
    slot = _chosen_slot(meeting, wanted, settings, now)
    if slot is not None:
        meeting.proposed_starts_at, meeting.proposed_by = slot.starts_at, meeting.requester_id
        meeting.expires_at = lapse_at(now, settings.expiry_hours, slot.starts_at)
        meeting.reminded_at = None


def withdraw(meeting_id: int, *, registration_id: int, words: str = "", now: datetime) -> Meeting:
    """Take a request back that waits for its answer; it counts for no limit any more, and the other side is told."""
    locked = lock_to_act(meeting_id, registration_id, Act.WITHDRAW, now, words=words)
    end(locked, MeetingStatus.WITHDRAWN, now=now)
    write_step(locked, StepAction.WITHDRAWN, now=now, words=words)
    mails.queue_withdrawn(notice_of(locked, words))
    return locked.meeting
