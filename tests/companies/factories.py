"""Companies to test with; every name is invented."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from summit.clock import utcnow
from summit.companies.models import (
    Company,
    CompanyInvitation,
    CompanyKindRow,
    CompanyLanguage,
    CompanyMember,
    Interest,
    SavedList,
    SavedListItem,
)
from summit.companies.rules.search import company_search_key, company_sort_key
from summit.companies.rules.status import CompanyStatus, InterestSide, MemberRole
from summit.database import db, transaction
from summit.events.models import Category, Event
from summit.registration.models import Registration
from summit.registration.rules import ConsentPurpose, RegistrationStatus
from summit.registration.services.consents import change_consent, ensure_default_texts
from tests import factories

_numbers = count(1)


def _keep(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def make_company(event: Event, name: str = "", **values: Any) -> Company:
    """An approved company that others see; `kinds`, `languages` (tags), `offers` and `needs` (nodes) may be given."""
    number = next(_numbers)
    kinds = values.pop("kinds", [values.get("kind", "brand_designer")])
    parts = {
        "kinds": [CompanyKindRow(kind=kind) for kind in kinds],
        "languages": [CompanyLanguage(language=tag) for tag in values.pop("languages", ["en"])],
        "interests": [
            *(Interest(side=InterestSide.OFFER, node=node) for node in values.pop("offers", ())),
            *(Interest(side=InterestSide.NEED, node=node) for node in values.pop("needs", ())),
        ],
    }
    defaults = {
        "public_id": uuid4().hex,
        "status": CompanyStatus.APPROVED,
        "name": name or f"Atelier {number}",
        "names": {},
        "kind": kinds[0],
        "country": "BR",
        "descriptions": {"en": "Makes coats of linen."},
        "is_listed": True,
    }
    row = Company(event_id=event.id, **(defaults | parts | values))
    found_by = {name: getattr(row, name) or [] for name in ("brands", "tags")}
    found_by |= {"names": row.names, "city": row.city or "", "country": row.country}
    row.sort_key = row.sort_key or company_sort_key(row.name)
    row.search_key = row.search_key or company_search_key(row.name, **found_by)
    return _keep(row)


def make_member(
    company: Company,
    event: Event,
    category: Category | None = None,
    role: MemberRole = MemberRole.MANAGER,
    **values: Any,
) -> CompanyMember:
    """An approved delegate of the company, with an account to sign in by; `values` go to the registration."""
    category = category or factories.make_category(event, letter=f"{next(_numbers) % 100}")
    account = factories.make_account()
    defaults = {"account_id": account.id, "organisation": company.name}
    person: Registration = factories.make_registration(
        event, category, RegistrationStatus.APPROVED, **(defaults | values)
    )
    member = CompanyMember(company_id=company.id, registration_id=person.id, role=role)
    member.registration = person
    return _keep(member)


def make_invitation(company: Company, **values: Any) -> CompanyInvitation:
    """An open invitation to join the company."""
    defaults = {
        "public_id": uuid4().hex,
        "email": f"colleague{next(_numbers)}@example.org",
        "expires_at": utcnow() + timedelta(days=14),
    }
    return _keep(CompanyInvitation(company_id=company.id, **(defaults | values)))


def make_saved_list(person: Registration, *companies: Company, name: str = "Fabrics") -> SavedList:
    """A delegate's own list with companies on it."""
    row = _keep(SavedList(registration_id=person.id, name=name))
    for company in companies:
        _keep(SavedListItem(list_id=row.id, company_id=company.id))
    return row


def give_consent(person: Registration, purpose: ConsentPurpose, *, given: bool = True) -> None:
    """Have a delegate agree to a purpose, or take it back."""
    with transaction():
        ensure_default_texts(person.event_id)
        change_consent(person.id, purpose, given=given, language="en", now=utcnow())
