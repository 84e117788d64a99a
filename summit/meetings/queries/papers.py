"""The meetings that are printed, and for whom."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from summit.companies.models import Company
from summit.database import db
from summit.jobs.models import Job
from summit.registration.models import Registration

from ..models import Meeting, MeetingAttendee, MeetingTable
from ..rules.kinds import MeetingFormat, MeetingStatus
from ..rules.papers import PaperCompany, PaperMeeting
from .entries import is_announced
from .settings import get_settings

_LOOKED_AT = 100


def list_paper_meetings(event_id: int, registration_id: int | None = None) -> list[PaperMeeting]:
    """Return the meetings of the timetable that people know of, of everybody or of one person, by their start."""
    statement = (
        select(Meeting)
        .where(Meeting.event_id == event_id, Meeting.status == MeetingStatus.SCHEDULED)
        .options(
            joinedload(Meeting.requester, innerjoin=True),
            joinedload(Meeting.partner, innerjoin=True),
            joinedload(Meeting.interpreter),
            joinedload(Meeting.table).joinedload(MeetingTable.hall),
            selectinload(Meeting.attendees).joinedload(MeetingAttendee.registration, innerjoin=True),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if registration_id is not None:
        attends = select(MeetingAttendee.meeting_id).where(MeetingAttendee.registration_id == registration_id)
        statement = statement.where(Meeting.id.in_(attends))
    settings = get_settings(event_id)
    return [_paper(row) for row in db.session.scalars(statement) if is_announced(row, settings)]


def _paper(row: Meeting) -> PaperMeeting:
    assert row.starts_at is not None and row.ends_at is not None  # noqa: PT018  the database checks it
    hall = row.table.hall if row.table else None
    return PaperMeeting(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        companies=(_company(row.requester, row.attendees), _company(row.partner, row.attendees)),
        people=tuple((one.registration_id, int(one.company_id == row.partner_id)) for one in row.attendees),
        table=row.table.label if row.table else "",
        table_order=(row.table.position, row.table.id) if row.table else (0, 0),
        hall=hall.id if hall else None,
        hall_names=hall.names if hall else {},
        place=row.place,
        is_online=row.format is MeetingFormat.ONLINE,
        interpreter=row.interpreter.name if row.interpreter else "",
        leave_at=row.leave_at,
    )


def _company(company: Company, attendees: Iterable[MeetingAttendee]) -> PaperCompany:
    people = tuple(one.registration.name_latin for one in attendees if one.company_id == company.id)
    return PaperCompany(company.name, company.names, company.country, people)


def list_people(meetings: Iterable[PaperMeeting]) -> list[Registration]:
    """Return everybody who attends one of the meetings, in the order of a desk's boxes."""
    keys = {key for meeting in meetings for key, _ in meeting.people}
    statement = select(Registration).where(Registration.id.in_(keys))
    return list(db.session.scalars(statement.order_by(Registration.sort_key, Registration.id)))


def find_paper_job(event_id: int, name: str, kind: str) -> Job | None:
    """Return the newest job that makes (or made) the file of this name."""
    statement = select(Job).where(Job.kind == kind, Job.event_id == event_id).order_by(Job.id.desc())
    jobs = db.session.scalars(statement.limit(_LOOKED_AT).execution_options(populate_existing=True))
    return next((job for job in jobs if job.arguments.get("name") == name), None)
