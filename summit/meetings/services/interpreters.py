"""Interpreters who come, change and go; whoever goes leaves no meeting behind unseen."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from summit.audit import services as audit
from summit.calendar.rules import ClaimKind
from summit.calendar.services import release_claims
from summit.database import db
from summit.events.rules import IsGone, ensure_unchanged
from summit.events.services.changing import refused_as

from ..models import BlockedTime, Interpreter, Meeting
from ..queries.interpreting import find_delegate_id, list_coming_ids
from ..rules.interpreting import (
    InterpreterIsStillUsed,
    PersonInterpretsAlready,
    PersonIsUnknown,
    clean_interpreter,
    speaks_all,
)
from .interpreting import renew_claims, take_away
from .publishing import lock_meetings
from .settings import lock_settings


def add_interpreter(event_id: int, *, reference: str = "", actor_id: int | None, **values: Any) -> Interpreter:
    """Add an interpreter, linked to an approved delegate where a reference is given.

    Raises InterpreterIsIncomplete, PersonIsUnknown, PersonInterpretsAlready, TextIsTooLong.
    """
    lock_settings(event_id)
    clean = clean_interpreter({"name": "", "languages": []} | values)
    row = Interpreter(event_id=event_id, registration_id=_delegate(event_id, reference), **clean)
    with refused_as(PersonInterpretsAlready()):
        db.session.add(row)
        db.session.flush()
    _note("added", row, actor_id)
    return row


def _delegate(event_id: int, reference: str) -> int | None:
    if not reference.strip():
        return None
    found = find_delegate_id(event_id, reference)
    if found is None:
        raise PersonIsUnknown
    return found


def lock_interpreter(event_id: int, interpreter_id: int, version: int | None = None) -> Interpreter:
    """Return an interpreter locked and fresh, after the settings; raises IsGone, ChangedMeanwhile."""
    lock_settings(event_id)
    here = (Interpreter.id == interpreter_id, Interpreter.event_id == event_id)
    statement = select(Interpreter).where(*here).with_for_update(key_share=True)
    row = db.session.scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise IsGone
    ensure_unchanged(seen=version, present=row.version)
    return row


def update_interpreter(
    event_id: int,
    interpreter_id: int,
    *,
    version: int | None = None,
    reference: str = "",
    actor_id: int | None,
    now: datetime,
    **values: Any,
) -> Interpreter:
    """Change an interpreter; meetings whose languages are no longer spoken, or that the delegate attends, go.

    Raises as `add_interpreter` and `lock_interpreter`, and NoInterpreterIsFree where the delegate is busy then.
    """
    row = lock_interpreter(event_id, interpreter_id, version)
    clean = clean_interpreter(values) | {"registration_id": _delegate(event_id, reference)}
    with refused_as(PersonInterpretsAlready()):
        for name, value in clean.items():
            setattr(row, name, value)
        db.session.flush()
    meetings = lock_meetings(list_coming_ids(row.id, now))
    gone = [one for one in meetings if not _can_keep(row, one)]
    take_away(gone, actor_id=actor_id, now=now)
    for meeting in meetings:
        renew_claims(meeting)
    _note("updated", row, actor_id)
    return row


def _can_keep(row: Interpreter, meeting: Meeting) -> bool:
    attends = row.registration_id in {attendee.registration_id for attendee in meeting.attendees}
    return not attends and speaks_all(row.languages, meeting.interpreting)


def set_in_use(event_id: int, interpreter_id: int, is_active: bool, *, actor_id: int | None, now: datetime) -> int:
    """Take an interpreter out of use or back; coming assignments go, and everybody is told. Returns how many."""
    row = lock_interpreter(event_id, interpreter_id)
    row.is_active = is_active
    db.session.flush()
    meetings = [] if is_active else lock_meetings(list_coming_ids(row.id, now))
    count = take_away(meetings, actor_id=actor_id, now=now)
    _note("used" if is_active else "closed", row, actor_id, unassigned=count)
    return count


def delete_interpreter(event_id: int, interpreter_id: int, *, actor_id: int | None, now: datetime) -> int:
    """Delete an interpreter whom no meeting of the past names; raises InterpreterIsStillUsed, IsGone."""
    row = lock_interpreter(event_id, interpreter_id)
    count = take_away(lock_meetings(list_coming_ids(row.id, now)), actor_id=actor_id, now=now)
    blocks = list(
        db.session.scalars(
            select(BlockedTime).where(BlockedTime.kind == ClaimKind.INTERPRETER, BlockedTime.resource_id == row.id)
        )
    )
    release_claims("block", [block.id for block in blocks])
    for block in blocks:
        db.session.delete(block)
    _note("deleted", row, actor_id, name=row.name)
    with refused_as(InterpreterIsStillUsed()):
        db.session.delete(row)
        db.session.flush()
    return count


def _note(action: str, row: Interpreter, actor_id: int | None, **detail: Any) -> None:
    audit.record(f"interpreter.{action}", "interpreter", row.id, actor_id=actor_id, event_id=row.event_id, **detail)
