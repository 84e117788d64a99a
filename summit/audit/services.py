"""Writing the record."""

from typing import Any

from summit.database import db

from .models import AuditEntry


def record(
    action: str,
    subject_type: str,
    subject_id: int | None,
    *,
    actor_id: int | None,
    event_id: int | None = None,
    **detail: Any,
) -> None:
    """Write down an act inside the present transaction; ``detail`` holds names and codes, never personal content."""
    entry = AuditEntry(
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        actor_id=actor_id,
        event_id=event_id,
        detail=detail,
    )
    db.session.add(entry)
