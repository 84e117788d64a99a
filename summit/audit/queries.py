"""Reading the record."""

from sqlalchemy import select

from summit.database import db

from .models import AuditEntry


def list_entries(event_id: int, *, before: int | None = None, limit: int = 100) -> list[AuditEntry]:
    """Return an edition's latest entries, newest first, older than the entry ``before`` if given."""
    statement = select(AuditEntry).where(AuditEntry.event_id == event_id)
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    return list(db.session.scalars(statement.order_by(AuditEntry.id.desc()).limit(limit)))
