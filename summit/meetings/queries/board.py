"""The timetable as the organiser's board shows it."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from summit.database import db
from summit.events.models import Hall

from ..models import Meeting, MeetingTable
from ..rules.kinds import TIMED, MeetingStatus


def board_number(event_id: int) -> int:
    """Return a number that grows with every change of a meeting of the edition."""
    statement = select(func.coalesce(func.sum(Meeting.version), 0)).where(Meeting.event_id == event_id)
    return int(db.session.scalar(statement) or 0)


def list_in_timetable(event_id: int, starts_at: datetime, ends_at: datetime) -> list[Meeting]:
    """Return the meetings that begin within a half-open span, held and missed ones too, with companies and people."""
    statement = _with_pair().where(
        Meeting.event_id == event_id,
        Meeting.status.in_(TIMED),
        Meeting.starts_at >= starts_at,
        Meeting.starts_at < ends_at,
    )
    return list(db.session.scalars(statement.order_by(Meeting.starts_at, Meeting.id)))


def list_unplaced(event_id: int) -> list[Meeting]:
    """Return the meetings that are agreed and have no time, the longest waiting first."""
    statement = _with_pair().where(Meeting.event_id == event_id, Meeting.status == MeetingStatus.ACCEPTED)
    return list(db.session.scalars(statement.order_by(Meeting.answered_at, Meeting.id)))


def list_all_tables(event_id: int) -> list[MeetingTable]:
    """Return every table, in use or not, with its company, in their order."""
    statement = select(MeetingTable).where(MeetingTable.event_id == event_id)
    ordered = statement.order_by(MeetingTable.position, MeetingTable.id)
    return list(db.session.scalars(ordered.options(joinedload(MeetingTable.company))))


def list_table_halls(event_id: int) -> list[Hall]:
    """Return the halls in which there are tables."""
    used = select(MeetingTable.hall_id).where(MeetingTable.event_id == event_id)
    return list(db.session.scalars(select(Hall).where(Hall.id.in_(used)).order_by(Hall.position, Hall.id)))


def _with_pair() -> Select[Meeting]:
    pair = (joinedload(Meeting.requester, innerjoin=True), joinedload(Meeting.partner, innerjoin=True))
    return select(Meeting).options(*pair, selectinload(Meeting.attendees))
