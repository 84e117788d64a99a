"""Settling what an upload brought to light."""

from datetime import datetime

from summit.audit.services import record
from summit.credentials.services import revoke_credentials
from summit.database import db

from ..queries.conflicts import lock_conflict
from ..rules.conflicts import ConflictIsUnknown, Resolution, ensure_settleable


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
