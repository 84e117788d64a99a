"""Meeting on the spot: one scans the other's badge, and both have a meeting from now on."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.accounts.rules import AttemptKind
from summit.accounts.services.throttle import admit_attempt
from summit.audit.services import record
from summit.companies.models import Company
from summit.companies.rules.status import CompanyIsNotApproved, CompanyStatus, NotOfTheCompany
from summit.credentials.queries import find_holder
from summit.credentials.rules import read_code
from summit.database import db, savepoint
from summit.registration.models import Registration
from summit.registration.queries.consents import given_purposes
from summit.registration.rules import ConsentPurpose

from ..mails import times as mails
from ..models import Meeting, MeetingSettings
from ..queries.asking import find_colleague, find_live_between, groups_of, says_no_thanks
from ..queries.busy import find_free_table, list_busy, needs_table
from ..queries.settings import get_settings
from ..rules.grid import SlotSpan
from ..rules.kinds import Attendance, MeetingOrigin, MeetingStatus, Phase, StepAction
from ..rules.requests import AlreadyMeeting, ensure_may_ask
from ..rules.times import Reach, Table
from ..rules.walk_ins import (
    AgreedOtherwise,
    BadgeIsOfNoUse,
    IsOwnBadge,
    MeetAlready,
    NotFreeNow,
    NotFreeToday,
    WalkInsAreClosed,
    next_free,
    span_now,
)
from .acting import Actor, Locked, ensure_room, lock_companies, notice_of, send_people, write_step
from .placing import lock_meeting, place
from .requesting import new_uid

_MARK_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two who could meet now: the other person and company, the time, the table (None: standing), a meeting agreed."""

    own_id: int
    own_company: Company
    other: Registration
    other_company: Company
    span: SlotSpan
    table: Table | None
    meeting: Meeting | None


def ensure_walk_ins(settings: MeetingSettings) -> None:
    """Raise WalkInsAreClosed unless the edition holds meetings on the spot now."""
    if not settings.allows_walk_ins or settings.phase is not Phase.LIVE:
        raise WalkInsAreClosed


def admit_look(account_id: int, address: str, *, now: datetime) -> None:
    """Count a look at a badge, so that nobody tries codes until one fits; raises TooManyAttempts."""
    admit_attempt(AttemptKind.BADGE_CODE, str(account_id), address, now=now)


def look_at_badge(event_id: int, text: str, *, account_id: int, now: datetime) -> int | None:
    """Return whose badge it is, None where no valid badge of the edition has the code; each look is recorded."""
    code = read_code(text)
    holder = find_holder(event_id, code) if code is not None else None
    if holder is not None:
        record("meetings.badge_looked_at", "registration", holder, actor_id=account_id, event_id=event_id)
    return holder


def sign_find(event_id: int, own_id: int, other_id: int) -> str:
    """Return a mark that says for ten minutes that this person has scanned that person's badge."""
    return str(_signer().dumps([event_id, own_id, other_id]))


def read_find(event_id: int, own_id: int, mark: str) -> int:
    """Return whose badge was scanned; raises BadgeIsOfNoUse for a mark that is forged, old or somebody else's."""
    try:
        found = _signer().loads(mark, max_age=_MARK_SECONDS)
    except BadData as error:
        raise BadgeIsOfNoUse from error
    if found[:2] != [event_id, own_id]:
        raise BadgeIsOfNoUse
    return int(found[2])


def _signer() -> URLSafeTimedSerializer:
    config = current_app.extensions["summit_config"]
    return URLSafeTimedSerializer(config.secret_key, salt="meetings-walk-in")


def prepare(event_id: int, own_id: int, other_id: int | None, *, now: datetime) -> Encounter:
    """Return what meeting now would be, of two registrations.

    Whoever has not agreed to exchange contacts, or belongs to no approved company, is not found: BadgeIsOfNoUse.
    Raises WalkInsAreClosed, NotOfTheCompany, CompanyIsNotApproved, IsOwnBadge, what `rules.requests.ensure_may_ask`
    raises, MeetAlready, AgreedOtherwise, NotFreeNow, NotFreeToday.
    """
    settings = get_settings(event_id)
    ensure_walk_ins(settings)
    own = find_colleague(own_id)
    if own is None or own.registration.event_id != event_id:
        raise NotOfTheCompany
    own_company = db.session.get_one(Company, own.company_id)
    if own_company.status is not CompanyStatus.APPROVED:
        raise CompanyIsNotApproved
    other, other_company = _found(event_id, own.company_id, other_id)
    groups = groups_of((own_company, other_company))
    ensure_may_ask(settings.may_request, groups[own_company.id], groups[other_company.id])
    meeting = _agreed(event_id, own_company.id, other_company.id)
    span = _span(settings, event_id, (own_id, other.id), now)
    table = find_free_table(event_id, span, (other_company.id, own_company.id), 2)
    return Encounter(own_id, own_company, other, other_company, span, table, meeting)


