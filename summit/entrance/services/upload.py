"""Storing what a device decided without a network, and deciding it again by the time at the door."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, Table, insert

from summit.audit.services import record
from summit.database import db

from ..models import Scan, ScanConflict
from ..queries import deciding
from ..queries.upload import list_passages, list_told
from ..rules import (
    Case,
    CredentialFacts,
    Decision,
    Direction,
    GateIsUnknown,
    Outcome,
    PresenceFacts,
    ScanIdIsInvalid,
    ScanMode,
    ScanRequest,
    answer_to,
    as_record,
)
from ..rules.conflicts import ConflictKind
from ..rules.upload import (
    GateIsNotTheDevices,
    Passage,
    QueuedScan,
    Settled,
    door_time,
    entry_after,
    entry_before,
    find_replayed,
    presence_at,
    settle,
)
from .conflicts import close_explained
from .reading import Asked, read_case
from .stays import settle_stays

_INSERT = insert(cast(Table, Scan.__table__))


@dataclass(frozen=True, slots=True)
class Uploader:
    """The device that uploads, and the gates it may speak for."""

    event_id: int
    device_id: int
    name: str
    gate_ids: frozenset[int]
    enrolled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of one scan; `is_conflict` only where it was stored now."""

    outcome: Outcome
    is_repeated: bool = False
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class _Past:
    """The case as it was at the door, and the answer to it."""

    at: datetime
    case: Case
    decision: Decision
    passages: list[Passage]


def store_queued(uploader: Uploader, scan: QueuedScan, *, now: datetime) -> Uploaded:
    """Keep one scan of a device's queue under the lock of its zone.

    The repeat of a scan_id changes nothing; nor does the same scan under another scan_id, which goes on record.

    A gate that was switched off meanwhile takes what happened at it before. Raises GateIsNotTheDevices, GateIsUnknown
    and ScanIdIsInvalid (an identifier of another edition).
    """
    if scan.gate_id not in uploader.gate_ids:
        raise GateIsNotTheDevices
    connection = db.session.connection()
    gate = deciding.lock_gate(connection, uploader.event_id, scan.gate_id)
    if gate is None:
        raise GateIsUnknown
    stored = deciding.find_stored_scan(connection, scan.scan_id)
    if stored is None:
        return _store(connection, uploader, scan, gate, now)
    if stored.event_id != uploader.event_id:
        raise ScanIdIsInvalid
    return Uploaded(stored.outcome, is_repeated=True)


def _store(connection: Connection, uploader: Uploader, scan: QueuedScan, gate: Row[Any], now: datetime) -> Uploaded:
    at, clock_is_right = door_time(scan.device_time, scan.offset_ms, now, uploader.enrolled_at)
    request = ScanRequest(uploader.event_id, scan.direction, ScanMode.OFFLINE, scan.accompanied)
    found, case = read_case(connection, gate, Asked(request, scan.code, "", at, scan.slot_id))
    own = found if found is not None and found.event_id == uploader.event_id else None
    replayed = _note_replay(connection, uploader, scan, own)
    if replayed is not None:
        return replayed
    past = _look_back(connection, gate, own, case, at)
    again = _entry_elsewhere(past)
    settled = settle(scan, past.decision.outcome, clock_is_right=clock_is_right, entered_elsewhere=again is not None)
    row_id = _insert(connection, uploader, scan, gate, own, past, settled)
    _note_conflict(uploader, row_id, settled, again or _entry_before(past, gate), now)
    if own is not None:
        _bring_into_line(connection, own, gate, row_id, settled, scan, now)
    return Uploaded(settled.outcome, is_conflict=settled.kind is not None)


def _note_replay(connection: Connection, uploader: Uploader, scan: QueuedScan, own: Row[Any] | None) -> Uploaded | None:
    """Return what became of the scan that is told again here; which identifier it came under goes on record."""
    if own is None:
        return None
    place = {"gate_id": scan.gate_id, "device_id": uploader.device_id}
    told = find_replayed(scan, own.credential_id, list_told(connection, uploader.event_id, own.id, **place))
    if told is None:
        return None
    event_id, again = uploader.event_id, str(scan.scan_id)
    record("scan.replayed", "scan", told.scan_id, actor_id=None, event_id=event_id, scan_id=again)
    return Uploaded(told.outcome, is_repeated=True)


