"""What the people of a company see of it, and which one they brought from an earlier edition."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from summit.database import db
from summit.events.models import Event
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Company, CompanyInvitation, CompanyMember, CompanyStep
from ..rules.status import CompanyStatus, InterestSide, MemberRole

PARTS = (Company.kinds, Company.languages, Company.days, Company.interests)


def find_whole(event_id: int, company_id: int) -> Company | None:
    """Return a company of the edition by its key, with kinds, languages, days and interests."""
    statement = select(Company).where(Company.event_id == event_id, Company.id == company_id)
    return db.session.scalar(statement.options(*map(selectinload, PARTS)).execution_options(populate_existing=True))


def count_interests(company: Company) -> dict[InterestSide, int]:
    """Return how much a company, loaded with its interests, offers and needs."""
    return {side: sum(row.side is side for row in company.interests) for side in InterestSide}


def list_steps(company_id: int) -> list[CompanyStep]:
    """Return the history of a profile, the latest step first."""
    statement = select(CompanyStep).where(CompanyStep.company_id == company_id)
    return list(db.session.scalars(statement.order_by(CompanyStep.id.desc())))


def roles_of(company_id: int) -> dict[int, MemberRole]:
    """Return the role of each approved colleague by member id, as it is now."""
    statement = (
        select(CompanyMember.id, CompanyMember.role)
        .join(CompanyMember.registration)
        .where(CompanyMember.company_id == company_id, Registration.status == RegistrationStatus.APPROVED)
    )
    return {row.id: row.role for row in db.session.execute(statement)}


def list_managers(company_ids: Iterable[int]) -> list[CompanyMember]:
    """Return those who speak for the companies and are approved, with registration and company."""
    statement = (
        select(CompanyMember)
        .join(CompanyMember.registration)
        .join(CompanyMember.company)
        .where(
            CompanyMember.company_id.in_(list(company_ids)),
            CompanyMember.role == MemberRole.MANAGER,
            Registration.status == RegistrationStatus.APPROVED,
        )
        .options(contains_eager(CompanyMember.registration), contains_eager(CompanyMember.company))
        .order_by(CompanyMember.id)
    )
    return list(db.session.scalars(statement))


def find_member(company_id: int, member_id: int) -> CompanyMember | None:
    """Return a colleague of the company with registration."""
    statement = select(CompanyMember).where(CompanyMember.company_id == company_id, CompanyMember.id == member_id)
    return db.session.scalar(statement.options(joinedload(CompanyMember.registration, innerjoin=True)))


def find_member_of(registration_id: int) -> CompanyMember | None:
    """Return the membership of a registration."""
    return db.session.scalar(select(CompanyMember).where(CompanyMember.registration_id == registration_id))


def list_invitations(company_id: int) -> list[CompanyInvitation]:
    """Return the invitations of a company that were neither used nor withdrawn, the latest first."""
    statement = select(CompanyInvitation).where(
        CompanyInvitation.company_id == company_id,
        CompanyInvitation.accepted_at.is_(None),
        CompanyInvitation.revoked_at.is_(None),
    )
    return list(db.session.scalars(statement.order_by(CompanyInvitation.id.desc())))


def find_invitation(public_id: str) -> CompanyInvitation | None:
    """Return an invitation with its company."""
    statement = select(CompanyInvitation).where(CompanyInvitation.public_id == public_id)
    return db.session.scalar(statement.options(joinedload(CompanyInvitation.company, innerjoin=True)))


def find_earlier(account_id: int, event_id: int) -> Company | None:
    """Return the company for which the account spoke at the latest other edition, with edition and parts."""
    statement = (
        select(Company)
        .join(Company.members)
        .join(CompanyMember.registration)
        .join(Company.event)
        .where(
            Registration.account_id == account_id,
            CompanyMember.role == MemberRole.MANAGER,
            Company.event_id != event_id,
        )
        .options(contains_eager(Company.event), *map(selectinload, PARTS))
        .order_by(Event.starts_on.desc(), Company.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def count_by_status(event_id: int) -> dict[CompanyStatus, int]:
    """Return how many profiles are in each state; those with none count 0."""
    statement = select(Company.status, func.count()).where(Company.event_id == event_id).group_by(Company.status)
    found = {row[0]: row[1] for row in db.session.execute(statement)}
    return {status: found.get(status, 0) for status in CompanyStatus}
