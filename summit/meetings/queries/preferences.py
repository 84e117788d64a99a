"""Reading what companies wish, and objections to the provisional timetable."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from summit.companies.models import Company
from summit.companies.rules.status import CompanyStatus
from summit.database import db

from ..models import Meeting, Objection, Preference
from ..rules.kinds import LIVE, Wish
from ..rules.preferences import Wished, meetings_wished, still_open
from .asking import list_colleagues
from .settings import get_settings


def wishes_of(company_id: int) -> dict[int, Preference]:
    """Return what a company has said, by the other company's id."""
    statement = select(Preference).where(Preference.company_id == company_id)
    return {row.target_id: row for row in db.session.scalars(statement)}


def list_others(event_id: int, company_id: int) -> list[Company]:
    """Return the listed companies that a company can meet, by name."""
    statement = select(Company).where(
        Company.event_id == event_id,
        Company.status == CompanyStatus.APPROVED,
        Company.is_listed,
        Company.id != company_id,
    )
    return list(db.session.scalars(statement.order_by(Company.sort_key, Company.id)))


def list_wished(event_id: int) -> list[Wished]:
    """Return the meetings that would be made from the wishes now: new ones, of approved companies with people."""
    statement = select(Preference.company_id, Preference.target_id, Preference.wish)
    rows = db.session.execute(statement.where(Preference.event_id == event_id))
    wishes: dict[tuple[int, int], Wish] = {(company, target): wish for company, target, wish in rows}
    living = select(Meeting.low_id, Meeting.high_id).where(Meeting.event_id == event_id, Meeting.status.in_(LIVE))
    pairs = {(low, high) for low, high in db.session.execute(living)}
    wished = meetings_wished(wishes, get_settings(event_id).acceptance)
    return still_open(wished, pairs, spokespeople({key for pair in wishes for key in pair}).keys())


def spokespeople(company_ids: set[int]) -> dict[int, int]:
    """Return who attends for each approved company unless it says otherwise: the first who speaks for it."""
    statement = select(Company.id).where(Company.id.in_(company_ids), Company.status == CompanyStatus.APPROVED)
    approved = set(db.session.scalars(statement))
    found: dict[int, int] = {}
    for member in list_colleagues(approved):
        found.setdefault(member.company_id, member.registration_id)
    return found


def list_objections(event_id: int) -> list[Objection]:
    """Return the objections of an edition, the open ones first, with their meetings and companies."""
    meeting = joinedload(Objection.meeting, innerjoin=True)
    statement = (
        select(Objection)
        .join(Objection.meeting)
        .where(Meeting.event_id == event_id)
        .options(meeting.joinedload(Meeting.requester), meeting.joinedload(Meeting.partner))
        .order_by(Objection.resolved_at.is_not(None), Objection.id)
    )
    return list(db.session.scalars(statement))


def find_objection(event_id: int, objection_id: int) -> Objection | None:
    """Return one objection of this very edition, with its meeting and companies."""
    meeting = joinedload(Objection.meeting, innerjoin=True)
    statement = (
        select(Objection)
        .join(Objection.meeting)
        .where(Meeting.event_id == event_id, Objection.id == objection_id)
        .options(meeting.joinedload(Meeting.requester), meeting.joinedload(Meeting.partner))
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))


def find_open_objection(meeting_id: int, company_id: int) -> Objection | None:
    """Return the objection of a company to a meeting that nobody has answered yet."""
    statement = select(Objection).where(
        Objection.meeting_id == meeting_id, Objection.company_id == company_id, Objection.resolved_at.is_(None)
    )
    return db.session.scalar(statement)


def find_own_meeting(event_id: int, public_id: str, company_id: int) -> Meeting | None:
    """Return a meeting of this very edition in which the company takes part, with both companies."""
    statement = select(Meeting).where(
        Meeting.event_id == event_id,
        Meeting.public_id == public_id,
        (Meeting.requester_id == company_id) | (Meeting.partner_id == company_id),
    )
    pair = (joinedload(Meeting.requester), joinedload(Meeting.partner))
    return db.session.scalar(statement.options(*pair).execution_options(populate_existing=True))
