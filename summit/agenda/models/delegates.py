"""What delegates do with the programme: stars, sign-ups, feedback."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.database import Base, BigKey, CreatedAt, LongText, Moment, PrimaryKey, enum_type
from summit.registration.models import Registration

from ..rules.kinds import SignUpStatus
from .content import Session
from .placing import Slot

_LIVE = text("status <> 'cancelled'")


class Star(Base):
    """A delegate means to see a session."""

    __tablename__ = "stars"

    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(BigKey, ForeignKey("agenda_sessions.id"), primary_key=True, index=True)
    created_at: Mapped[CreatedAt]


class SignUp(Base):
    """A delegate's place, or place in the queue, in a slot whose places are limited; one that is live per person.

    `promoted_at`: when a place was found for somebody who waited; `passed_over_at`: when somebody who waits was told
    that a place went to the next one, because they are elsewhere at that time.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (
        Index(
            "uq_sign_ups_live",
            "slot_id",
            "registration_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(None, "slot_id", "status", "id"),
    )

    id: Mapped[PrimaryKey]
    slot_id: Mapped[int] = mapped_column(BigKey, ForeignKey("slots.id"))
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), index=True)
    status: Mapped[SignUpStatus] = mapped_column(enum_type(SignUpStatus))
    promoted_at: Mapped[Moment | None]
    passed_over_at: Mapped[Moment | None]
    cancelled_at: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]

    slot: Mapped[Slot] = relationship(lazy="raise_on_sql")
    registration: Mapped[Registration] = relationship(lazy="raise_on_sql")


class Feedback(Base):
    """What a delegate says of a session afterwards; one per person and session."""

    __tablename__ = "session_feedback"
    __table_args__ = (
        UniqueConstraint("session_id", "registration_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    )

    id: Mapped[PrimaryKey]
    session_id: Mapped[int] = mapped_column(BigKey, ForeignKey("agenda_sessions.id"))
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), index=True)
    rating: Mapped[int]
    text: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
