"""Which companies are recommended to a company, why, and when both are free."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from summit.calendar.rules import ticks
from summit.companies.models import Company, CompanyMember
from summit.companies.queries.matching import Catalogue, load_catalogue
from summit.companies.rules.matching import (
    Reader,
    Reason,
    ReasonKind,
    Weights,
    ranked,
    reasons_for,
    weights_from,
)
from summit.database import db
from summit.events.models import Event
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Meeting, Preference
from ..rules.grid import days_of
from ..rules.kinds import LIVE, MeetingStatus, Wish
from ..rules.times import Reach
from .busy import list_busy
from .settings import get_settings, list_slots

LENGTH = 12
SPREADING = "meetings.spread_recommendations"
# What has happened between two companies that need no introduction any more.
_SETTLED = (*LIVE, MeetingStatus.HELD, MeetingStatus.DECLINED)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A company that suits, how well (0 to 1), and what speaks for it, most first."""

    company: Company
    value: float
    reasons: tuple[Reason, ...]


def list_recommendations(event: Event, company_id: int, *, now: datetime) -> list[Recommendation]:
    """Return who suits an approved company best, without those who are hidden, refused or met already."""
    catalogue = load_catalogue(event.id)
    if company_id not in catalogue.index.rows:
        return []
    reader = Reader(catalogue.index, company_id, weights_of(event.id))
    left_out = _left_out(event.id, company_id, catalogue)
    pairs = ranked(reader, find_prices(event.id), LENGTH, without=left_out)
    companies = _companies([pair.company_id for pair in pairs])
    days = list_free_days(event, company_id, companies, now=now)
    return [
        Recommendation(
            companies[pair.company_id],
            pair.value,
            with_days(reasons_for(reader, pair.company_id), days.get(pair.company_id)),
        )
        for pair in pairs
    ]


def weights_of(event_id: int) -> Weights:
    """Return the weights of an edition's recommendations."""
    return weights_from(get_settings(event_id).weights)


def _left_out(event_id: int, company_id: int, catalogue: Catalogue) -> set[int]:
    """Return whom the company should not be shown; who refuses it stays, as it would be noticed missing."""
    hidden = catalogue.index.rows.keys() - catalogue.listed
    may_request = get_settings(event_id).may_request
    allowed = {group for own in catalogue.groups[company_id] for group in may_request.get(own, ())}
    barred = {one for one, groups in catalogue.groups.items() if may_request and not groups & allowed}
    return hidden | barred | _settled(event_id, company_id) | _refused(event_id, company_id)


def _settled(event_id: int, company_id: int) -> set[int]:
    pairs = select(Meeting.low_id, Meeting.high_id).where(
        Meeting.event_id == event_id,
        or_(Meeting.requester_id == company_id, Meeting.partner_id == company_id),
        Meeting.status.in_(_SETTLED),
    )
    return _others(pairs, company_id)


def _refused(event_id: int, company_id: int) -> set[int]:
    refused = (Preference.company_id == company_id, Preference.wish == Wish.NO_THANKS)
    return set(db.session.scalars(select(Preference.target_id).where(Preference.event_id == event_id, *refused)))


def _others(pairs: Any, company_id: int) -> set[int]:
    return {one for pair in db.session.execute(pairs) for one in pair} - {company_id}


def _companies(ids: Collection[int]) -> dict[int, Company]:
    return {row.id: row for row in db.session.scalars(select(Company).where(Company.id.in_(ids)))}


def with_days(reasons: tuple[Reason, ...], free: Collection[date] | None) -> tuple[Reason, ...]:
    """Return the reasons with the days on which both are free; None: no time is known, so presence is told."""
    if free is None:
        return reasons
    kept = tuple(reason for reason in reasons if reason.kind is not ReasonKind.DAYS)
    present = next((frozenset(reason.days) for reason in reasons if reason.kind is ReasonKind.DAYS), frozenset(free))
    days = tuple(sorted(present & frozenset(free)))
    return (*kept, Reason(ReasonKind.FREE, 0.0, days=days)) if days else kept


def list_free_days(
    event: Event, company_id: int, others: Iterable[int], *, now: datetime
) -> dict[int, frozenset[date]]:
    """Return the days on which somebody of the company and somebody of each other one share a free slot.

    Empty where the edition has no slots to come: then nothing is known of anybody's time.
    """
    slots = [slot for slot in list_slots(event.id) if slot.starts_at > now]
    if not slots:
        return {}
    people = _people({company_id, *others})
    busy = list_busy(event.id, [one for found in people.values() for one in found])
    reach = Reach(walk=get_settings(event.id).walk_minutes)
    steps = {slot: frozenset(ticks(*reach.around(slot.starts_at, slot.ends_at))) for slot in slots}
    free = {
        company: {slot for slot in slots if any(steps[slot].isdisjoint(busy[one]) for one in found)}
        for company, found in people.items()
    }
    mine = free.get(company_id, set())
    return {other: frozenset(days_of(mine & free.get(other, set()), event.time_zone)) for other in others}


def _people(companies: Collection[int]) -> Mapping[int, list[int]]:
    """Return the approved people of companies."""
    statement = (
        select(CompanyMember.company_id, CompanyMember.registration_id)
        .join(Registration, Registration.id == CompanyMember.registration_id)
        .where(CompanyMember.company_id.in_(companies), Registration.status == RegistrationStatus.APPROVED)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for company, person in db.session.execute(statement):
        found[company].append(person)
    return found


def find_spreading(event_id: int) -> Job | None:
    """Return the last finished work on how often companies are shown."""
    return _find_job(event_id, (JobStatus.DONE,))


def find_running(event_id: int) -> Job | None:
    """Return the work on it that is not finished yet."""
    return _find_job(event_id, (JobStatus.QUEUED, JobStatus.RUNNING))


def _find_job(event_id: int, statuses: tuple[JobStatus, ...]) -> Job | None:
    statement = select(Job).where(Job.event_id == event_id, Job.kind == SPREADING, Job.status.in_(statuses))
    return db.session.scalar(statement.order_by(Job.id.desc()).limit(1))


def find_prices(event_id: int) -> dict[int, float]:
    """Return the prices that even out how often companies are shown; none before they were worked out."""
    job = find_spreading(event_id)
    return {int(company): price for company, price in job.result.get("prices", {}).items()} if job else {}


def list_companies(ids: Collection[int]) -> dict[int, Company]:
    """Return companies by their key."""
    return _companies(ids)


def explain_example(event_id: int) -> tuple[Company, list[Recommendation]] | None:
    """Return the company whose profile tells most, and the three that suit it best; None where nobody suits."""
    catalogue = load_catalogue(event_id)
    told = sorted(
        catalogue.listed,
        key=lambda key: (-len(catalogue.index.rows[key].needs), -len(catalogue.index.rows[key].offers), key),
    )
    for company_id in told[:5]:
        reader = Reader(catalogue.index, company_id, weights_of(event_id))
        pairs = ranked(reader, {}, 3, without=catalogue.index.rows.keys() - catalogue.listed)
        if pairs:
            found = _companies([company_id, *(pair.company_id for pair in pairs)])
            return found[company_id], [
                Recommendation(found[pair.company_id], pair.value, reasons_for(reader, pair.company_id))
                for pair in pairs
            ]
    return None
