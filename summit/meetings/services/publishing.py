"""Putting a run's timetable into force, or taking it back: all of it in one transaction, or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.audit import services as audit
from summit.calendar.queries import list_entries
from summit.calendar.rules import FIRM, ClaimSpan, TimeIsTaken, overlap
from summit.calendar.services import replace_claims
from summit.database import db

from ..mails.timetable import Changed, queue_timetable_news
from ..models import Meeting, MeetingRun
from ..queries.busy import OWNER, SOURCE, reach_of
from ..queries.settings import list_places, list_slots
from ..queries.timetabling import find_published
from ..rules.kinds import MeetingStatus, RunStatus, StepAction
from ..rules.timetabling import (
    ChangeKind,
    RunIsNotInForce,
    RunIsNotReady,
    RunIsStale,
    StoredPlace,
    change_of,
    from_json,
    to_json,
)
from .optimising import lock_run
from .placing import dismiss_interpreter, has_been_timed, note_step, spans_of_meeting, tell_interpreter, touch
from .settings import lock_settings

_STEPS = {
    ChangeKind.ADDED: StepAction.SCHEDULED,
    ChangeKind.MOVED: StepAction.MOVED,
    ChangeKind.RESEATED: StepAction.MOVED,
    ChangeKind.REMOVED: StepAction.UNSCHEDULED,
}
_OPEN = (MeetingStatus.ACCEPTED, MeetingStatus.SCHEDULED)


def publish_run(run_id: int, *, actor_id: int | None, now: datetime) -> dict[ChangeKind, int]:
    """Put a finished run's timetable into force, tell everybody affected, and return how many meetings changed how.

    Meetings that ended since the run began are passed over. Raises RunIsNotReady, and RunIsStale where somebody or
    something was booked elsewhere meanwhile, or a meeting has begun or was fixed; then nothing has changed.
    """
    run = _lock(run_id)
    if run.status is not RunStatus.DONE:
        raise RunIsNotReady
    wanted = {place.meeting_id: place for place in from_json(run.result["places"])}
    meetings = lock_meetings(wanted)
    _ensure_as_read(meetings, from_json(run.result["before"]))
    _ensure_still_meant(run.event_id, meetings, wanted)
    run.previous = {"places": to_json([_place_of(meeting) for meeting in meetings])}
    changed = apply_places(meetings, wanted, run_id=run.id, actor_id=actor_id, now=now)
    run.status, run.published_at, run.published_by = RunStatus.PUBLISHED, now, actor_id
    _record("published", run, actor_id, changed)
    return _counted(changed)


def roll_back_run(run_id: int, *, actor_id: int | None, now: datetime) -> dict[ChangeKind, int]:
    """Bring back what stood before the run that is in force, tell everybody affected, and return the changes.

    What was cancelled meanwhile stays so, what has begun or was fixed stays where it is.
    Raises RunIsNotInForce, RunIsStale.
    """
    run = _lock(run_id)
    in_force = find_published(run.event_id)
    if run.status is not RunStatus.PUBLISHED or in_force is None or in_force.id != run.id:
        raise RunIsNotInForce
    wanted = {place.meeting_id: place for place in from_json(run.previous["places"])}
    free = [row for row in lock_meetings(wanted) if not (row.is_pinned and row.starts_at)]
    meetings = [row for row in free if row.starts_at is None or row.starts_at > now]
    wanted = {key: _still_to_come(place, now) for key, place in wanted.items()}
    changed = apply_places(meetings, wanted, run_id=None, actor_id=actor_id, now=now)
    run.status = RunStatus.ROLLED_BACK
    _record("rolled_back", run, actor_id, changed)
    return _counted(changed)


def _still_to_come(place: StoredPlace, now: datetime) -> StoredPlace:
    """Return the place, or none where its time has begun: nobody is sent into the past."""
    return place if place.starts_at is None or place.starts_at > now else StoredPlace(place.meeting_id)


def _lock(run_id: int) -> MeetingRun:
    event_id = db.session.scalar(select(MeetingRun.event_id).where(MeetingRun.id == run_id))
    if event_id is None:
        raise RunIsNotReady
    lock_settings(event_id)
    return lock_run(run_id)


def lock_meetings(ids: Collection[int]) -> list[Meeting]:
    """Return those of the meetings that are agreed or in the timetable, locked in the order of their ids and fresh."""
    statement = (
        select(Meeting)
        .where(Meeting.id.in_(ids), Meeting.status.in_(_OPEN))
        .options(selectinload(Meeting.attendees))
        .order_by(Meeting.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def _ensure_as_read(meetings: Iterable[Meeting], before: Iterable[StoredPlace]) -> None:
    """Raise RunIsStale where somebody has placed, moved or taken out a meeting since the run began."""
    known = {place.meeting_id: (place.starts_at, place.table_id) for place in before}
    if any(known[row.id] != (row.starts_at, row.table_id) for row in meetings):
        raise RunIsStale


def _ensure_still_meant(event_id: int, meetings: Iterable[Meeting], wanted: Mapping[int, StoredPlace]) -> None:
    """Raise RunIsStale where what would change was fixed since the run began, or its slot is none any more."""
    slots = set(list_slots(event_id))
    for row in meetings:
        slot = wanted[row.id].slot
        kind = change_of(_place_of(row), wanted[row.id])
        is_gone = kind is not ChangeKind.KEPT and slot is not None and slot not in slots
        if is_gone or (row.is_pinned and kind in {ChangeKind.MOVED, ChangeKind.REMOVED}):
            raise RunIsStale


def _place_of(meeting: Meeting) -> StoredPlace:
    return StoredPlace(meeting.id, meeting.starts_at, meeting.ends_at, meeting.table_id)


def apply_places(
    meetings: Sequence[Meeting],
    wanted: Mapping[int, StoredPlace],
    *,
    run_id: int | None,
    actor_id: int | None,
    now: datetime,
) -> list[Changed]:
    """Give locked meetings their places with one replacement of claims, note it, tell people; raises RunIsStale.

    Returns each meeting that changed, how, and where it stood before.
    """
    before = {row.id: _place_of(row) for row in meetings}
    changed: list[Changed] = [
        (row, kind, before[row.id])
        for row in meetings
        if (kind := change_of(before[row.id], wanted[row.id])) is not ChangeKind.KEPT
    ]
    if any(place.starts_at is not None and place.starts_at <= now for place in _after(changed, wanted)):
        raise RunIsStale
    _claim(meetings, wanted)
    for row, kind, _ in changed:
        if kind is ChangeKind.REMOVED:
            dismiss_interpreter(row, now)
        _write(row, wanted[row.id], run_id, now)
        note_step(row, _STEPS[kind], now=now, actor_id=actor_id)
    db.session.flush()
    queue_timetable_news(changed, now=now)
    for row, kind, _ in changed:
        if kind is not ChangeKind.REMOVED:
            tell_interpreter(row)
        row.informed_at = now
    return changed


def _after(changed: Iterable[Changed], wanted: Mapping[int, StoredPlace]) -> list[StoredPlace]:
    return [wanted[row.id] for row, _, _ in changed]


def _claim(meetings: Sequence[Meeting], wanted: Mapping[int, StoredPlace]) -> None:
    spans: dict[int, list[ClaimSpan]] = {}
    for row in meetings:
        slot = wanted[row.id].slot
        spans[row.id] = spans_of_meeting(row, slot, wanted[row.id].table_id) if slot else []
    if meetings:
        _ensure_nobody_is_engaged(meetings, wanted)
        _ensure_tables_are_there(meetings[0].event_id, wanted)
        try:
            replace_claims(meetings[0].event_id, OWNER, spans)
        except TimeIsTaken as error:
            raise RunIsStale from error


def _ensure_nobody_is_engaged(meetings: Sequence[Meeting], wanted: Mapping[int, StoredPlace]) -> None:
    """Raise RunIsStale where somebody is to speak, or has signed up, at the new time of a meeting.

    At another table at the same time nobody is elsewhere than they were.
    """
    people = {attendee.registration_id for row in meetings for attendee in row.attendees}
    engaged = list_entries(meetings[0].event_id, people, without=SOURCE)
    for row in meetings:
        slot = wanted[row.id].slot
        if slot is None or row.starts_at == slot.starts_at:
            continue
        span = reach_of(row).around(slot.starts_at, slot.ends_at)
        entries = (entry for attendee in row.attendees for entry in engaged[attendee.registration_id])
        if any(
            entry.kind in FIRM and not entry.is_cancelled and overlap((entry.starts_at, entry.ends_at), span)
            for entry in entries
        ):
            raise RunIsStale


def _ensure_tables_are_there(event_id: int, wanted: Mapping[int, StoredPlace]) -> None:
    known = {table.id for table in list_places(event_id)}
    if any(place.table_id is not None and place.table_id not in known for place in wanted.values()):
        raise RunIsStale


def _write(meeting: Meeting, place: StoredPlace, run_id: int | None, now: datetime) -> None:
    was_timed = has_been_timed(meeting)
    meeting.status = MeetingStatus.SCHEDULED if place.starts_at else MeetingStatus.ACCEPTED
    meeting.starts_at, meeting.ends_at, meeting.table_id = place.starts_at, place.ends_at, place.table_id
    meeting.run_id = run_id
    touch(meeting, now, counts=was_timed)


def _counted(changed: Iterable[Changed]) -> dict[ChangeKind, int]:
    counts: dict[ChangeKind, int] = {}
    for _, kind, _ in changed:
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def _record(action: str, run: MeetingRun, actor_id: int | None, changed: Sequence[Changed]) -> None:
    audit.record(
        f"meeting_run.{action}",
        "meeting_run",
        run.id,
        actor_id=actor_id,
        event_id=run.event_id,
        number=run.number,
        **{kind.value: count for kind, count in _counted(changed).items()},
    )
