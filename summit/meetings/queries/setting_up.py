"""What the organiser's pages of opening times and tables read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from summit.calendar.rules import ClaimKind
from summit.companies.models import Company
from summit.companies.rules.status import CompanyStatus
from summit.database import db

from ..models import BlockedTime, Meeting, MeetingTable
from ..rules.grid import slots_of
from ..rules.hours import Grid, Span
from ..rules.kinds import OFF_SITE, MeetingStatus
from .settings import get_settings, list_windows


def get_grid(event_id: int) -> Grid:
    """Return the opening times and slots that are in force."""
    settings = get_settings(event_id)
    windows = [(window.starts_at, window.ends_at) for window in list_windows(event_id)]
    return make_grid(windows, settings.slot_minutes, settings.gap_minutes)


def make_grid(windows: Sequence[Span], slot_minutes: int, gap_minutes: int) -> Grid:
    """Return the grid that opening times make; raises WindowsOverlap."""
    slots = slots_of(windows, slot_minutes=slot_minutes, gap_minutes=gap_minutes)
    return Grid(tuple(sorted(windows)), slots)


def list_to_come(event_id: int, now: datetime, *, table_id: int | None = None) -> list[Meeting]:
    """Return the meetings in the timetable that are yet to begin, at a table only where given; visits left out.

    Companies and tables are loaded.
    """
    statement = select(Meeting).where(
        Meeting.event_id == event_id,
        Meeting.status == MeetingStatus.SCHEDULED,
        Meeting.starts_at > now,
        Meeting.kind.not_in(OFF_SITE),
    )
    if table_id is not None:
        statement = statement.where(Meeting.table_id == table_id)
    parts = (
        joinedload(Meeting.requester, innerjoin=True),
        joinedload(Meeting.partner, innerjoin=True),
        joinedload(Meeting.table),
    )
    return list(db.session.scalars(statement.options(*parts).order_by(Meeting.starts_at, Meeting.id)))


def list_all_tables(event_id: int) -> list[MeetingTable]:
    """Return every table in its order, those out of use too, with hall and company."""
    statement = select(MeetingTable).where(MeetingTable.event_id == event_id)
    parts = (joinedload(MeetingTable.hall), joinedload(MeetingTable.company))
    ordered = statement.options(*parts).order_by(MeetingTable.position, MeetingTable.id)
    return list(db.session.scalars(ordered))


def find_table(event_id: int, table_id: int) -> MeetingTable | None:
    """Return one table of this very edition, with hall and company."""
    statement = select(MeetingTable).where(MeetingTable.event_id == event_id, MeetingTable.id == table_id)
    parts = (joinedload(MeetingTable.hall), joinedload(MeetingTable.company))
    return db.session.scalar(statement.options(*parts).execution_options(populate_existing=True))


def count_at_tables(event_id: int, now: datetime) -> dict[int, int]:
    """Return how many meetings are yet to come at each table."""
    statement = (
        select(Meeting.table_id, func.count())
        .where(Meeting.event_id == event_id, Meeting.status == MeetingStatus.SCHEDULED, Meeting.starts_at > now)
        .group_by(Meeting.table_id)
    )
    return {key: count for key, count in db.session.execute(statement) if key is not None}


def list_hosts(event_id: int) -> list[tuple[int, str]]:
    """Return (id, name) of the companies that can have a table of their own, by name."""
    statement = select(Company.id, Company.name).where(
        Company.event_id == event_id, Company.status == CompanyStatus.APPROVED
    )
    return [(key, name) for key, name in db.session.execute(statement.order_by(Company.sort_key, Company.id))]


def list_table_blocks(table_id: int) -> list[BlockedTime]:
    """Return the blocked times of a table."""
    statement = select(BlockedTime).where(BlockedTime.kind == ClaimKind.TABLE, BlockedTime.resource_id == table_id)
    return list(db.session.scalars(statement))
