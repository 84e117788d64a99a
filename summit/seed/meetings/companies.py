"""A hundred and twenty companies are founded by delegates, described, joined, and reviewed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from summit.companies.models import Company, CompanyMember
from summit.companies.rules.interests import InterestValues
from summit.companies.rules.kinds import CompanyKind
from summit.companies.rules.status import InterestSide, MemberRole
from summit.companies.services import founding, moderating, profile
from summit.database import db
from summit.events.models import Event
from summit.registration.models import Registration

from .houses import House, Wanted, house

COUNT = 120
# How many of the companies wait for review, were sent back, or keep to themselves.
_WAITING, _SENT_BACK, _UNLISTED = 4, 2, 3


@dataclass(frozen=True, slots=True)
class Planted:
    """A company of the demo: its row, kind, and the delegates who stand for it, the one who speaks for it first."""

    id: int
    kind: CompanyKind
    country: str
    people: tuple[int, ...]
    is_open: bool


def plant_companies(
    event: Event, approved: Sequence[int], *, actor_id: int, now: datetime, chance: random.Random
) -> list[Planted]:
    """Found the companies and return them; the last ones of the list are not open to requests."""
    people = _people(approved)
    speakers, others = people[:COUNT], people[COUNT:]
    closed = _WAITING + _SENT_BACK + _UNLISTED
    planted = []
    for number, person in enumerate(speakers):
        colleague = others[number // 3] if number % 3 == 0 and number // 3 < len(others) else None
        moment = now - timedelta(days=30, minutes=-7 * number)
        rank = len(speakers) - number
        planted.append(
            _plant(event, number, person, colleague, rank if rank <= closed else 0, actor_id, moment, chance)
        )
    return planted


def _people(approved: Sequence[int]) -> list[Registration]:
    """Return the grown-up delegates in the order in which they came."""
    statement = select(Registration).where(Registration.id.in_(approved), Registration.account_id.is_not(None))
    return [row for row in db.session.scalars(statement.order_by(Registration.id)) if not row.guardian]


def _plant(
    event: Event,
    number: int,
    person: Registration,
    colleague: Registration | None,
    rank: int,
    actor_id: int,
    now: datetime,
    chance: random.Random,
) -> Planted:
    country = person.represents or person.residence
    built = house(number, country, chance)
    company = founding.found_company(
        person.id, name=built.name, kind=built.kind, country=country, actor_id=person.account_id, now=now
    )
    _describe(event, company, built, number, chance, person.account_id, now)
    people = [person.id]
    if colleague is not None:
        db.session.add(CompanyMember(company_id=company.id, registration_id=colleague.id, role=MemberRole.MEMBER))
        people.append(colleague.id)
    _review(company.id, person, rank, actor_id, now)
    return Planted(company.id, built.kind, country, tuple(people), rank == 0)


def _describe(
    event: Event,
    company: Company,
    built: House,
    number: int,
    chance: random.Random,
    account_id: int | None,
    now: datetime,
) -> None:
    profile.update_profile(
        company.id,
        version=None,
        actor_id=account_id,
        now=now,
        names=built.names,
        descriptions=built.descriptions,
        languages=built.languages,
        price_segments=chance.sample(["mass", "middle", "premium", "luxury"], k=chance.randint(1, 2)),
        minimum_order=chance.choice((None, 50, 100, 300, 500)),
        minimum_order_unit="pieces",
        lead_time_days=chance.choice((None, 21, 30, 45, 60)),
        markets_served=chance.sample(["RU", "BR", "IN", "CN", "ZA", "AE", "TR", "KZ"], k=3),
        markets_sought=chance.sample(["RU", "BR", "IN", "CN", "ZA", "AE", "EG", "ID", "ET"], k=4),
        is_newcomer=number % 5 == 4,
        stand=f"{'ABCD'[number % 4]}{number // 4 + 1}" if number % 2 == 0 else "",
        days=[] if number % 6 else [event.starts_on, event.starts_on + timedelta(days=1)],
    )
    for side, wanted in ((InterestSide.OFFER, built.offers), (InterestSide.NEED, built.needs)):
        profile.replace_interests(company.id, side, map(_values, wanted), version=None, actor_id=account_id, now=now)


def _values(wanted: Wanted) -> InterestValues:
    return InterestValues(wanted.node, wanted.quantity, wanted.unit)


def _review(company_id: int, person: Registration, rank: int, actor_id: int, now: datetime) -> None:
    """Send the profile for review and decide: `rank` counts those that do not get through from 1, 0 all others."""
    profile.submit(company_id, actor_id=person.account_id, now=now)
    if rank <= _WAITING + _SENT_BACK:
        profile.set_listing(company_id, True, registration_id=person.id, actor_id=person.account_id, now=now)
    if rank == 0 or rank > _WAITING + _SENT_BACK:
        moderating.approve(company_id, actor_id=actor_id, now=now + timedelta(hours=9))
    elif rank > _WAITING:
        words = "Please describe what you make in a few sentences."
        moderating.send_back(company_id, words, actor_id=actor_id, now=now + timedelta(hours=9))
