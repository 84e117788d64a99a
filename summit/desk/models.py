"""Badges handed out over the desk."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.accounts.models import Account
from summit.credentials.models import Credential
from summit.database import Base, BigKey, Code, LongText, Moment, PrimaryKey, ShortText, enum_type
from summit.registration.models import Registration

from .rules import Collector, IdentityCheck

_IN_FORCE = text("undone_at IS NULL")


class HandOut(Base):
    """One badge taken away by somebody; badges that were taken together share `group_code`."""

    __tablename__ = "hand_outs"
    __table_args__ = (
        Index(
            "uq_hand_outs_credential",
            "credential_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        Index(None, "event_id", "id"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), index=True)
    credential_id: Mapped[int] = mapped_column(BigKey, ForeignKey("credentials.id"))
    collector: Mapped[Collector] = mapped_column(enum_type(Collector))
    collected_by: Mapped[ShortText] = mapped_column(default="")
    identity: Mapped[IdentityCheck] = mapped_column(enum_type(IdentityCheck))
    note: Mapped[LongText] = mapped_column(default="")
    group_code: Mapped[Code] = mapped_column(default="")
    handed_at: Mapped[Moment]
    handed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    undone_at: Mapped[Moment | None]
    undone_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))

    registration: Mapped[Registration] = relationship(lazy="raise_on_sql")
    credential: Mapped[Credential] = relationship(lazy="raise_on_sql")
    officer: Mapped[Account | None] = relationship(foreign_keys=[handed_by], lazy="raise_on_sql")
