"""The append-only record."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from summit.database import Base, BigKey, Code, CreatedAt, JsonObject, PrimaryKey, append_only


class AuditEntry(Base):
    """One act: who did what to which thing, with what changed (never the personal data itself)."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "event_id", "id"), Index(None, "subject_type", "subject_id", "id"))

    id: Mapped[PrimaryKey]
    event_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("events.id"))
    actor_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    action: Mapped[Code]
    subject_type: Mapped[Code]
    subject_id: Mapped[int | None] = mapped_column(BigKey)
    detail: Mapped[JsonObject]
    created_at: Mapped[CreatedAt]


append_only(AuditEntry)
