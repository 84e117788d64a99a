"""How an edition holds its meetings: settings, slots, tables."""

from sqlalchemy import select

from summit.database import db

from ..models import MeetingSettings, MeetingTable, MeetingWindow
from ..rules.grid import SlotSpan, slots_of
from ..rules.kinds import Phase, TableKind
from ..rules.times import Table

# No default of the column: that would also replace the None of an edition without a limit.
_MOST_OUTGOING = 20


def find_settings(event_id: int) -> MeetingSettings | None:
    """Return the settings of an edition's meetings; None where nobody has looked at them yet."""
    return db.session.get(MeetingSettings, event_id)


def get_settings(event_id: int) -> MeetingSettings:
    """Return the settings of an edition's meetings, the defaults (not stored, version 0) where there are none."""
    return find_settings(event_id) or MeetingSettings(**default_settings(event_id), version=0)


def default_settings(event_id: int) -> dict[str, object]:
    """Return what the settings of a new edition are, by column."""
    columns = MeetingSettings.__table__.columns
    values = {column.key: column.default.arg for column in columns if column.default is not None}
    return values | {"event_id": event_id, "most_outgoing": _MOST_OUTGOING, "may_request": {}, "weights": {}}


def list_windows(event_id: int) -> list[MeetingWindow]:
    """Return the spans in which meetings take place, in their order."""
    statement = select(MeetingWindow).where(MeetingWindow.event_id == event_id)
    return list(db.session.scalars(statement.order_by(MeetingWindow.starts_at)))


def list_slots(event_id: int) -> tuple[SlotSpan, ...]:
    """Return the grid of the edition's meetings."""
    settings = get_settings(event_id)
    windows = [(window.starts_at, window.ends_at) for window in list_windows(event_id)]
    return slots_of(windows, slot_minutes=settings.slot_minutes, gap_minutes=settings.gap_minutes)


def list_tables(event_id: int) -> list[MeetingTable]:
    """Return the tables in use, in their order."""
    statement = select(MeetingTable).where(MeetingTable.event_id == event_id, MeetingTable.is_active)
    return list(db.session.scalars(statement.order_by(MeetingTable.position, MeetingTable.id)))


def list_places(event_id: int) -> list[Table]:
    """Return the tables in use as plain values; one with a company, or a stand, belongs to that company alone."""
    return [
        Table(row.id, row.label, row.company_id, row.pool, row.seats)
        for row in list_tables(event_id)
        if row.company_id is not None or row.kind is not TableKind.STAND
    ]


def list_editions_with_meetings() -> list[int]:
    """Return the editions whose meetings are not over, by key."""
    statement = select(MeetingSettings.event_id).where(MeetingSettings.phase != Phase.CLOSED)
    return list(db.session.scalars(statement.order_by(MeetingSettings.event_id)))
