"""One meeting with everybody it concerns."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from summit.companies.models import Company, CompanyMember
from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Meeting, MeetingAttendee, MeetingStep, MeetingTable, Preference
from ..rules.kinds import Wish


def find_meeting(event_id: int, public_id: str) -> Meeting | None:
    """Return a meeting of the edition with its companies, table, interpreter and attendees."""
    statement = select(Meeting).where(Meeting.event_id == event_id, Meeting.public_id == public_id)
    return db.session.scalar(statement.options(*parts_of_meeting()))


def get_with_people(meeting_id: int) -> Meeting:
    """Return a meeting by its number, as `find_meeting`."""
    return db.session.execute(select(Meeting).where(Meeting.id == meeting_id).options(*parts_of_meeting())).scalar_one()


def parts_of_meeting() -> tuple[ExecutableOption, ...]:
    """Return what a page or a mail about a meeting loads with it."""
    people = selectinload(Meeting.attendees).joinedload(MeetingAttendee.registration, innerjoin=True)
    table = joinedload(Meeting.table).joinedload(MeetingTable.hall)
    pair = (joinedload(Meeting.requester, innerjoin=True), joinedload(Meeting.partner, innerjoin=True))
    return (*pair, table, joinedload(Meeting.interpreter), people)


def find_attendee(company_id: int) -> Registration | None:
    """Return who attends for a company unless somebody is named: the first colleague, a manager before others."""
    statement = (
        select(Registration)
        .join(CompanyMember, CompanyMember.registration_id == Registration.id)
        .where(CompanyMember.company_id == company_id, Registration.status == RegistrationStatus.APPROVED)
        .order_by(CompanyMember.role, CompanyMember.id)
        .limit(1)
    )
    return db.session.scalar(statement)


def find_latest_step(meeting_id: int) -> MeetingStep | None:
    """Return the newest step of a meeting's history."""
    statement = select(MeetingStep).where(MeetingStep.meeting_id == meeting_id)
    return db.session.scalar(statement.order_by(MeetingStep.id.desc()).limit(1))


def find_company_plain(event_id: int, public_id: str) -> Company | None:
    """Return a company of the edition by the code in its address, without its parts."""
    return db.session.scalar(select(Company).where(Company.event_id == event_id, Company.public_id == public_id))


def has_refusal(one_id: int, other_id: int) -> bool:
    """Tell whether one of two companies has said that it does not want to meet the other."""
    pair = (one_id, other_id)
    statement = select(Preference.company_id).where(
        Preference.company_id.in_(pair), Preference.target_id.in_(pair), Preference.wish == Wish.NO_THANKS
    )
    return db.session.scalar(statement.limit(1)) is not None
