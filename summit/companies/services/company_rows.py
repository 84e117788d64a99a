"""What every change of a company does: lock the row, write its history and the audit record."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.audit.services import record
from summit.database import db
from summit.events.rules import IsGone, ensure_unchanged

from ..models import Company, CompanyStep
from ..queries.own import PARTS
from ..rules.moderation import Step
from ..rules.search import company_search_key, company_sort_key


def lock_company(company_id: int, version: int | None = None) -> Company:
    """Return a company with its parts, locked and fresh; raises IsGone, ChangedMeanwhile for another version."""
    statement = select(Company).where(Company.id == company_id).options(*map(selectinload, PARTS))
    fresh = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    company = db.session.scalar(fresh)
    if company is None:
        raise IsGone
    ensure_unchanged(seen=version, present=company.version)
    return company


def note_company(action: str, company: Company, actor_id: int | None, **detail: Any) -> None:
    """Write an act into the audit record."""
    record(f"company.{action}", "company", company.id, actor_id=actor_id, event_id=company.event_id, **detail)


def add_step(company: Company, step: Step, *, actor_id: int | None, now: datetime, note: str = "") -> None:
    """Write a step into the profile's history and the audit record."""
    company.updated_at = now
    db.session.add(CompanyStep(company_id=company.id, action=step.value, note=note, actor_id=actor_id, created_at=now))
    note_company(step.value, company, actor_id)


def write_keys(company: Company) -> None:
    """Compute what lists are sorted and searched by."""
    company.sort_key = company_sort_key(company.name)
    words = {name: getattr(company, name) for name in ("names", "brands", "tags", "city", "country")}
    company.search_key = company_search_key(company.name, **words)
