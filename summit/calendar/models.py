"""Claims on what only one can have, and the feeds of personal calendars."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from summit.database import Base, BigKey, Code, CreatedAt, Moment, enum_type

from .rules import ClaimKind


class Claim(Base):
    """Five minutes of something scarce, taken; the primary key makes taking it twice impossible.

    `tick` counts five-minute steps of Unix time; `owner_kind` and `owner_id` say what holds the claim,
    such as ("sign_up", 12).
    """

    __tablename__ = "claims"
    __table_args__ = (Index(None, "owner_kind", "owner_id"),)

    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), primary_key=True)
    kind: Mapped[ClaimKind] = mapped_column(enum_type(ClaimKind), primary_key=True)
    resource_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    tick: Mapped[int] = mapped_column(BigKey, primary_key=True)
    owner_kind: Mapped[Code]
    owner_id: Mapped[int] = mapped_column(BigKey)


class Feed(Base):
    """A person's subscribable calendar; the secret in its address is derived from `issue`, raised to revoke it."""

    __tablename__ = "calendar_feeds"

    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), primary_key=True)
    issue: Mapped[int] = mapped_column(default=1)
    is_revoked: Mapped[bool] = mapped_column(default=False)
    fetched_at: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]
