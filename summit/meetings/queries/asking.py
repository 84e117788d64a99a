"""What decides whether a company may ask another, and how much both have agreed to."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from summit.companies.models import Company, CompanyKindRow, CompanyMember
from summit.companies.rules.kinds import CompanyKind, group_of
from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Meeting, Preference
from ..rules.kinds import LIVE, TIMED, MeetingOrigin, MeetingStatus, Wish
from ..rules.requests import Agreed

_AGREED = frozenset({MeetingStatus.ACCEPTED}) | TIMED
_KNOWN_KINDS = frozenset(CompanyKind)


def find_live_between(event_id: int, one_id: int, other_id: int) -> Meeting | None:
    """Return the living request or meeting between two companies."""
    low, high = sorted((one_id, other_id))
    pair = (Meeting.event_id == event_id, Meeting.low_id == low, Meeting.high_id == high)
    return db.session.scalar(select(Meeting).where(*pair, Meeting.status.in_(LIVE)))


def count_outgoing(company_id: int) -> int:
    """Return how many living requests a company has sent: what has ended counts no more."""
    statement = select(func.count()).select_from(Meeting)
    sent = (Meeting.requester_id == company_id, Meeting.origin == MeetingOrigin.REQUEST)
    return db.session.scalar(statement.where(*sent, Meeting.status.in_(LIVE))) or 0


def says_no_thanks(company_id: int, target_id: int) -> bool:
    """Tell whether a company has said that it does not want to meet the other."""
    wish = db.session.get(Preference, (company_id, target_id))
    return wish is not None and wish.wish is Wish.NO_THANKS


def groups_of(companies: Iterable[Company]) -> dict[int, set[str]]:
    """Return the groups of the kinds of each company."""
    groups = {company.id: {company.kind} for company in companies}
    statement = select(CompanyKindRow.company_id, CompanyKindRow.kind).where(CompanyKindRow.company_id.in_(groups))
    for company_id, kind in db.session.execute(statement):
        groups[company_id].add(kind)
    return {key: {group_of(kind) for kind in kinds & _KNOWN_KINDS} for key, kinds in groups.items()}


def agreed_of(companies: Iterable[Company], *, without: int | None = None) -> dict[int, Agreed]:
    """Return what each company has agreed to; `without` leaves out one meeting."""
    names = {company.id: company.name for company in companies}
    statement = select(Meeting.requester_id, Meeting.partner_id, Meeting.starts_at).where(
        or_(Meeting.requester_id.in_(names), Meeting.partner_id.in_(names)),
        Meeting.status.in_(_AGREED),
        Meeting.id != (without or 0),
    )
    found: dict[int, list[datetime | None]] = {key: [] for key in names}
    for requester_id, partner_id, start in db.session.execute(statement):
        for key in {requester_id, partner_id} & names.keys():
            found[key].append(start)
    return {
        key: Agreed(names[key], len(starts), tuple(start for start in starts if start is not None))
        for key, starts in found.items()
    }


def list_colleagues(company_ids: Collection[int]) -> list[CompanyMember]:
    """Return the approved colleagues of companies with their registrations, those who speak for them first."""
    statement = (
        select(CompanyMember)
        .join(CompanyMember.registration)
        .where(CompanyMember.company_id.in_(company_ids), Registration.status == RegistrationStatus.APPROVED)
        .options(contains_eager(CompanyMember.registration))
        .order_by(CompanyMember.role, CompanyMember.id)
    )
    return list(db.session.scalars(statement))


def find_colleague(registration_id: int) -> CompanyMember | None:
    """Return for which company an approved delegate stands, with the registration."""
    statement = (
        select(CompanyMember)
        .join(CompanyMember.registration)
        .where(CompanyMember.registration_id == registration_id, Registration.status == RegistrationStatus.APPROVED)
        .options(contains_eager(CompanyMember.registration))
    )
    return db.session.scalar(statement)
