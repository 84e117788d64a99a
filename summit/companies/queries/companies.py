"""Finding companies and those who speak for them."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Company, CompanyMember
from ..rules.status import CompanyStatus


def find_company(event_id: int, public_id: str) -> Company | None:
    """Return a company of the edition with its kinds, languages, days and interests."""
    statement = select(Company).where(Company.event_id == event_id, Company.public_id == public_id)
    parts = (Company.kinds, Company.languages, Company.days, Company.interests)
    return db.session.scalar(statement.options(*map(selectinload, parts)))


def find_membership(event_id: int, account_id: int) -> CompanyMember | None:
    """Return for which company the account's approved registration stands at this edition, with both.

    The latest registration decides, as in registration.queries.registrations.find_approved.
    """
    statement = (
        select(CompanyMember)
        .join(CompanyMember.registration)
        .join(CompanyMember.company)
        .where(
            Registration.event_id == event_id,
            Registration.account_id == account_id,
            Registration.status == RegistrationStatus.APPROVED,
        )
        .options(contains_eager(CompanyMember.registration), contains_eager(CompanyMember.company))
        .order_by(Registration.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def list_members(company_id: int) -> list[CompanyMember]:
    """Return a company's approved colleagues with their registrations, those who speak for it first."""
    statement = (
        select(CompanyMember)
        .join(CompanyMember.registration)
        .where(CompanyMember.company_id == company_id, Registration.status == RegistrationStatus.APPROVED)
        .options(contains_eager(CompanyMember.registration).joinedload(Registration.photo))
        .order_by(CompanyMember.role, CompanyMember.id)
    )
    return list(db.session.scalars(statement))


def list_approved(event_id: int) -> list[Company]:
    """Return the approved companies of an edition by name, with kinds, languages, days and interests."""
    statement = (
        select(Company)
        .where(Company.event_id == event_id, Company.status == CompanyStatus.APPROVED)
        .options(*map(selectinload, (Company.kinds, Company.languages, Company.days, Company.interests)))
        .order_by(Company.sort_key, Company.id)
    )
    return list(db.session.scalars(statement))
