"""Companies of an edition, written straight into the tables from invented profiles."""

from sqlalchemy import insert, select, update

from bench.stock import Stock
from summit.accounts.models import Account
from summit.clock import utcnow
from summit.companies.models import Company, CompanyKindRow, CompanyLanguage, CompanyMember, Interest
from summit.companies.rules.matching import MatchProfile
from summit.companies.rules.matching.synthetic import make_profiles
from summit.companies.rules.status import CompanyStatus, InterestSide, MemberRole
from summit.database import db, transaction
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus, search_key, sort_key


def fill_companies(stock: Stock, size: int) -> None:
    """Let the edition have so many approved companies; whoever the stock's cookie signs in speaks for the first one."""
    profiles = make_profiles(size, 1)
    with transaction():
        db.session.execute(insert(Company), [_company(stock.event.id, one) for one in profiles])
        statement = select(Company.id).where(Company.event_id == stock.event.id).order_by(Company.id)
        ids = list(db.session.scalars(statement))
        pairs = list(zip(ids, profiles, strict=True))
        db.session.execute(insert(CompanyKindRow), [{"company_id": key, "kind": "brand_designer"} for key in ids])
        db.session.execute(insert(CompanyLanguage), [row for pair in pairs for row in _languages(*pair)])
        db.session.execute(insert(Interest), [row for pair in pairs for row in _interests(*pair)])
        _join(stock.event.id, ids[0])


def _join(event_id: int, company_id: int) -> None:
    account = db.session.scalars(select(Account.id).order_by(Account.id)).first()
    statement = select(Registration.id).where(
        Registration.event_id == event_id, Registration.status == RegistrationStatus.APPROVED
    )
    person = db.session.scalars(statement.order_by(Registration.id)).first()
    db.session.execute(update(Registration).where(Registration.id == person).values(account_id=account))
    db.session.add(CompanyMember(company_id=company_id, registration_id=person, role=MemberRole.MANAGER))


def _company(event_id: int, profile: MatchProfile) -> dict[str, object]:
    name = f"Bench Atelier {profile.company_id}"
    return (
        {
            "event_id": event_id,
            "public_id": f"bench-{event_id}-{profile.company_id}",
            "status": CompanyStatus.APPROVED,
            "name": name,
            "kind": "brand_designer",
            "country": profile.country,
            "price_segments": sorted(profile.price_segments),
            "minimum_order": profile.minimum_order,
            "minimum_order_unit": profile.minimum_unit,
            "markets_sought": sorted(profile.markets_sought),
            "tags": sorted(profile.tags),
            "is_newcomer": profile.is_newcomer,
            "is_listed": True,
            "search_key": search_key(name),
            "sort_key": sort_key(name),
            "created_at": utcnow(),
            "updated_at": utcnow(),
            "version": 1,
        }
        | {column: {} for column in ("names", "descriptions")}
        | {column: [] for column in ("brands", "certificates", "markets_served")}
    )


def _languages(company_id: int, profile: MatchProfile) -> list[dict[str, object]]:
    return [{"company_id": company_id, "language": tag, "level": level} for tag, level in profile.languages.items()]


def _interests(company_id: int, profile: MatchProfile) -> list[dict[str, object]]:
    sides = ((InterestSide.OFFER, profile.offers), (InterestSide.NEED, profile.needs))
    return [
        {"company_id": company_id, "side": side, "node": one.node, "quantity": one.quantity, "unit": one.unit}
        for side, interests in sides
        for one in interests
    ]