def _bring_into_line(
    connection: Connection,
    own: Row[Any],
    gate: Row[Any],
    row_id: int,
    settled: Settled,
    scan: QueuedScan,
    now: datetime,
) -> None:
    is_entry, event_id = scan.direction is Direction.ENTRY, own.event_id
    has_entered = is_entry and settled.outcome in {Outcome.ADMITTED, Outcome.CONFLICT}
    settle_stays(connection, event_id, own.id, gate.zone_id, new_entries=int(has_entered))
    if not is_entry:
        passages = list_passages(connection, event_id, own.id, gate.zone_id)
        close_explained(connection, event_id, own.public_id, passages, {"exit_scan": row_id}, now=now)


def _look_back(connection: Connection, gate: Row[Any], own: Row[Any] | None, case: Case, at: datetime) -> _Past:
    """Return the case with what was known at the door: who was inside then, and a badge that was still valid."""
    if own is None:
        return _Past(at, case, answer_to(case), [])
    passages = list_passages(connection, case.request.event_id, own.id, gate.zone_id)
    case = _with_presence(replace(case, credential=_credential_at(own, case, at)), gate, presence_at(passages, at))
    return _Past(at, case, answer_to(case), passages)


def _credential_at(own: Row[Any], case: Case, at: datetime) -> CredentialFacts | None:
    if case.credential is None or own.revoked_at is None or own.revoked_at <= at:
        return case.credential
    return replace(case.credential, is_current=True, is_revoked=False)


def _with_presence(case: Case, gate: Row[Any], presence: PresenceFacts) -> Case:
    return replace(case, presence=presence, stay=presence if gate.hall_id is None else case.stay)


def _entry_before(past: _Past, gate: Row[Any]) -> Passage | None:
    """Return the entry before this one: at the door of a hall, that into the same session."""
    slot_id = past.decision.slot_id
    passages = [one for one in past.passages if gate.hall_id is None or one.slot_id == slot_id]
    return entry_before(passages, past.at)


def _entry_elsewhere(past: _Past) -> Passage | None:
    """Return the entry after this one that would have been refused, had this one been known."""
    later = entry_after(past.passages, past.at, slot_id=past.decision.slot_id)
    if later is None or past.decision.outcome is not Outcome.ADMITTED:
        return None
    inside = PresenceFacts(is_inside=True, last_entry_at=past.at)
    case = replace(past.case, presence=inside, stay=inside, now=later.at)
    return later if answer_to(case).outcome is Outcome.ALREADY_INSIDE else None


def _insert(
    connection: Connection,
    uploader: Uploader,
    scan: QueuedScan,
    gate: Row[Any],
    own: Row[Any] | None,
    past: _Past,
    settled: Settled,
) -> int:
    values = {
        "scan_id": scan.scan_id,
        "event_id": uploader.event_id,
        "gate_id": scan.gate_id,
        "zone_id": gate.zone_id,
        "credential_id": own.credential_id if own is not None else None,
        "registration_id": own.id if own is not None else None,
        "slot_id": past.decision.slot_id,
        "operator": scan.operator,
        "device_id": uploader.device_id,
        "device": uploader.name,
        "direction": scan.direction,
        "mode": ScanMode.OFFLINE,
        "entered_by": scan.entered_by,
        "outcome": settled.outcome,
        "answer": as_record(past.decision, inside=gate.inside, capacity=gate.capacity),
        "device_outcome": scan.outcome,
        "device_time": scan.device_time,
        "scanned_at": past.at,
    }
    key: Any = connection.execute(_INSERT, values).inserted_primary_key
    return int(key[0])


def _note_conflict(uploader: Uploader, row_id: int, settled: Settled, other: Passage | None, now: datetime) -> None:
    if settled.kind is None:
        return
    is_twice = settled.kind is ConflictKind.ENTERED_TWICE
    conflict = ScanConflict(
        event_id=uploader.event_id,
        scan_id=row_id,
        other_scan_id=other.scan_id if other is not None and is_twice else None,
        kind=settled.kind,
        found_at=now,
    )
    db.session.add(conflict)
    db.session.flush()
