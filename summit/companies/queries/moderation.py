"""The B2B manager's list of profiles."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select

from summit.database import db
from summit.registration.rules.search import escape_like, search_tokens

from ..models import Company, CompanyMember, CompanyStep
from ..rules.moderation import Step
from ..rules.status import CompanyStatus

PAGE = 50


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One profile of the list: how many colleagues it has, and whether it changed since it was approved."""

    company: Company
    colleagues: int
    changed: bool


def _is_changed() -> ColumnElement[bool]:
    step = exists().where(
        CompanyStep.company_id == Company.id,
        CompanyStep.action == Step.CHANGED.value,
        CompanyStep.created_at > Company.decided_at,
    )
    return and_(Company.status == CompanyStatus.APPROVED, step)


def is_changed(company_id: int) -> bool:
    """Tell whether an approved profile has changed since in what it was approved for."""
    return bool(db.session.scalar(select(_is_changed()).where(Company.id == company_id)))


def count_changed(event_id: int) -> int:
    """Return how many approved profiles have changed since."""
    statement = select(func.count()).select_from(Company).where(Company.event_id == event_id, _is_changed())
    return db.session.scalar(statement) or 0


def list_profiles(
    event_id: int, *, status: CompanyStatus | None = None, changed: bool = False, q: str = "", offset: int = 0
) -> list[ProfileRow]:
    """Return a page of profiles that match, those that wait longest for review first, then by name.

    One row more than PAGE tells that there are more.
    """
    colleagues = select(func.count(CompanyMember.id)).where(CompanyMember.company_id == Company.id).scalar_subquery()
    statement = select(Company, colleagues, _is_changed()).where(Company.event_id == event_id, *_matching(q))
    if status is not None:
        statement = statement.where(Company.status == status)
    if changed:
        statement = statement.where(_is_changed())
    order = (Company.submitted_at, Company.id) if status is CompanyStatus.SUBMITTED else (Company.sort_key, Company.id)
    found = db.session.execute(statement.order_by(*order).limit(PAGE + 1).offset(offset))
    return [ProfileRow(company, count, bool(moved)) for company, count, moved in found]


def _matching(q: str) -> list[ColumnElement[bool]]:
    """Return what a search asks for: every word, in any script, somewhere in the key."""
    return [Company.search_key.like(f"%{escape_like(token)}%", escape="\\") for token in search_tokens(q)]
