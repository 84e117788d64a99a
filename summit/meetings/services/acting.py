"""Who takes a step at a meeting, under the locks that every step takes: the two companies, then the meeting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from summit.companies.models import Company
from summit.companies.rules.status import CompanyIsNotApproved, CompanyStatus, MemberRole, NotOfTheCompany
from summit.database import db
from summit.events.models import Event

from ..models import Meeting, MeetingAttendee
from ..queries.asking import agreed_of, find_colleague, list_colleagues
from ..queries.notices import Notice, load_notice
from ..queries.settings import get_settings
from ..rules.kinds import MeetingStatus, StepAction
from ..rules.requests import IsNoColleague, NobodyAttends, ensure_day_left, ensure_meeting_left, ensure_short
from ..rules.turns import Act, Standing, ensure_may
from .placing import lock_meeting, note_step, touch


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of one of the two companies, or (without a company) the organiser; `account_id` signs the history."""

    account_id: int | None = None
    company_id: int | None = None
    registration_id: int | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """A meeting locked and fresh with its attendees, its companies locked by id, and who acts."""

    meeting: Meeting
    companies: dict[int, Company]
    actor: Actor

    @property
    def other_id(self) -> int:
        """Return the company on the other side of the actor's; for the organiser, the partner."""
        meeting = self.meeting
        return meeting.requester_id if self.actor.company_id == meeting.partner_id else meeting.partner_id


def lock_companies(company_ids: Collection[int]) -> dict[int, Company]:
    """Return companies locked and fresh; always in the order of their ids, and before any meeting."""
    statement = select(Company).where(Company.id.in_(company_ids)).order_by(Company.id)
    fresh = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {company.id: company for company in db.session.scalars(fresh)}


def lock_pair(meeting_id: int) -> tuple[Meeting, dict[int, Company]]:
    """Return a meeting and its companies, all locked; raises LookupError where there is no such meeting."""
    pair = select(Meeting.requester_id, Meeting.partner_id).where(Meeting.id == meeting_id)
    row = db.session.execute(pair).first()
    if row is None:
        raise LookupError(f"There is no meeting {meeting_id}.")
    companies = lock_companies(tuple(row))
    return lock_meeting(meeting_id), companies


def lock_to_act(meeting_id: int, registration_id: int, act: Act, now: datetime, *, words: str = "") -> Locked:
    """Return everything locked for a step of somebody of one of the companies.

    Raises NotOfTheCompany, MessageIsTooLong, CompanyIsNotApproved (answers only), and what `ensure_may` raises.
    """
    ensure_short(words)
    meeting, companies = lock_pair(meeting_id)
    actor = actor_of(meeting, registration_id)
    ensure_may(standing_of(meeting), actor.company_id or 0, act, now)
    if act in {Act.ACCEPT, Act.PROPOSE, Act.EDIT}:
        ensure_approved(companies)
    return Locked(meeting, companies, actor)


def lock_as_organiser(meeting_id: int, actor_id: int | None, *, words: str = "") -> Locked:
    """Return everything locked for a step of the organiser; `actor_id` is their account."""
    ensure_short(words)
    meeting, companies = lock_pair(meeting_id)
    return Locked(meeting, companies, Actor(account_id=actor_id))


def actor_of(meeting: Meeting, registration_id: int) -> Actor:
    """Return who acts at a meeting whose attendees are loaded.

    Those who speak for a company act for it, and those who attend or have asked; others raise NotOfTheCompany.
    """
    member = find_colleague(registration_id)
    if member is None or member.company_id not in {meeting.requester_id, meeting.partner_id}:
        raise NotOfTheCompany
    involved = {attendee.registration_id for attendee in meeting.attendees} | {meeting.requested_by}
    if member.role is not MemberRole.MANAGER and registration_id not in involved:
        raise NotOfTheCompany
    return Actor(member.registration.account_id, member.company_id, registration_id)


def standing_of(meeting: Meeting) -> Standing:
    """Return how a meeting stands, by the edition's present settings."""
    settings = get_settings(meeting.event_id)
    return Standing(
        status=meeting.status,
        requester_id=meeting.requester_id,
        partner_id=meeting.partner_id,
        phase=settings.phase,
        slot_choice=settings.slot_choice,
        starts_at=meeting.starts_at,
        proposed_by=meeting.proposed_by if meeting.proposed_starts_at is not None else None,
        is_pinned=meeting.is_pinned,
    )


def ensure_approved(companies: dict[int, Company]) -> None:
    """Raise CompanyIsNotApproved unless both companies still take part."""
    if any(company.status is not CompanyStatus.APPROVED for company in companies.values()):
        raise CompanyIsNotApproved


def ensure_room(
    companies: dict[int, Company], event_id: int, start: datetime | None, *, without: int | None = None
) -> None:
    """Raise HasEnoughMeetings or DayIsFull where a locked company may have no further meeting, or none that day."""
    settings = get_settings(event_id)
    if settings.most_meetings is None and settings.most_per_day is None:
        return
    zone = db.session.get_one(Event, event_id).time_zone
    for agreed in agreed_of(companies.values(), without=without).values():
        ensure_meeting_left(agreed, settings.most_meetings)
        if start is not None:
            ensure_day_left(agreed, start, settings.most_per_day, zone)


def ensure_colleagues(company_id: int, people: Collection[int]) -> None:
    """Raise NobodyAttends or IsNoColleague unless all are approved colleagues of the company, and there are any."""
    if not people:
        raise NobodyAttends
    if not set(people) <= {member.registration_id for member in list_colleagues([company_id])}:
        raise IsNoColleague


def send_people(meeting: Meeting, company_id: int, people: Collection[int]) -> Meeting:
    """Have exactly these people attend a locked meeting for a company, and return it fresh; claims are the caller's."""
    present = {one.registration_id for one in meeting.attendees if one.company_id == company_id}
    gone = present - set(people)
    side = (MeetingAttendee.meeting_id == meeting.id, MeetingAttendee.company_id == company_id)
    if gone:
        db.session.execute(delete(MeetingAttendee).where(*side, MeetingAttendee.registration_id.in_(gone)))
    rows = [
        {"meeting_id": meeting.id, "registration_id": person, "company_id": company_id}
        for person in sorted(set(people) - present)
    ]
    if rows:
        db.session.execute(insert(MeetingAttendee), rows)
    return lock_meeting(meeting.id) if gone or rows else meeting


def write_step(
    locked: Locked, action: StepAction, *, now: datetime, words: str = "", details: dict[str, Any] | None = None
) -> None:
    """Write the step into the history, signed by the actor."""
    actor = locked.actor
    note_step(
        locked.meeting,
        action,
        now=now,
        company_id=actor.company_id,
        actor_id=actor.account_id,
        message=words,
        details=details,
    )


def end(locked: Locked, status: MeetingStatus, *, now: datetime) -> None:
    """End a request that has no time: nothing is awaited any more."""
    meeting = locked.meeting
    meeting.status = status
    meeting.proposed_starts_at = meeting.proposed_by = meeting.expires_at = None
    meeting.ended_at, meeting.ended_by = now, locked.actor.company_id
    touch(meeting, now, counts=False)


def notice_of(locked: Locked, words: str = "") -> Notice:
    """Return what mails about the step need."""
    return load_notice(locked.meeting, words=words, by=locked.actor.company_id)
