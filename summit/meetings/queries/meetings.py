"""Finding meetings with all that their pages show."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from summit.database import db
from summit.registration.models import ConsentRecord
from summit.registration.rules import ConsentPurpose

from ..models import Meeting, MeetingAttendee, MeetingTable

_SHOWN = (
    joinedload(Meeting.requester, innerjoin=True),
    joinedload(Meeting.partner, innerjoin=True),
    joinedload(Meeting.table).joinedload(MeetingTable.hall),
    selectinload(Meeting.attendees).joinedload(MeetingAttendee.registration),
)


def find_meeting(event_id: int, public_id: str) -> Meeting | None:
    """Return a meeting of the edition with companies, table and hall, interpreter, attendees and history; fresh."""
    statement = select(Meeting).where(Meeting.event_id == event_id, Meeting.public_id == public_id)
    parts = (*_SHOWN, joinedload(Meeting.interpreter), selectinload(Meeting.steps))
    return db.session.scalar(statement.options(*parts).execution_options(populate_existing=True))


def list_of_company(event_id: int, company_id: int) -> list[Meeting]:
    """Return all meetings and requests of a company, the latest change first."""
    both = or_(Meeting.requester_id == company_id, Meeting.partner_id == company_id)
    statement = select(Meeting).where(Meeting.event_id == event_id, both).options(*_SHOWN)
    return list(db.session.scalars(statement.order_by(Meeting.changed_at.desc(), Meeting.id.desc())))


def list_visible(registration_ids: Collection[int]) -> set[int]:
    """Return which of these people have agreed that other delegates see them: the last record of each decides."""
    statement = (
        select(ConsentRecord.registration_id, ConsentRecord.given)
        .where(
            ConsentRecord.registration_id.in_(registration_ids),
            ConsentRecord.purpose == ConsentPurpose.PROFILE_VISIBLE,
        )
        .order_by(ConsentRecord.id)
    )
    latest = dict(db.session.execute(statement).tuples().all())
    return {person for person, given in latest.items() if given}
