"""What is kept of a badge's code: its hash, never the code."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.database import Base, BigKey, CreatedAt, Moment, PrimaryKey, ShortText
from summit.registration.models import Registration

_VALID = text("revoked_at IS NULL")


class Credential(Base):
    """One issue of one person's badge code."""

    __tablename__ = "credentials"
    __table_args__ = (
        UniqueConstraint("registration_id", "issue"),
        UniqueConstraint("event_id", "short_code"),
        Index(
            "uq_credentials_valid",
            "registration_id",
            unique=True,
            sqlite_where=_VALID,
            postgresql_where=_VALID,
        ),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"))
    issue: Mapped[int]
    key_id: Mapped[int]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    short_code: Mapped[str] = mapped_column(String(8))
    issued_at: Mapped[CreatedAt]
    issued_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    revoked_at: Mapped[Moment | None]
    revoked_reason: Mapped[ShortText] = mapped_column(default="")

    registration: Mapped[Registration] = relationship(lazy="raise_on_sql")
