"""What the organiser's figures are made of, a fixed number of questions however many meetings there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, func, select, union_all
from sqlalchemy.orm import aliased

from summit.companies.models import Company, CompanyMember
from summit.companies.rules.status import CompanyStatus
from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Meeting, MeetingAttendee, MeetingOutcome
from ..rules.figures import Asked
from ..rules.kinds import TIMED, Attendance, MeetingOrigin, MeetingStatus, Outcome

AGREED = frozenset({MeetingStatus.ACCEPTED, *TIMED})
_MOST_ABSENT = 20
# A mean of fewer ratings would tell what one side has said.
_LEAST_RATED = 5


def list_asked(event_id: int) -> list[Asked]:
    """Return the requests of the edition."""
    statement = (
        select(Company.kind, Meeting.status, Meeting.created_at, Meeting.answered_at)
        .join(Company, Company.id == Meeting.partner_id)
        .where(Meeting.event_id == event_id, Meeting.origin == MeetingOrigin.REQUEST)
    )
    return [Asked(*row) for row in db.session.execute(statement)]


def count_by_countries(event_id: int) -> list[tuple[str, str, int]]:
    """Return (country of the asker, country of the asked, agreed meetings)."""
    one, other = aliased(Company), aliased(Company)
    statement = (
        select(one.country, other.country, func.count())
        .select_from(Meeting)
        .join(one, one.id == Meeting.requester_id)
        .join(other, other.id == Meeting.partner_id)
        .where(Meeting.event_id == event_id, Meeting.status.in_(AGREED))
        .group_by(one.country, other.country)
    )
    return [(first, second, count) for first, second, count in db.session.execute(statement)]


def count_absences(event_id: int) -> list[tuple[str, int]]:
    """Return the companies whose people stayed away from meetings, with how often, the most first."""
    absences = func.count(func.distinct(Meeting.id))
    statement = (
        select(Company.name, absences)
        .join(MeetingAttendee, MeetingAttendee.company_id == Company.id)
        .join(Meeting, Meeting.id == MeetingAttendee.meeting_id)
        .where(Meeting.event_id == event_id, MeetingAttendee.attendance == Attendance.ABSENT)
        .group_by(Company.id, Company.name, Company.sort_key)
        .order_by(absences.desc(), Company.sort_key)
        .limit(_MOST_ABSENT)
    )
    return [(name, count) for name, count in db.session.execute(statement)]


def count_outcomes(event_id: int) -> tuple[dict[Outcome, int], int, float | None]:
    """Return how often each outcome was told, how many ratings there are, and the mean of enough."""
    statement = (
        select(MeetingOutcome.outcome, func.count(), func.count(MeetingOutcome.rating), func.sum(MeetingOutcome.rating))
        .join(Meeting, Meeting.id == MeetingOutcome.meeting_id)
        .where(Meeting.event_id == event_id)
        .group_by(MeetingOutcome.outcome)
    )
    rows = db.session.execute(statement).all()
    rated, total = sum(row[2] for row in rows), sum(row[3] or 0 for row in rows)
    return (
        {row[0]: row[1] for row in rows if row[0] is not None},
        rated,
        total / rated if rated >= _LEAST_RATED else None,
    )


def count_seated(event_id: int) -> dict[datetime, int]:
    """Return how many meetings are at tables, by their start."""
    statement = (
        select(Meeting.starts_at, func.count())
        .where(Meeting.event_id == event_id, Meeting.status.in_(TIMED), Meeting.table_id.is_not(None))
        .group_by(Meeting.starts_at)
    )
    return {start: count for start, count in db.session.execute(statement) if start is not None}


def count_newcomers(event_id: int) -> tuple[int, int]:
    """Return (newcomers who have agreed to a meeting, newcomers)."""
    met = select(_sides(event_id).c.company_id)
    new = (Company.event_id == event_id, Company.status == CompanyStatus.APPROVED, Company.is_newcomer)
    statement = select(func.count(), func.count().filter(Company.id.in_(met))).where(*new)
    everybody, reached = db.session.execute(statement).one()
    return reached, everybody


def list_interpreting(event_id: int) -> list[tuple[list[str], bool]]:
    """Return, for each agreed meeting that needs interpreting, its languages and whether somebody is assigned."""
    statement = select(Meeting.interpreting, Meeting.interpreter_id).where(
        Meeting.event_id == event_id, Meeting.status.in_(AGREED), func.json_array_length(Meeting.interpreting) > 0
    )
    return [(languages, person is not None) for languages, person in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Lonely:
    """An approved company with few meetings: how many, and how many requests it has sent, got, and seen declined."""

    company: Company
    meetings: int
    sent: int
    received: int
    declined: int


def list_lonely(event_id: int, least: int) -> list[Lonely]:
    """Return the approved companies with fewer agreed meetings than `least`, those with the fewest first."""
    sides = _sides(event_id)
    agreed = select(sides.c.company_id, func.count().label("count")).group_by(sides.c.company_id).subquery()
    count = func.coalesce(agreed.c.count, 0)
    statement = (
        select(Company, count)
        .outerjoin(agreed, agreed.c.company_id == Company.id)
        .where(Company.event_id == event_id, Company.status == CompanyStatus.APPROVED, count < least)
        .order_by(count, Company.sort_key, Company.id)
    )
    rows = db.session.execute(statement).all()
    sent, received, declined = _requests(event_id)
    return [
        Lonely(one, met, sent.get(one.id, 0), received.get(one.id, 0), declined.get(one.id, 0)) for one, met in rows
    ]


def _requests(event_id: int) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    here = (Meeting.event_id == event_id, Meeting.origin == MeetingOrigin.REQUEST)
    refused = func.count().filter(Meeting.status.in_((MeetingStatus.DECLINED, MeetingStatus.EXPIRED)))
    own = select(Meeting.requester_id, func.count(), refused).where(*here).group_by(Meeting.requester_id)
    others = select(Meeting.partner_id, func.count()).where(*here).group_by(Meeting.partner_id)
    rows = db.session.execute(own).all()
    received = dict(db.session.execute(others).all())
    return {row[0]: row[1] for row in rows}, received, {row[0]: row[2] for row in rows}


def _sides(event_id: int) -> Subquery:
    agreed = (Meeting.event_id == event_id, Meeting.status.in_(AGREED))
    columns = (Meeting.requester_id, Meeting.partner_id)
    return union_all(*(select(column.label("company_id")).where(*agreed) for column in columns)).subquery()


def list_contacts(company_ids: Sequence[int]) -> dict[int, list[Registration]]:
    """Return the approved colleagues of these companies, those who speak for them first."""
    statement = (
        select(CompanyMember.company_id, Registration)
        .join(Registration, Registration.id == CompanyMember.registration_id)
        .where(CompanyMember.company_id.in_(company_ids), Registration.status == RegistrationStatus.APPROVED)
        .order_by(CompanyMember.role, CompanyMember.id)
    )
    found: dict[int, list[Registration]] = {key: [] for key in company_ids}
    for company_id, person in db.session.execute(statement):
        found[company_id].append(person)
    return found
