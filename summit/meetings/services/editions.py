"""What happens to meetings when their edition gets another time zone or is copied."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from summit.calendar.rules import ClaimSpan
from summit.calendar.services import release_claims, replace_claims
from summit.clock import utcnow
from summit.database import db
from summit.events.models import Event
from summit.events.queries import list_halls
from summit.events.rules import moved, moved_window

from ..models import BlockedTime, Meeting, MeetingSettings, MeetingTable, MeetingWindow
from ..queries.busy import OWNER
from ..queries.setting_up import list_all_tables
from ..queries.settings import find_settings, list_windows
from ..rules.grid import SlotSpan
from ..rules.kinds import MeetingStatus, Phase
from .placing import spans_of_meeting, touch

BLOCK = "block"
# What has been held keeps its claims, so they follow its time too.
_CLAIMING = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.HELD})
Move = Callable[[datetime], datetime]
_COPIED = (
    "acceptance",
    "slot_choice",
    "slot_minutes",
    "gap_minutes",
    "walk_minutes",
    "least_meetings",
    "most_meetings",
    "most_per_day",
    "most_outgoing",
    "expiry_hours",
    "reminder_hours",
    "meeting_reminder_minutes",
    "may_request",
    "allows_online",
    "allows_walk_ins",
    "change_budget",
    "fairness",
    "weights",
)


def copy_meetings(source: Event, copy: Event, shift: int) -> None:
    """Give a copied edition the settings, opening times (`shift` days later) and tables; companies come anew."""
    known = find_settings(source.id)
    if known is not None:
        values = {name: getattr(known, name) for name in _COPIED}
        db.session.add(MeetingSettings(event_id=copy.id, phase=Phase.PROFILE, **values))
    move = partial(moved, days=shift, zone=source.time_zone)
    for window in list_windows(source.id):
        starts_at, ends_at = moved_window(window.starts_at, window.ends_at, move)
        db.session.add(MeetingWindow(event_id=copy.id, starts_at=starts_at, ends_at=ends_at))
    halls = dict(zip((hall.id for hall in list_halls(source.id)), list_halls(copy.id), strict=True))
    db.session.add_all(
        MeetingTable(
            event_id=copy.id,
            hall_id=halls[table.hall_id].id if table.hall_id in halls else None,
            label=table.label,
            kind=table.kind,
            pool=table.pool,
            seats=table.seats,
            position=table.position,
            row=table.row,
            column=table.column,
            is_active=table.is_active,
        )
        for table in list_all_tables(source.id)
    )
    db.session.flush()


def rezone(event: Event, move: Move) -> None:
    """Let opening times, meetings and blocked times keep what the clock on the wall shows; `move` takes and gives UTC.

    Raises TimeIsTaken where somebody is then elsewhere, which only a clock change can bring about.
    """
    _move_windows(event.id, move)
    now, blocks, meetings = utcnow(), _blocks(event.id), _meetings(event.id)
    release_claims(BLOCK, [block.id for block in blocks])
    claims: dict[int, list[ClaimSpan]] = {}
    for meeting in meetings:
        _move_meeting(meeting, move, now)
        if meeting.status in _CLAIMING and meeting.starts_at and meeting.ends_at:
            slot = SlotSpan(meeting.starts_at, meeting.ends_at)
            claims[meeting.id] = spans_of_meeting(meeting, slot, meeting.table_id)
    replace_claims(event.id, OWNER, claims)
    for block in blocks:
        block.starts_at, block.ends_at = moved_window(block.starts_at, block.ends_at, move)
    spans = {one.id: [ClaimSpan(one.kind, one.resource_id, one.starts_at, one.ends_at)] for one in blocks}
    replace_claims(event.id, BLOCK, spans)
    db.session.flush()


def _move_windows(event_id: int, move: Move) -> None:
    spans = [moved_window(window.starts_at, window.ends_at, move) for window in list_windows(event_id)]
    db.session.execute(delete(MeetingWindow).where(MeetingWindow.event_id == event_id))
    db.session.add_all(MeetingWindow(event_id=event_id, starts_at=start, ends_at=end) for start, end in spans)
    db.session.flush()


def _move_meeting(meeting: Meeting, move: Move, now: datetime) -> None:
    if meeting.proposed_starts_at is not None:
        meeting.proposed_starts_at = move(meeting.proposed_starts_at)
    meeting.wishes = [move(datetime.fromisoformat(wish)).isoformat() for wish in meeting.wishes]
    if meeting.starts_at is not None and meeting.ends_at is not None:
        meeting.starts_at, meeting.ends_at = moved_window(meeting.starts_at, meeting.ends_at, move)
        touch(meeting, now)


def _meetings(event_id: int) -> list[Meeting]:
    statement = (
        select(Meeting)
        .where(Meeting.event_id == event_id)
        .options(selectinload(Meeting.attendees))
        .order_by(Meeting.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def _blocks(event_id: int) -> list[BlockedTime]:
    return list(db.session.scalars(select(BlockedTime).where(BlockedTime.event_id == event_id)))
