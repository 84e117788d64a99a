"""What the optimiser is given: meetings, slots, tables, and who is taken when, of one moment."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from summit.calendar.models import Claim
from summit.calendar.queries import list_entries
from summit.calendar.rules import FIRM, ClaimKind, calendar_day, ticks
from summit.database import db
from summit.events.models import Event

from ..models import Meeting, MeetingRun
from ..rules.kinds import OFF_SITE, MeetingFormat, MeetingStatus, RunStatus
from ..rules.timetabling import PlannedMeeting, PlanOptions, Snapshot
from .busy import OWNER, SOURCE
from .settings import get_settings, list_places, list_slots

_PLANNED = (MeetingStatus.ACCEPTED, MeetingStatus.SCHEDULED)


def list_planned(event_id: int, now: datetime) -> list[Meeting]:
    """Return the meetings that a timetable may place: agreed, or yet to begin at a table of the venue; by id.

    Visits elsewhere, and meetings online that have a time, keep it.
    """
    statement = (
        select(Meeting)
        .where(
            Meeting.event_id == event_id,
            Meeting.status.in_(_PLANNED),
            or_(Meeting.format == MeetingFormat.ON_SITE, Meeting.starts_at.is_(None)),
            Meeting.kind.not_in(OFF_SITE),
            or_(Meeting.starts_at.is_(None), Meeting.starts_at > now),
        )
        .options(selectinload(Meeting.attendees))
        .order_by(Meeting.id)
    )
    return list(db.session.scalars(statement))


def load_snapshot(event: Event, options: PlanOptions, now: datetime) -> Snapshot:
    """Return everything that a run is worked out for, in a constant number of statements."""
    settings, rows = get_settings(event.id), [row for row in list_planned(event.id, now) if row.attendees]
    slots = tuple(slot for slot in list_slots(event.id) if slot.starts_at > now)
    on_grid = {(slot.starts_at, slot.ends_at) for slot in slots}
    free = [row for row in rows if row.starts_at is None or (row.starts_at, row.ends_at) in on_grid]
    people = {attendee.registration_id for row in free for attendee in row.attendees}
    online = [row for row in free if row.format is MeetingFormat.ONLINE]
    tables = list_places(event.id)
    owners = {row.id for row in free}
    return Snapshot(
        meetings=tuple(_planned(row) for row in free if row not in online),
        online=tuple(map(_planned, online)),
        slots=slots,
        days=tuple(calendar_day(slot.starts_at, event.time_zone) for slot in slots),
        tables=tuple(tables),
        busy=_with_engagements(event.id, people, list_steps(event.id, ClaimKind.PERSON, people, owners)),
        table_busy=list_steps(event.id, ClaimKind.TABLE, {table.id for table in tables}, owners),
        walk=settings.walk_minutes,
        fairness=settings.fairness,
        most_per_day=settings.most_per_day,
        options=options,
    )


def _planned(row: Meeting) -> PlannedMeeting:
    return PlannedMeeting(
        id=row.id,
        people=tuple(attendee.registration_id for attendee in row.attendees),
        sides=tuple(attendee.company_id for attendee in row.attendees),
        is_must=row.is_must,
        is_pinned=row.is_pinned or row.interpreter_id is not None,
        is_told=row.informed_at is not None and row.starts_at is not None,
        starts_at=row.starts_at,
        table_id=row.table_id,
    )


def list_steps(
    event_id: int, kind: ClaimKind, resources: Collection[int], without: Collection[int]
) -> dict[int, frozenset[int]]:
    """Return the claimed five-minute steps of each resource, but for those that the meetings `without` hold."""
    statement = select(Claim.resource_id, Claim.tick, Claim.owner_kind, Claim.owner_id).where(
        Claim.event_id == event_id, Claim.kind == kind
    )
    found: dict[int, set[int]] = {}
    for resource, tick, owner_kind, owner_id in db.session.execute(statement):
        if resource in resources and (owner_kind != OWNER or owner_id not in without):
            found.setdefault(resource, set()).add(tick)
    return {resource: frozenset(steps) for resource, steps in found.items()}


def _with_engagements(
    event_id: int, people: Iterable[int], taken: dict[int, frozenset[int]]
) -> dict[int, frozenset[int]]:
    """Add what people have agreed to in the programme, which holds no claims everywhere."""
    for person, entries in list_entries(event_id, list(people), without=SOURCE).items():
        steps = set(taken.get(person, ()))
        for entry in entries:
            if entry.kind in FIRM and not entry.is_cancelled:
                steps.update(ticks(entry.starts_at, entry.ends_at))
        taken[person] = frozenset(steps)
    return taken


def list_runs(event_id: int) -> list[MeetingRun]:
    """Return the runs of an edition, the newest first."""
    statement = select(MeetingRun).where(MeetingRun.event_id == event_id)
    return list(db.session.scalars(statement.order_by(MeetingRun.number.desc())))


def find_run(event_id: int, number: int) -> MeetingRun | None:
    """Return a run of the edition by its number."""
    return db.session.scalar(select(MeetingRun).where(MeetingRun.event_id == event_id, MeetingRun.number == number))


def find_unfinished(event_id: int) -> MeetingRun | None:
    """Return the run that is waiting or at work."""
    at_work = MeetingRun.status.in_((RunStatus.QUEUED, RunStatus.RUNNING))
    return db.session.scalar(select(MeetingRun).where(MeetingRun.event_id == event_id, at_work).limit(1))


def find_published(event_id: int) -> MeetingRun | None:
    """Return the run that was published last and is in force."""
    statement = select(MeetingRun).where(MeetingRun.event_id == event_id, MeetingRun.status == RunStatus.PUBLISHED)
    return db.session.scalar(statement.order_by(MeetingRun.published_at.desc(), MeetingRun.id.desc()).limit(1))


def next_run_number(event_id: int) -> int:
    """Return the number of the next run, from 1; the settings' lock keeps two from having the same."""
    statement = select(MeetingRun.number).where(MeetingRun.event_id == event_id)
    return (db.session.scalar(statement.order_by(MeetingRun.number.desc()).limit(1)) or 0) + 1
