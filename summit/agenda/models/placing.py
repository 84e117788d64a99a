"""Where sessions stand in the draft, what was done to it, and the settings of the editor."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.database import Base, BigKey, Code, CreatedAt, JsonObject, Moment, PrimaryKey, enum_type
from summit.events.models import Hall
from summit.jobs.models import Job

from ..rules.kinds import OverlapPolicy, ProposalStatus
from ..rules.timing import Placement

if TYPE_CHECKING:
    from .content import Session


class Slot(Base):
    """One time at which a session is held; without a time it waits in the pool. A session repeated has several.

    `uid` never changes and is never used again: calendars know the slot by it.
    """

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint(
            "(starts_at IS NULL) = (ends_at IS NULL) AND (starts_at IS NULL) = (hall_id IS NULL)", name="placed"
        ),
        CheckConstraint("ends_at > starts_at", name="span"),
        Index(None, "event_id", "starts_at"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    session_id: Mapped[int] = mapped_column(BigKey, ForeignKey("agenda_sessions.id"), index=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True)
    uid: Mapped[Code] = mapped_column(unique=True)
    hall_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("halls.id"), index=True)
    starts_at: Mapped[Moment | None]
    ends_at: Mapped[Moment | None]
    is_locked: Mapped[bool] = mapped_column(default=False)
    updated_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    updated_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column()

    session: Mapped[Session] = relationship(back_populates="slots", lazy="raise_on_sql")
    hall: Mapped[Hall | None] = relationship(lazy="raise_on_sql")
    joined_halls: Mapped[list[SlotHall]] = relationship(
        back_populates="slot", lazy="raise_on_sql", order_by="SlotHall.hall_id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def hall_ids(self) -> tuple[int, ...]:
        """Return the halls that the slot fills, the leading one first; none in the pool."""
        return () if self.hall_id is None else (self.hall_id, *(joined.hall_id for joined in self.joined_halls))

    @property
    def placement(self) -> Placement | None:
        """Return where the slot stands, None in the pool."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Placement(self.hall_ids, self.starts_at, self.ends_at)


class SlotHall(Base):
    """A further hall that a plenary or a break fills beside its leading one."""

    __tablename__ = "slot_halls"

    slot_id: Mapped[int] = mapped_column(BigKey, ForeignKey("slots.id"), primary_key=True)
    hall_id: Mapped[int] = mapped_column(BigKey, ForeignKey("halls.id"), primary_key=True, index=True)

    slot: Mapped[Slot] = relationship(back_populates="joined_halls", lazy="raise_on_sql")


class AgendaSettings(Base):
    """How an edition's programme is made; made with the defaults when it is first needed.

    Opening and closing are minutes after the day's midnight at the venue (1,440 and more: after midnight).
    `levels` overrides the default level of a kind of conflict. `draft_number` counts the changes of the draft,
    `version` those of the settings.
    """

    __tablename__ = "agenda_settings"
    __table_args__ = (CheckConstraint("closes_minute > opens_minute", name="hours"),)

    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), primary_key=True)
    opens_minute: Mapped[int] = mapped_column(default=9 * 60)
    closes_minute: Mapped[int] = mapped_column(default=22 * 60)
    changeover_minutes: Mapped[int] = mapped_column(default=10)
    levels: Mapped[JsonObject]
    overlap: Mapped[OverlapPolicy] = mapped_column(enum_type(OverlapPolicy), default=OverlapPolicy.WARN)
    draft_number: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class AgendaDay(Base):
    """Opening hours of one day that differ from the usual ones."""

    __tablename__ = "agenda_days"
    __table_args__ = (CheckConstraint("closes_minute > opens_minute", name="hours"),)

    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]


class DraftChange(Base):
    """One change of the draft, by its number within the edition, with what is needed to take it back.

    `steps` is a list of {"slot": id, "before": place, "after": place}; a place is {"halls": […], "starts_at": …,
    "ends_at": …} with ISO 8601 moments, or null for the pool. A change of contents has no steps.
    """

    __tablename__ = "draft_changes"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    number: Mapped[int]
    kind: Mapped[Code]
    actor_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    session_id: Mapped[int | None] = mapped_column(BigKey)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    undone_by: Mapped[int | None]
    created_at: Mapped[CreatedAt]


class Proposal(Base):
    """A schedule that the machine proposes: places for slots, and why some have none."""

    __tablename__ = "schedule_proposals"
    __table_args__ = (Index(None, "event_id", "id"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    job_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("jobs.id"))
    status: Mapped[ProposalStatus] = mapped_column(enum_type(ProposalStatus), default=ProposalStatus.QUEUED)
    options: Mapped[JsonObject]
    placements: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    unplaced: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    score: Mapped[JsonObject]
    draft_number: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column()

    job: Mapped[Job | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
