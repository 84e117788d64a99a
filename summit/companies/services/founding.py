"""Beginning a company: from nothing, or with what was said at an earlier edition."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from summit.database import db
from summit.events.models import Category
from summit.events.rules import IsGone
from summit.events.services.changing import refused_as
from summit.registration.models import Registration
from summit.registration.queries.registrations import lock_registration
from summit.registration.rules import RegistrationStatus

from ..models import Company, CompanyMember
from ..queries.own import find_earlier, find_member_of
from ..rules.colleagues import AlreadyInACompany, ensure_grown_up
from ..rules.interests import InterestValues
from ..rules.moderation import Step
from ..rules.status import InterestSide, MemberRole
from .company_rows import add_step, write_keys
from .profile import apply_values, set_interests

_CARRIED = (
    "name", "names", "country", "city", "website", "descriptions", "brands", "sizes", "price_segments",
    "minimum_order", "minimum_order_unit", "lead_time_days", "certificates", "markets_served", "markets_sought", "tags",
)  # fmt: skip


def lock_delegate(registration_id: int) -> Registration:
    """Return a delegate, locked, who may begin or join a company.

    Raises NotApprovedYet, MinorsTakeNoPart, AlreadyInACompany.
    """
    registration = lock_registration(registration_id)
    minor = db.session.scalar(select(Category.needs_adult).where(Category.id == registration.category_id))
    ensure_grown_up(approved=registration.status is RegistrationStatus.APPROVED, minor=bool(minor))
    if find_member_of(registration.id) is not None:
        raise AlreadyInACompany
    return registration


def found_company(
    registration_id: int, *, name: str, kind: str, country: str, actor_id: int | None, now: datetime
) -> Company:
    """Begin a company whose first speaker is the delegate.

    Raises NotApprovedYet, MinorsTakeNoPart, AlreadyInACompany and the refusals of rules.profile.
    """
    registration = lock_delegate(registration_id)
    return _begin(registration, {"name": name, "kind": kind, "country": country}, actor_id, now)


def bring_over(registration_id: int, *, actor_id: int | None, now: datetime) -> Company:
    """Begin a company with the texts, offers and needs of the one that the delegate spoke for before.

    Consent, stand, days, logo and colleagues belong to their edition and stay there. Raises as found_company; IsGone.
    """
    registration = lock_delegate(registration_id)
    source = find_earlier(registration.account_id or 0, registration.event_id)
    if source is None:
        raise IsGone
    values = {name: getattr(source, name) for name in _CARRIED} | {
        "kind": source.kind,
        "kinds": [row.kind for row in source.kinds],
        "languages": {row.language: row.level for row in source.languages},
    }
    company = _begin(registration, values, actor_id, now)
    for side in InterestSide:
        rows = [row for row in source.interests if row.side is side]
        set_interests(company, side, [InterestValues(row.node, row.quantity, row.unit, row.note) for row in rows])
    db.session.flush()
    return company


def _begin(registration: Registration, values: dict[str, Any], actor_id: int | None, now: datetime) -> Company:
    company = begin_company(registration.event_id, values, actor_id=actor_id, now=now)
    with refused_as(AlreadyInACompany()):
        member = CompanyMember(company_id=company.id, registration_id=registration.id, role=MemberRole.MANAGER)
        db.session.add(member)
        db.session.flush()
    return company


def begin_company(event_id: int, values: Mapping[str, Any], *, actor_id: int | None, now: datetime) -> Company:
    """Begin a company for which nobody speaks yet; raises the refusals of rules.profile."""
    company = Company(
        event_id=event_id,
        public_id=secrets.token_hex(12),
        name="",
        names={},
        kind="",
        country="",
        brands=[],
        tags=[],
        kinds=[],
        languages=[],
        days=[],
        interests=[],
        created_at=now,
        updated_at=now,
    )
    apply_values(company, values)
    write_keys(company)
    db.session.add(company)
    db.session.flush()
    add_step(company, Step.FOUNDED, actor_id=actor_id, now=now)
    return company