def _found(event_id: int, own_company_id: int, other_id: int | None) -> tuple[Registration, Company]:
    member = find_colleague(other_id) if other_id is not None else None
    if member is None or member.registration.event_id != event_id:
        raise BadgeIsOfNoUse
    if member.company_id == own_company_id:
        raise IsOwnBadge
    company = db.session.get_one(Company, member.company_id)
    agrees = ConsentPurpose.CONTACT_EXCHANGE in given_purposes(member.registration_id)
    if not agrees or company.status is not CompanyStatus.APPROVED or says_no_thanks(company.id, own_company_id):
        raise BadgeIsOfNoUse
    return member.registration, company


def _agreed(event_id: int, own_id: int, other_id: int) -> Meeting | None:
    """Return what the two companies have asked or agreed without a time, which then gets one."""
    meeting = find_live_between(event_id, own_id, other_id)
    if meeting is None:
        return None
    if meeting.starts_at is not None:
        raise MeetAlready(when=meeting.starts_at)
    if not needs_table(meeting):
        raise AgreedOtherwise
    return meeting


def _span(settings: MeetingSettings, event_id: int, people: tuple[int, int], now: datetime) -> SlotSpan:
    busy, reach = list_busy(event_id, people).values(), Reach(walk=settings.walk_minutes)
    span = span_now(now, settings.slot_minutes, list(busy), reach)
    if span is not None:
        return span
    free = next_free(now, settings.slot_minutes, list(busy), reach)
    if free is None:
        raise NotFreeToday
    raise NotFreeNow(when=free)


def meet_now(event_id: int, own_id: int, other_id: int, *, now: datetime) -> Meeting:
    """Have two people meet from now on, for a slot's length or as long as both are free, and tell their companies.

    A request or an agreed meeting of their companies gets this time, and others who were to attend what was agreed are
    told that they need not; otherwise there is a new one.
    Raises what `prepare` raises, HasEnoughMeetings, DayIsFull, AlreadyMeeting, and what `placing.place` raises.
    """
    sides = [find_colleague(own_id), find_colleague(other_id)]
    companies = lock_companies({side.company_id for side in sides if side is not None})
    found = prepare(event_id, own_id, other_id, now=now)
    meeting = lock_meeting(found.meeting.id) if found.meeting else _begin(found, event_id, now)
    if meeting.status not in {MeetingStatus.PENDING, MeetingStatus.ACCEPTED}:
        raise AlreadyMeeting
    ensure_room(companies, event_id, found.span.starts_at, without=meeting.id)
    before = _attending(meeting) if meeting.status is MeetingStatus.ACCEPTED else {}
    meeting = send_people(meeting, found.own_company.id, [own_id])
    meeting = send_people(meeting, found.other_company.id, [found.other.id])
    place(meeting, found.span, table_id=found.table.id if found.table else None, standing=found.table is None, now=now)
    locked = Locked(meeting, companies, Actor(_account_of(own_id), found.own_company.id, own_id))
    _note(locked, found.other.id, now)
    _tell_who_left(locked, before)
    return meeting


def _attending(meeting: Meeting) -> dict[int, int]:
    return {one.registration_id: one.company_id for one in meeting.attendees}


def _tell_who_left(locked: Locked, before: Mapping[int, int]) -> None:
    left = before.keys() - _attending(locked.meeting).keys()
    for person in db.session.scalars(select(Registration).where(Registration.id.in_(left)).order_by(Registration.id)):
        mails.queue_left(notice_of(locked), before[person.id], [person])


def _account_of(registration_id: int) -> int | None:
    return db.session.get_one(Registration, registration_id).account_id


def _begin(found: Encounter, event_id: int, now: datetime) -> Meeting:
    low, high = sorted((found.own_company.id, found.other_company.id))
    meeting = Meeting(
        public_id=secrets.token_urlsafe(12),
        event_id=event_id,
        requester_id=found.own_company.id,
        partner_id=found.other_company.id,
        low_id=low,
        high_id=high,
        origin=MeetingOrigin.WALK_IN,
        status=MeetingStatus.PENDING,
        requested_by=found.own_id,
        wishes=[],
        interpreting=[],
        uid=new_uid(),
        changed_at=now,
        created_at=now,
    )
    try:
        with savepoint():
            db.session.add(meeting)
            db.session.flush()
    except IntegrityError as error:
        raise AlreadyMeeting from error
    return lock_meeting(meeting.id)


def _note(locked: Locked, other_id: int, now: datetime) -> None:
    meeting = locked.meeting
    meeting.informed_at = meeting.answered_at = now
    meeting.answered_by = other_id
    for one in meeting.attendees:
        one.attendance, one.marked_at, one.reminded_at = Attendance.HERE, now, now
    start = meeting.starts_at.isoformat() if meeting.starts_at else ""
    write_step(locked, StepAction.SCHEDULED, now=now, details={"start": start, "walk_in": True})
    mails.queue_scheduled(notice_of(locked))
