"""Letting those who wait for a session in before it begins."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from summit.audit.services import record
from summit.database import db, savepoint

from ..models import CalledQueue, Gate
from ..queries.halls import list_door_sessions
from ..rules import GateIsUnknown
from ..rules.hall import SessionIsNotHere


def call_queue(event_id: int, gate_id: int, slot_id: int, *, is_called: bool, actor_id: int, now: datetime) -> None:
    """Let the waiting list of a session in at all doors of its hall, or no longer; doing so twice changes nothing.

    Raises GateIsUnknown, and SessionIsNotHere where no session with limited places begins soon behind the gate.
    """
    hall_id = _hall_of(event_id, gate_id)
    sessions = list_door_sessions(event_id, hall_id, now) if hall_id is not None else []
    if not any(one.slot_id == slot_id and one.may_call(now) for one in sessions):
        raise SessionIsNotHere
    changed = _call(event_id, slot_id, actor_id, now) if is_called else _stop(slot_id)
    if changed:
        action = "queue.called" if is_called else "queue.stopped"
        record(action, "slot", slot_id, actor_id=actor_id, event_id=event_id, gate_id=gate_id)


def _hall_of(event_id: int, gate_id: int) -> int | None:
    gate = db.session.scalar(select(Gate).where(Gate.id == gate_id, Gate.event_id == event_id))
    if gate is None:
        raise GateIsUnknown
    return gate.hall_id


def _call(event_id: int, slot_id: int, actor_id: int, now: datetime) -> bool:
    try:
        with savepoint():
            db.session.add(CalledQueue(slot_id=slot_id, event_id=event_id, called_at=now, called_by=actor_id))
            db.session.flush()
    except IntegrityError:
        return False
    return True


def _stop(slot_id: int) -> bool:
    gone = delete(CalledQueue).where(CalledQueue.slot_id == slot_id).returning(CalledQueue.slot_id)
    return db.session.scalar(gone) is not None
