"""How an edition holds its meetings: modes, hours, tables, interpreters."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.companies.models import Company
from summit.database import (
    Base,
    BigKey,
    Code,
    CreatedAt,
    JsonObject,
    LongText,
    Moment,
    PrimaryKey,
    ShortText,
    TextList,
    enum_type,
)
from summit.events.models import Hall
from summit.registration.models import Registration

from ..rules.kinds import Acceptance, Phase, SlotChoice, TableKind


class MeetingSettings(Base):
    """The modes of one edition's meetings.

    `may_request` maps groups of company kinds to the groups they may ask ({}: everybody everybody). Limits without a
    number do not exist. `slot_minutes` and `gap_minutes` make the grid within the windows, in whole steps of five
    minutes. `walk_minutes` keep people free before a meeting; more than the gap would forbid two in a row.
    `weights` are those of the recommendations.
    """

    __tablename__ = "meeting_settings"
    __table_args__ = (
        CheckConstraint("slot_minutes > 0 AND gap_minutes >= 0 AND walk_minutes >= 0", name="minutes"),
        CheckConstraint("expiry_hours > 0 AND reminder_hours >= 0", name="hours"),
    )

    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), primary_key=True)
    acceptance: Mapped[Acceptance] = mapped_column(enum_type(Acceptance), default=Acceptance.REQUIRED)
    slot_choice: Mapped[SlotChoice] = mapped_column(enum_type(SlotChoice), default=SlotChoice.ACCEPTER)
    phase: Mapped[Phase] = mapped_column(enum_type(Phase), default=Phase.PROFILE)
    preferences_until: Mapped[Moment | None]
    objections_until: Mapped[Moment | None]
    slot_minutes: Mapped[int] = mapped_column(default=20)
    gap_minutes: Mapped[int] = mapped_column(default=5)
    walk_minutes: Mapped[int] = mapped_column(default=0)
    least_meetings: Mapped[int | None]
    most_meetings: Mapped[int | None]
    most_per_day: Mapped[int | None]
    most_outgoing: Mapped[int | None]
    expiry_hours: Mapped[int] = mapped_column(default=72)
    reminder_hours: Mapped[int] = mapped_column(default=24)
    meeting_reminder_minutes: Mapped[int] = mapped_column(default=30)
    may_request: Mapped[JsonObject]
    allows_online: Mapped[bool] = mapped_column(default=True)
    allows_walk_ins: Mapped[bool] = mapped_column(default=True)
    change_budget: Mapped[int | None]
    fairness: Mapped[int | None]
    weights: Mapped[JsonObject]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class MeetingWindow(Base):
    """A span in which meetings take place; the time between two windows of a day is a break."""

    __tablename__ = "meeting_windows"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="span"),
        UniqueConstraint("event_id", "starts_at"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]


class MeetingTable(Base):
    """A numbered place for a meeting; one with a company is that company's stand or home table.

    `row` and `column` are its place on the map of its hall, from 0.
    """

    __tablename__ = "meeting_tables"
    __table_args__ = (
        UniqueConstraint("event_id", "label"),
        CheckConstraint("seats > 0", name="seats"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    hall_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("halls.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("companies.id"), index=True)
    label: Mapped[Code]
    kind: Mapped[TableKind] = mapped_column(enum_type(TableKind), default=TableKind.TABLE)
    pool: Mapped[ShortText] = mapped_column(default="")
    seats: Mapped[int] = mapped_column(default=4)
    position: Mapped[int] = mapped_column(default=0)
    row: Mapped[int] = mapped_column(default=0)
    column: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    hall: Mapped[Hall | None] = relationship(lazy="raise_on_sql")
    company: Mapped[Company | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class Interpreter(Base):
    """Somebody who interprets between languages (BCP 47 tags), perhaps a registered delegate too."""

    __tablename__ = "interpreters"

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"), unique=True)
    name: Mapped[ShortText]
    languages: Mapped[TextList]
    phone: Mapped[Code] = mapped_column(default="")
    note: Mapped[LongText] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column()

    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
