"""What the mails about a meeting need: the edition, both companies, and whom to write to."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from summit.companies.models import Company, CompanyMember
from summit.companies.rules.status import MemberRole
from summit.database import db
from summit.events.models import Event
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Meeting, MeetingAttendee, MeetingTable


@dataclass(frozen=True, slots=True)
class Notice:
    """A meeting as mails tell of it; people by the company for which they attend or speak."""

    meeting: Meeting
    event: Event
    companies: dict[int, Company]
    attending: dict[int, list[Registration]]
    speaking: dict[int, list[Registration]]
    table: MeetingTable | None = None
    words: str = ""
    by: Company | None = None

    def concerned(self, company_id: int) -> list[Registration]:
        """Return who attends for a company, then who else speaks for it; nobody twice."""
        return _once([*self.attending[company_id], *self.speaking[company_id]])

    def other_than(self, company_id: int) -> Company:
        """Return the company on the other side."""
        meeting = self.meeting
        return self.companies[meeting.partner_id if company_id == meeting.requester_id else meeting.requester_id]


def load_notice(meeting: Meeting, *, words: str = "", by: int | None = None) -> Notice:
    """Return what mails about a meeting need; `by` is the company that takes the step, None for the organiser."""
    pair = (meeting.requester_id, meeting.partner_id)
    found = db.session.scalars(select(Company).where(Company.id.in_(pair)))
    companies = {company.id: company for company in found}
    return Notice(
        meeting=meeting,
        event=db.session.get_one(Event, meeting.event_id),
        companies=companies,
        attending=_attending(meeting),
        speaking=_speaking(pair),
        table=_table(meeting.table_id),
        words=words,
        by=companies.get(by or 0),
    )


def _attending(meeting: Meeting) -> dict[int, list[Registration]]:
    statement = (
        select(MeetingAttendee.company_id, Registration)
        .join(Registration, Registration.id == MeetingAttendee.registration_id)
        .where(MeetingAttendee.meeting_id == meeting.id)
        .order_by(Registration.id)
    )
    found: dict[int, list[Registration]] = {meeting.requester_id: [], meeting.partner_id: []}
    for company_id, person in db.session.execute(statement):
        found[company_id].append(person)
    return found


def _speaking(company_ids: tuple[int, int]) -> dict[int, list[Registration]]:
    statement = (
        select(CompanyMember.company_id, Registration)
        .join(Registration, Registration.id == CompanyMember.registration_id)
        .where(
            CompanyMember.company_id.in_(company_ids),
            CompanyMember.role == MemberRole.MANAGER,
            Registration.status == RegistrationStatus.APPROVED,
        )
        .order_by(CompanyMember.id)
    )
    found: dict[int, list[Registration]] = {key: [] for key in company_ids}
    for company_id, person in db.session.execute(statement):
        found[company_id].append(person)
    return found


def _table(table_id: int | None) -> MeetingTable | None:
    if table_id is None:
        return None
    statement = select(MeetingTable).where(MeetingTable.id == table_id).options(joinedload(MeetingTable.hall))
    return db.session.scalar(statement)


def _once(people: Iterable[Registration]) -> list[Registration]:
    return list({person.id: person for person in people}.values())
