"""What the meetings of the timetable are held against: calendars, claims, tables, registrations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from summit.calendar.queries import list_claimed, list_entries
from summit.calendar.rules import FIRM, CalendarEntry, overlap
from summit.companies.models import Company
from summit.companies.rules.status import CompanyStatus
from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Interpreter, Meeting
from ..rules.conflicts import Conflict, Facts, Planned, TableFacts, find_conflicts
from ..rules.kinds import MeetingStatus
from ..rules.times import Reach
from .board import list_all_tables
from .busy import OWNER, SOURCE, needs_table
from .settings import get_settings, list_windows


@dataclass(frozen=True, slots=True)
class ConflictReport:
    """What stands against meetings, with what its sentences name: meetings, people and engagements by their keys."""

    conflicts: Sequence[Conflict]
    meetings: Mapping[int, Meeting]
    people: Mapping[int, str]
    engagements: Mapping[str, Mapping[str, str]]
    companies: Mapping[int, str]


def report_conflicts(event_id: int) -> ConflictReport:
    """Return everything that stands against the meetings of the timetable."""
    walk = get_settings(event_id).walk_minutes
    meetings = list_scheduled(event_id)
    planned = [_planned(one, walk) for one in meetings]
    people = sorted({person for meeting in planned for person in meeting.people})
    entries = list_entries(event_id, people, without=SOURCE)
    found = find_conflicts(planned, _facts(event_id, people, entries, walk))
    titles = {entry.uid: entry.titles for rows in entries.values() for entry in rows}
    names = {one.person_id for one in found if one.person_id is not None}
    companies = {company.id: company.name for one in meetings for company in (one.requester, one.partner)}
    owners = {table.company.id: table.company.name for table in list_all_tables(event_id) if table.company}
    by_id = {one.id: one for one in meetings}
    return ConflictReport(found, by_id, list_names(sorted(names)), titles, owners | companies)


def list_scheduled(event_id: int) -> list[Meeting]:
    """Return the meetings that have a time and are not over, with companies and attendees, by time."""
    pair = (joinedload(Meeting.requester, innerjoin=True), joinedload(Meeting.partner, innerjoin=True))
    statement = select(Meeting).where(Meeting.event_id == event_id, Meeting.status == MeetingStatus.SCHEDULED)
    loaded = statement.options(*pair, selectinload(Meeting.attendees))
    return list(db.session.scalars(loaded.order_by(Meeting.starts_at, Meeting.id)))


def list_names(registration_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of people, in Latin letters, by their registration."""
    statement = select(Registration.id, Registration.name_latin).where(Registration.id.in_(registration_ids))
    return dict(db.session.execute(statement).all())


def _planned(meeting: Meeting, walk: int) -> Planned:
    starts_at, ends_at = meeting.starts_at, meeting.ends_at
    if starts_at is None or ends_at is None:
        raise ValueError("A meeting of the timetable has a time.")
    seated = needs_table(meeting)
    reach = Reach(meeting.transfer_before, meeting.transfer_after, walk if seated else 0)
    return Planned(
        id=meeting.id,
        starts_at=starts_at,
        ends_at=ends_at,
        away=reach.around(starts_at, ends_at),
        people={one.registration_id: one.company_id for one in meeting.attendees},
        companies=(meeting.requester_id, meeting.partner_id),
        needs_table=seated,
        table_id=meeting.table_id,
        interpreting=tuple(meeting.interpreting),
        interpreter_id=meeting.interpreter_id,
    )


def _facts(event_id: int, people: Sequence[int], entries: Mapping[int, list[CalendarEntry]], walk: int) -> Facts:
    engaged = {
        person: [
            ((entry.starts_at, entry.ends_at), entry.uid)
            for entry in found
            if entry.kind in FIRM and not entry.is_cancelled
        ]
        for person, found in entries.items()
    }
    # What is claimed for an engagement is named by the engagement.
    blocked = {
        person: [span for span in spans if not any(overlap(span, other) for other, _uid in engaged[person])]
        for person, spans in list_claimed(event_id, people, without=OWNER).items()
    }
    spoken = select(Interpreter.id, Interpreter.languages).where(Interpreter.event_id == event_id)
    tables = {one.id: TableFacts(one.is_active, one.seats, one.company_id) for one in list_all_tables(event_id)}
    return Facts(
        windows=[(window.starts_at, window.ends_at) for window in list_windows(event_id)],
        tables=tables,
        engaged=engaged,
        blocked=blocked,
        people_gone=_people_gone(people),
        companies_gone=_companies_gone(event_id),
        languages=dict(db.session.execute(spoken).all()),
        walk_minutes=walk,
    )


def _people_gone(people: Sequence[int]) -> set[int]:
    statement = select(Registration.id).where(
        Registration.id.in_(people), Registration.status != RegistrationStatus.APPROVED
    )
    return set(db.session.scalars(statement))


def _companies_gone(event_id: int) -> set[int]:
    statement = select(Company.id).where(Company.event_id == event_id, Company.status != CompanyStatus.APPROVED)
    return set(db.session.scalars(statement))
