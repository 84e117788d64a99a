"""Settling what an upload brought to light: by a supervisor, or by what a later upload or an undone scan tells."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from summit.audit.services import record
from summit.credentials.services import revoke_credentials
from summit.database import db

from ..models import ScanConflict
from ..queries import deciding
from ..queries.conflicts import lock_conflict, lock_open_about, lock_open_doubles
from ..rules import Direction, ScanMode, ScanRequest
from ..rules.conflicts import ConflictIsUnknown, Resolution, ensure_settleable
from ..rules.upload import Passage, is_explained
from .reading import Asked, read_case


def resolve_conflict(
    event_id: int, conflict_id: int, resolution: Resolution, *, note: str, actor_id: int, now: datetime
) -> None:
    """Settle a conflict with a note; blocking revokes the badge, and the help desk may issue a new one.

    Raises ConflictIsUnknown, ConflictIsSettled and NoBadgeToBlock.
    """
    conflict = lock_conflict(event_id, conflict_id)
    if conflict is None:
        raise ConflictIsUnknown
    holder = conflict.scan.registration_id
    ensure_settleable(resolution, is_settled=conflict.resolved_at is not None, has_holder=holder is not None)
    if resolution is Resolution.BADGE_BLOCKED and holder is not None:
        revoke_credentials(holder, reason=note or "conflict at the doors", actor_id=actor_id, now=now)
    conflict.resolution, conflict.note = resolution, note
    conflict.resolved_at, conflict.resolved_by = now, actor_id
    db.session.flush()
    record(
        "conflict.resolved", "scan_conflict", conflict.id, actor_id=actor_id, event_id=event_id, resolution=resolution
    )


def close_explained(
    connection: Connection,
    event_id: int,
    public_id: str,
    passages: Sequence[Passage],
    reason: Mapping[str, int],
    *,
    now: datetime,
) -> None:
    """Close what an exit that came in late, or an undone entry, explains: entries that were not one too many after all.

    `passages` are all that are known of the person in the zone, whose lock the caller holds. The conflict stays in the
    list of those settled, by nobody, and the record names the reason: the scan that explains it.
    """
    known = {passage.scan_id: passage for passage in passages}
    for conflict in lock_open_doubles([passage.scan_id for passage in passages if passage.is_entry]):
        if not _holds(connection, public_id, conflict, known):
            _close(conflict, Resolution.ACCEPTED, reason, now)


def close_undone(event_id: int, scan_id: int, *, now: datetime) -> None:
    """Close the open conflict about a scan that has been undone, of whatever kind: it was a mistake at the door."""
    conflict = lock_open_about(event_id, scan_id)
    if conflict is not None:
        _close(conflict, Resolution.MISTAKE, {"undone_scan": scan_id}, now)


def _close(conflict: ScanConflict, resolution: Resolution, reason: Mapping[str, int], now: datetime) -> None:
    conflict.resolution, conflict.resolved_at = resolution, now
    db.session.flush()
    event_id = conflict.event_id
    record("conflict.explained", "scan_conflict", conflict.id, actor_id=None, event_id=event_id, **reason)


def _holds(connection: Connection, public_id: str, conflict: ScanConflict, known: dict[int, Passage]) -> bool:
    """Tell whether a supervisor is still needed; a hall's door goes by its sessions, which are always for one."""
    gate = deciding.lock_gate(connection, conflict.event_id, conflict.scan.gate_id)
    if gate is None or gate.hall_id is not None:
        return True
    entry, other = known[conflict.scan_id], known.get(conflict.other_scan_id or 0)
    request = ScanRequest(conflict.event_id, Direction.ENTRY, ScanMode.OFFLINE, accompanied=False)
    _found, case = read_case(connection, gate, Asked(request, "", public_id, entry.at))
    return not is_explained(case, list(known.values()), entry, other)
