"""What becomes of meetings when a company withdraws or one of its people leaves: nobody is left without a word."""

from datetime import datetime

from sqlalchemy import func, or_, select

from summit.companies.models import Company, CompanyMember
from summit.database import db, savepoint
from summit.errors import DomainError

from ..models import Meeting, MeetingAttendee
from ..queries.asking import list_colleagues
from ..rules.kinds import LIVE
from .acting import Actor, Locked, lock_pair
from .changing import end_agreed, replace_people
from .placing import lock_meeting


def cancel_of_company(company: Company, *, actor_id: int | None, now: datetime) -> None:
    """Cancel every living request and coming meeting of a company that withdraws; everybody concerned is told.

    What has begun is left to those who are there. A hook of `companies.services.withdrawing.on_withdrawal`, within
    its transaction; the company's row is locked.
    """
    both = or_(Meeting.requester_id == company.id, Meeting.partner_id == company.id)
    ids = db.session.scalars(select(Meeting.id).where(both, Meeting.status.in_(LIVE)).order_by(Meeting.id)).all()
    for meeting_id in ids:
        meeting = lock_meeting(meeting_id)
        if meeting.status in LIVE and not _has_begun(meeting, now):
            end_agreed(Locked(meeting, _companies_of(meeting), Actor(actor_id, company.id)), words="", now=now)


def _has_begun(meeting: Meeting, now: datetime) -> bool:
    return meeting.starts_at is not None and meeting.starts_at <= now


def give_up_places(member: CompanyMember, *, now: datetime) -> None:
    """Have somebody else of the company attend for a colleague who leaves, or cancel where nobody can.

    A hook of `companies.services.members.on_leaving`, within its transaction; the company's row is locked, and no
    other one may be locked after it.
    """
    for meeting_id in list_meetings_of(member.registration_id):
        meeting = lock_meeting(meeting_id)
        _let_go(Locked(meeting, _companies_of(meeting), Actor()), member.registration_id, now)


def count_live(company_id: int) -> int:
    """Return how many living requests and meetings a company has."""
    both = or_(Meeting.requester_id == company_id, Meeting.partner_id == company_id)
    return db.session.scalar(select(func.count()).select_from(Meeting).where(both, Meeting.status.in_(LIVE))) or 0


def _companies_of(meeting: Meeting) -> dict[int, Company]:
    pair = (meeting.requester_id, meeting.partner_id)
    return {company.id: company for company in db.session.scalars(select(Company).where(Company.id.in_(pair)))}


def list_meetings_of(registration_id: int) -> list[int]:
    """Return the ids of the living meetings that somebody attends."""
    statement = (
        select(Meeting.id)
        .join(MeetingAttendee, MeetingAttendee.meeting_id == Meeting.id)
        .where(MeetingAttendee.registration_id == registration_id, Meeting.status.in_(LIVE))
    )
    return list(db.session.scalars(statement.order_by(Meeting.id)))


def leave_meeting(meeting_id: int, registration_id: int, *, now: datetime) -> None:
    """Take somebody out of a living meeting: others of the company attend, or a colleague does instead.

    Where nobody of the company is free the meeting is cancelled; everybody is told in each case.
    """
    meeting, companies = lock_pair(meeting_id)
    _let_go(Locked(meeting, companies, Actor()), registration_id, now)


def _let_go(locked: Locked, registration_id: int, now: datetime) -> None:
    meeting = locked.meeting
    company_id = next((one.company_id for one in meeting.attendees if one.registration_id == registration_id), None)
    if meeting.status not in LIVE or company_id is None or _has_begun(meeting, now):
        return
    ours = Locked(meeting, locked.companies, Actor(company_id=company_id))
    if not _send_others(ours, company_id, registration_id, now):
        end_agreed(_anew(ours), words="", now=now)


def _send_others(locked: Locked, company_id: int, leaving: int, now: datetime) -> bool:
    """Have those who remain attend, or the first free colleague; False where there is nobody."""
    attending = [one.registration_id for one in locked.meeting.attendees if one.company_id == company_id]
    colleagues = [one.registration_id for one in list_colleagues([company_id]) if one.registration_id != leaving]
    remaining = [person for person in attending if person in colleagues]
    for people in [remaining] if remaining else [[person] for person in colleagues]:
        try:
            with savepoint():
                replace_people(_anew(locked), company_id, people, now=now)
        except DomainError:
            continue
        return True
    return False


def _anew(locked: Locked) -> Locked:
    """Return the same with the meeting as it stands after an attempt that was undone."""
    return Locked(lock_meeting(locked.meeting.id), locked.companies, locked.actor)
