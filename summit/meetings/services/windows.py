"""Changing when meetings take place: opening times and slots, with what that does to meetings already booked."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified

from summit.audit import services as audit
from summit.database import db
from summit.events.rules import ensure_number, ensure_span

from ..models import Meeting, MeetingSettings, MeetingWindow
from ..queries.setting_up import get_grid, list_to_come, make_grid
from ..rules.grid import ensure_even
from ..rules.hours import LONGEST_GAP, LONGEST_SLOT, Fit, Grid, GridLeavesMeetings, Span, left_out
from ..rules.timetabling import StoredPlace
from .publishing import apply_places, lock_meetings
from .settings import lock_unchanged


def change_grid(
    event_id: int,
    windows: Sequence[Span],
    *,
    slot_minutes: int,
    gap_minutes: int,
    walk_minutes: int,
    confirmed: Collection[int] = (),
    keeps_open: bool = False,
    version: int | None = None,
    actor_id: int | None,
    now: datetime,
) -> int:
    """Replace the opening times (half-open UTC spans) and the length of slots, gaps and walks, in minutes.

    Meetings that no longer fit must be among the ids `confirmed`, otherwise GridLeavesMeetings is raised. They lose
    their time, stay agreed, and everybody is told; with `keeps_open` only those outside the opening times do.
    Returns how many lost it. Raises ChangedMeanwhile, GridIsUneven, WindowsOverlap, NumberIsOutOfRange.
    """
    settings = lock_unchanged(event_id, version)
    after = _checked(windows, slot_minutes, gap_minutes, walk_minutes)
    left = _left_out(event_id, get_grid(event_id), after, now)
    if not left.keys() <= set(confirmed):
        raise GridLeavesMeetings(num=len(left))
    _write(settings, after, slot_minutes, gap_minutes, walk_minutes)
    moved = _take_out([key for key, fit in left.items() if fit is Fit.CLOSED or not keeps_open], actor_id, now)
    audit.record(
        "meetings.grid_changed",
        "event",
        event_id,
        actor_id=actor_id,
        event_id=event_id,
        slots=len(after.slots),
        moved=moved,
    )
    return moved


def list_left_out(event_id: int, after: Grid, *, now: datetime) -> list[tuple[Meeting, Fit]]:
    """Return the meetings that a new grid would leave without a slot, with how they stand to it."""
    meetings = list_to_come(event_id, now)
    fits = left_out(_spans(meetings), get_grid(event_id), after)
    return [(meeting, fits[meeting.id]) for meeting in meetings if meeting.id in fits]


def _checked(windows: Sequence[Span], slot_minutes: int, gap_minutes: int, walk_minutes: int) -> Grid:
    ensure_even([slot_minutes, gap_minutes, walk_minutes])
    ensure_number(slot_minutes, least=5, most=LONGEST_SLOT)
    ensure_number(gap_minutes, most=LONGEST_GAP)
    ensure_number(walk_minutes, most=LONGEST_GAP)
    for starts_at, ends_at in windows:
        ensure_span(starts_at, ends_at)
    return make_grid(windows, slot_minutes, gap_minutes)


def _left_out(event_id: int, before: Grid, after: Grid, now: datetime) -> dict[int, Fit]:
    return left_out(_spans(list_to_come(event_id, now)), before, after)


def _spans(meetings: Sequence[Meeting]) -> list[tuple[int, Span]]:
    return [(row.id, (row.starts_at, row.ends_at)) for row in meetings if row.starts_at and row.ends_at]


def _write(settings: MeetingSettings, grid: Grid, slot_minutes: int, gap_minutes: int, walk_minutes: int) -> None:
    settings.slot_minutes, settings.gap_minutes, settings.walk_minutes = slot_minutes, gap_minutes, walk_minutes
    # The opening times stand in a table of their own; a page with the old ones must notice.
    flag_modified(settings, "slot_minutes")
    db.session.execute(delete(MeetingWindow).where(MeetingWindow.event_id == settings.event_id))
    db.session.add_all(
        MeetingWindow(event_id=settings.event_id, starts_at=starts_at, ends_at=ends_at)
        for starts_at, ends_at in grid.windows
    )
    db.session.flush()


def _take_out(ids: Collection[int], actor_id: int | None, now: datetime) -> int:
    meetings = [row for row in lock_meetings(ids) if row.starts_at is not None and row.starts_at > now]
    wanted = {row.id: StoredPlace(row.id) for row in meetings}
    return len(apply_places(meetings, wanted, run_id=None, actor_id=actor_id, now=now))
