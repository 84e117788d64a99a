"""What the timetable is made from: wishes, times that are blocked, and runs of the optimiser."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from summit.calendar.rules import ClaimKind
from summit.database import (
    Base,
    BigKey,
    Code,
    CreatedAt,
    JsonObject,
    Moment,
    PrimaryKey,
    ShortText,
    enum_type,
)

from ..rules.kinds import RunStatus, Wish


class Preference(Base):
    """How much one company wants to meet another, said before the timetable is made."""

    __tablename__ = "meeting_preferences"
    __table_args__ = (CheckConstraint("company_id <> target_id", name="other"),)

    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), primary_key=True)
    target_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), primary_key=True, index=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    wish: Mapped[Wish] = mapped_column(enum_type(Wish))
    met_before: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[CreatedAt]


class BlockedTime(Base):
    """A span in which a person, a table or an interpreter takes no meeting; held as claims of the owner "block"."""

    __tablename__ = "blocked_times"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="span"),
        Index(None, "event_id", "kind", "resource_id"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    kind: Mapped[ClaimKind] = mapped_column(enum_type(ClaimKind))
    resource_id: Mapped[int] = mapped_column(BigKey)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    reason: Mapped[ShortText] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    created_at: Mapped[CreatedAt]


class MeetingRun(Base):
    """A run of the optimiser: what it was asked, what it found, and what stood before it was published.

    `result` and `previous` list the places of meetings; `summary` has the figures that the list of runs shows.
    """

    __tablename__ = "meeting_runs"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[PrimaryKey]
    public_id: Mapped[Code] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    number: Mapped[int]
    status: Mapped[RunStatus] = mapped_column(enum_type(RunStatus), default=RunStatus.QUEUED)
    options: Mapped[JsonObject]
    result: Mapped[JsonObject]
    previous: Mapped[JsonObject]
    summary: Mapped[JsonObject]
    job_public_id: Mapped[Code] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[Moment | None]
    published_at: Mapped[Moment | None]
    published_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
