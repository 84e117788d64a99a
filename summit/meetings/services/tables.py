"""Tables, stands and rooms for meetings; a table that goes takes nobody's meeting away unseen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, select, update

from summit.audit import services as audit
from summit.calendar.queries import list_taken
from summit.calendar.rules import ClaimKind, ticks
from summit.calendar.services import release_claims
from summit.companies.models import Company
from summit.database import db
from summit.events.rules import IsGone, ensure_unchanged
from summit.events.services.changing import refused_as

from ..mails.timetable import queue_timetable_news
from ..models import Meeting, MeetingTable
from ..queries.busy import needs_table
from ..queries.setting_up import list_table_blocks, list_to_come
from ..queries.settings import list_places
from ..rules.grid import SlotSpan
from ..rules.kinds import TableKind
from ..rules.tables import LabelIsTaken, TableIsStillUsed, clean_table, labels_of
from ..rules.times import Table, choose_table
from ..rules.timetabling import ChangeKind, RunIsStale, StoredPlace
from .placing import ATTEMPTS, touch
from .publishing import apply_places, lock_meetings
from .settings import lock_settings


class TableValues(TypedDict, total=False):
    """What may be set of a table: where it stands, whose it is; `row` and `column` are its place on the map, from 0."""

    label: str
    kind: TableKind
    hall_id: int | None
    company_id: int | None
    pool: str
    seats: int
    row: int
    column: int


def add_tables(
    event_id: int, first: str, last: str = "", *, actor_id: int | None, **values: Unpack[TableValues]
) -> list[MeetingTable]:
    """Add a table, or all from T1 to T40, each one column further on the map; raises the refusals of rules.tables."""
    lock_settings(event_id)
    position = (db.session.scalar(_last_position(event_id)) or 0) + 1
    rows = []
    for number, label in enumerate(labels_of(first, last)):
        own = clean_table({**values, "label": label})
        own["column"] = own.get("column", 0) + number
        rows.append(MeetingTable(event_id=event_id, position=position + number, **own))
    with refused_as(LabelIsTaken()):
        db.session.add_all(rows)
        db.session.flush()
    audit.record(
        "meeting_table.added",
        "event",
        event_id,
        actor_id=actor_id,
        event_id=event_id,
        count=len(rows),
        first=rows[0].label,
    )
    return rows


def _last_position(event_id: int) -> Any:
    return select(func.max(MeetingTable.position)).where(MeetingTable.event_id == event_id)


def lock_table(table_id: int, version: int | None = None) -> MeetingTable:
    """Return a table locked and fresh, after the settings of its edition; raises IsGone, ChangedMeanwhile."""
    event_id = db.session.scalar(select(MeetingTable.event_id).where(MeetingTable.id == table_id))
    if event_id is None:
        raise IsGone
    lock_settings(event_id)
    statement = select(MeetingTable).where(MeetingTable.id == table_id).with_for_update(key_share=True)
    row = db.session.scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise IsGone
    ensure_unchanged(seen=version, present=row.version)
    return row


def update_table(
    table_id: int, *, version: int | None = None, actor_id: int | None, now: datetime, **values: Unpack[TableValues]
) -> MeetingTable:
    """Change a table; those who meet there are told of a new name or hall. Raises as `add_tables` and `lock_table`."""
    row = lock_table(table_id, version)
    clean = clean_table(values)
    changed = sorted(name for name, value in clean.items() if getattr(row, name) != value)
    with refused_as(LabelIsTaken()):
        for name, value in clean.items():
            setattr(row, name, value)
        db.session.flush()
    if {"label", "hall_id"} & set(changed):
        _tell_of_name(row, now)
    _note("updated", row, actor_id, fields=changed)
    return row


def _tell_of_name(row: MeetingTable, now: datetime) -> None:
    meetings = lock_meetings([meeting.id for meeting in list_to_come(row.event_id, now, table_id=row.id)])
    for meeting in meetings:
        touch(meeting, now)
    db.session.flush()
    queue_timetable_news([(meeting, ChangeKind.RESEATED, _place(meeting, row.id)) for meeting in meetings], now=now)


def set_in_use(table_id: int, is_active: bool, *, actor_id: int | None, now: datetime) -> tuple[int, int]:
    """Take a table out of use or back into it; raises IsGone, and RunIsStale where seats are lost again and again.

    Meetings there are seated at another free table at the same time, or lose their time and stay agreed where there
    is none; everybody is told. Returns how many were seated elsewhere and how many lost their time.
    """
    row = lock_table(table_id)
    row.is_active = is_active
    db.session.flush()
    done = (0, 0) if is_active else _seat_elsewhere(row, actor_id, now)
    _note("used" if is_active else "closed", row, actor_id, reseated=done[0], unscheduled=done[1])
    return done


def _seat_elsewhere(row: MeetingTable, actor_id: int | None, now: datetime) -> tuple[int, int]:
    meetings = lock_meetings([meeting.id for meeting in list_to_come(row.event_id, now, table_id=row.id)])
    meetings = [meeting for meeting in meetings if needs_table(meeting) and meeting.table_id == row.id]
    wanted = _seat(row.event_id, meetings, actor_id, now)
    lost = sum(place.starts_at is None for place in wanted.values())
    return len(wanted) - lost, lost


def _seat(event_id: int, meetings: Sequence[Meeting], actor_id: int | None, now: datetime) -> dict[int, StoredPlace]:
    """Seat the meetings and return where; where others were faster at a table, look again at what is free now."""
    refusal = RunIsStale()
    for turn in range(ATTEMPTS):
        wanted = _seats(event_id, meetings, turn)
        try:
            apply_places(meetings, wanted, run_id=None, actor_id=actor_id, now=now)
        except RunIsStale as error:
            refusal = error
            continue
        return wanted
    raise refusal


def _seats(event_id: int, meetings: Sequence[Meeting], turn: int) -> dict[int, StoredPlace]:
    """Return where each of the meetings can sit at its own time; without a free table it has no time any more."""
    tables: list[Table] = list_places(event_id)
    taken = list_taken(event_id, ClaimKind.TABLE, [table.id for table in tables])
    wanted = {}
    for meeting in meetings:
        if meeting.starts_at is None or meeting.ends_at is None:
            continue
        slot = SlotSpan(meeting.starts_at, meeting.ends_at)
        pair = (meeting.partner_id, meeting.requester_id)
        found = choose_table(tables, taken, slot, pair, len(meeting.attendees), turn=turn)
        wanted[meeting.id] = _place(meeting, found.id) if found else StoredPlace(meeting.id)
        if found:
            taken[found.id].update(ticks(slot.starts_at, slot.ends_at))
    return wanted


def _place(meeting: Meeting, table_id: int) -> StoredPlace:
    return StoredPlace(meeting.id, meeting.starts_at, meeting.ends_at, table_id)


def delete_table(table_id: int, *, actor_id: int | None) -> None:
    """Delete a table at which no meeting was or is, with its blocked times; raises TableIsStillUsed, IsGone."""
    row = lock_table(table_id)
    blocks = list_table_blocks(row.id)
    release_claims("block", [block.id for block in blocks])
    for block in blocks:
        db.session.delete(block)
    _note("deleted", row, actor_id, label=row.label)
    with refused_as(TableIsStillUsed()):
        db.session.delete(row)
        db.session.flush()


def free_home_tables(company: Company, *, actor_id: int | None, now: datetime) -> None:
    """Let the tables of a company that has withdrawn be everybody's again; a stand stays empty."""
    home = update(MeetingTable).where(MeetingTable.company_id == company.id)
    db.session.execute(home.values(company_id=None, version=MeetingTable.version + 1))


def _note(action: str, row: MeetingTable, actor_id: int | None, **detail: Any) -> None:
    audit.record(f"meeting_table.{action}", "meeting_table", row.id, actor_id=actor_id, event_id=row.event_id, **detail)
