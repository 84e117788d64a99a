"""Interpreters, their assignments, and meetings that wish for one."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from summit.calendar.queries import list_taken
from summit.calendar.rules import ClaimKind, ticks
from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Interpreter, Meeting
from ..rules.interpreting import Helper, Need
from ..rules.kinds import LIVE, MeetingStatus
from .busy import list_busy, reach_of


def list_interpreters(event_id: int) -> list[Interpreter]:
    """Return every interpreter by name, those out of use too, with the delegate who they are."""
    statement = select(Interpreter).where(Interpreter.event_id == event_id)
    ordered = statement.options(joinedload(Interpreter.registration)).order_by(Interpreter.name, Interpreter.id)
    return list(db.session.scalars(ordered))


def find_interpreter(event_id: int, interpreter_id: int) -> Interpreter | None:
    """Return one interpreter of this very edition, fresh, with the delegate who they are."""
    statement = select(Interpreter).where(Interpreter.event_id == event_id, Interpreter.id == interpreter_id)
    fresh = statement.options(joinedload(Interpreter.registration)).execution_options(populate_existing=True)
    return db.session.scalar(fresh)


def find_delegate_id(event_id: int, reference: str) -> int | None:
    """Return the id of the approved delegate of the edition with this reference."""
    statement = select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.reference == reference.strip().upper(),
        Registration.status == RegistrationStatus.APPROVED,
    )
    return db.session.scalar(statement)


def list_assignments(interpreter_id: int) -> list[Meeting]:
    """Return the meetings in the timetable that somebody interprets, by time, with companies and tables."""
    statement = select(Meeting).where(
        Meeting.interpreter_id == interpreter_id,
        Meeting.status.in_((MeetingStatus.SCHEDULED, MeetingStatus.HELD)),
    )
    return _shown(statement)


def list_wishing(event_id: int, now: datetime, *, is_assigned: bool) -> list[Meeting]:
    """Return meetings yet to begin that wish interpreting, with or without somebody, by time.

    Companies, tables, interpreters and attendees are loaded.
    """
    has_one = Meeting.interpreter_id.is_not(None)
    statement = select(Meeting).where(
        Meeting.event_id == event_id,
        Meeting.status == MeetingStatus.SCHEDULED,
        Meeting.starts_at > now,
        has_one if is_assigned else ~has_one & (func.json_array_length(Meeting.interpreting) > 0),
    )
    return _shown(statement)


def _shown(statement: Select[Meeting]) -> list[Meeting]:
    parts = (
        joinedload(Meeting.requester, innerjoin=True),
        joinedload(Meeting.partner, innerjoin=True),
        joinedload(Meeting.table),
        joinedload(Meeting.interpreter),
        selectinload(Meeting.attendees),
    )
    return list(db.session.scalars(statement.options(*parts).order_by(Meeting.starts_at, Meeting.id)))


def list_coming_ids(interpreter_id: int, now: datetime) -> list[int]:
    """Return the ids of the live meetings not yet begun that an interpreter is assigned to."""
    coming = Meeting.starts_at.is_(None) | (Meeting.starts_at > now)
    statement = select(Meeting.id).where(Meeting.interpreter_id == interpreter_id, Meeting.status.in_(LIVE), coming)
    return list(db.session.scalars(statement.order_by(Meeting.id)))


def count_coming(event_id: int, now: datetime) -> dict[int, int]:
    """Return how many meetings are yet to come for each interpreter."""
    statement = (
        select(Meeting.interpreter_id, func.count())
        .where(Meeting.event_id == event_id, Meeting.status == MeetingStatus.SCHEDULED, Meeting.starts_at > now)
        .group_by(Meeting.interpreter_id)
    )
    return {key: count for key, count in db.session.execute(statement) if key is not None}


def list_helpers(event_id: int, rows: Sequence[Interpreter]) -> list[Helper]:
    """Return the interpreters in use with all the time that they, or the delegates they are, have given away."""
    used = [row for row in rows if row.is_active]
    taken = list_taken(event_id, ClaimKind.INTERPRETER, [row.id for row in used])
    people = [row.registration_id for row in used if row.registration_id is not None]
    busy = list_busy(event_id, people)
    return [
        Helper(
            row.id,
            frozenset(row.languages),
            frozenset(taken[row.id] | busy.get(row.registration_id or 0, set())),
            row.registration_id,
        )
        for row in used
    ]


def needs_of(meetings: Collection[Meeting]) -> list[Need]:
    """Return timed meetings (attendees loaded) as plain wishes for interpreting."""
    return [
        Need(
            meeting.id,
            tuple(meeting.interpreting),
            frozenset(ticks(*reach_of(meeting).around(meeting.starts_at, meeting.ends_at))),
            frozenset(one.registration_id for one in meeting.attendees),
        )
        for meeting in meetings
        if meeting.starts_at is not None and meeting.ends_at is not None
    ]


def is_in_use(interpreter_id: int) -> bool:
    """Tell whether there is such an interpreter who may be assigned."""
    statement = select(Interpreter.id).where(Interpreter.id == interpreter_id, Interpreter.is_active)
    return db.session.scalar(statement) is not None
