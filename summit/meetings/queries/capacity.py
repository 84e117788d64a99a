"""What the capacity calculator reads: slots, tables, companies, and the meetings they wish for."""

from dataclasses import dataclass

from sqlalchemy import select

from summit.companies.models import Company
from summit.companies.rules.status import CompanyStatus
from summit.database import db

from ..models import Meeting
from ..rules.capacity import Capacity, reckon_capacity
from ..rules.kinds import LIVE
from .preferences import list_wished
from .settings import get_settings, list_places, list_slots


@dataclass(frozen=True, slots=True)
class Outlook:
    """What fits of what is wished so far, and the names of companies in the order that `found` numbers them."""

    found: Capacity
    names: tuple[str, ...]
    slots: int
    tables: int


def load_outlook(event_id: int) -> Outlook:
    """Return what fits of all requests and meetings that live, and of the wishes beside them.

    A company has as many meetings as slots, or as the settings allow; tables that belong to a company count too.
    """
    statement = select(Company.id, Company.name).where(
        Company.event_id == event_id, Company.status == CompanyStatus.APPROVED
    )
    companies = db.session.execute(statement.order_by(Company.sort_key, Company.id)).all()
    place = {company_id: number for number, (company_id, _name) in enumerate(companies)}
    slots, tables = len(list_slots(event_id)), len(list_places(event_id))
    most = get_settings(event_id).most_meetings
    free = slots if most is None else min(slots, most)
    pairs = [(place[one], place[other]) for one, other in _pairs(event_id) if one in place and other in place]
    found = reckon_capacity([tables] * slots, [free] * len(companies), pairs)
    return Outlook(found, tuple(name for _id, name in companies), slots, tables)


def _pairs(event_id: int) -> list[tuple[int, int]]:
    statement = select(Meeting.low_id, Meeting.high_id).where(Meeting.event_id == event_id, Meeting.status.in_(LIVE))
    living = [(low, high) for low, high in db.session.execute(statement)]
    return living + [(one.requester_id, one.partner_id) for one in list_wished(event_id)]
