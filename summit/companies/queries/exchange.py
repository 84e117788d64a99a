"""The companies of an edition in the words of a spreadsheet, by a fixed number of questions."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from summit.database import db
from summit.events.models import Category, Event
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Company, CompanyInvitation, CompanyMember
from ..rules.planning import Person, PresentCompanies, PresentCompany
from .own import PARTS

_PLAIN = (
    "name", "names", "kind", "country", "city", "website", "descriptions", "sizes", "minimum_order",
    "minimum_order_unit", "lead_time_days", "stand", "is_newcomer",
)  # fmt: skip
_LISTS = ("brands", "price_segments", "certificates", "markets_served", "markets_sought", "tags")
_CHUNK = 5_000


def load_present(event: Event, emails: Collection[str], *, now: datetime) -> PresentCompanies:
    """Return every company of the edition with what it offers and needs, and the people behind the addresses."""
    members = _members(event.id)
    invited = _invited(event.id, now)
    counts: dict[int, int] = {}
    for member in members:
        counts[member.company_id] = counts.get(member.company_id, 0) + 1
    statement = select(Company).where(Company.event_id == event.id).options(*map(selectinload, PARTS))
    companies = db.session.scalars(statement.order_by(Company.sort_key, Company.id))
    return PresentCompanies(
        zone=event.time_zone,
        first_day=event.starts_on,
        last_day=event.ends_on,
        languages=tuple(event.languages),
        companies=[_company(one, counts.get(one.id, 0), invited.get(one.id, ())) for one in companies],
        people=_people(event.id, emails, members),
    )


def list_colleagues(event_id: int) -> list[CompanyMember]:
    """Return the approved colleagues of all companies of the edition with registration and company, by company."""
    statement = (
        select(CompanyMember)
        .join(CompanyMember.company)
        .join(CompanyMember.registration)
        .where(Company.event_id == event_id, Registration.status == RegistrationStatus.APPROVED)
        .options(contains_eager(CompanyMember.company), contains_eager(CompanyMember.registration))
    )
    return list(db.session.scalars(statement.order_by(Company.sort_key, Company.id, CompanyMember.id)))


def lock_companies(event_id: int) -> None:
    """Lock the companies of an edition in the order of their keys."""
    statement = select(Company.id).where(Company.event_id == event_id).order_by(Company.id)
    db.session.execute(statement.with_for_update(key_share=True))


def _company(company: Company, colleagues: int, invited: Iterable[str]) -> PresentCompany:
    values: dict[str, Any] = {name: getattr(company, name) for name in _PLAIN}
    values |= {name: tuple(getattr(company, name)) for name in _LISTS}
    values["kinds"] = tuple(sorted(row.kind for row in company.kinds if row.kind != company.kind))
    values["languages"] = {row.language: row.level.value for row in company.languages}
    values["days"] = tuple(sorted(row.day for row in company.days))
    interests = {
        (row.side.value, row.node): (row.quantity, row.unit, row.note)
        for row in sorted(company.interests, key=lambda row: row.id)
    }
    values["code"] = company.public_id
    return PresentCompany(
        company.id, company.public_id, company.status, values, interests, colleagues, frozenset(invited)
    )


def _members(event_id: int) -> list[Any]:
    statement = (
        select(
            CompanyMember.id.label("member_id"), CompanyMember.company_id, CompanyMember.role, Registration.email,
            Registration.id.label("registration_id"),
        )
        .join(CompanyMember.registration)
        .where(Registration.event_id == event_id, Registration.status == RegistrationStatus.APPROVED)
    )  # fmt: skip
    return list(db.session.execute(statement))


def _invited(event_id: int, now: datetime) -> dict[int, list[str]]:
    statement = (
        select(CompanyInvitation.company_id, CompanyInvitation.email)
        .join(CompanyInvitation.company)
        .where(
            Company.event_id == event_id,
            CompanyInvitation.accepted_at.is_(None),
            CompanyInvitation.revoked_at.is_(None),
            CompanyInvitation.expires_at > now,
        )
    )
    found: dict[int, list[str]] = {}
    for company_id, email in db.session.execute(statement):
        found.setdefault(company_id, []).append(email)
    return found


def _people(event_id: int, emails: Collection[str], members: Iterable[Any]) -> dict[str, Person]:
    """Return approved delegates by address; those of a company with it."""
    statement = (
        select(Registration.id, Registration.email, Category.needs_adult)
        .join(Category, Category.id == Registration.category_id)
        .where(
            Registration.event_id == event_id,
            Registration.status == RegistrationStatus.APPROVED,
            Registration.email.in_(list(emails)[:_CHUNK]),
        )
    )
    people = {
        row.email.lower(): Person(row.id, is_approved=True, is_minor=row.needs_adult)
        for row in (db.session.execute(statement) if emails else ())
    }
    belonging = {
        row.email.lower(): Person(
            row.registration_id,
            is_approved=True,
            is_minor=False,
            company_id=row.company_id,
            member_id=row.member_id,
            role=row.role,
        )
        for row in members
    }
    return people | belonging
