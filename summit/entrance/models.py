"""Gates, every scan ever made, and open presences."""

from __future__ import annotations

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.database import (
    Base,
    BigKey,
    CreatedAt,
    JsonObject,
    LongText,
    Moment,
    PrimaryKey,
    ShortText,
    Translations,
    enum_type,
)
from summit.events.models import Hall, Zone
from summit.registration.models import Registration

from .rules import Direction, Outcome, ScanMode

_OPEN = text("left_at IS NULL")
_AT_HALL = text("slot_id IS NOT NULL")


class Gate(Base):
    """A door into one zone; at a hall's door the programme's sign-ups count too."""

    __tablename__ = "gates"

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    zone_id: Mapped[int] = mapped_column(BigKey, ForeignKey("zones.id"))
    hall_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("halls.id"), index=True)
    names: Mapped[Translations]
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    zone: Mapped[Zone] = relationship(lazy="raise_on_sql")
    hall: Mapped[Hall | None] = relationship(lazy="raise_on_sql")


class Scan(Base):
    """One scan, admitted or refused or unknown, with both clocks.

    `slot_id` names the session of a hall's door; no foreign key, because a scan outlives the draft's slots.
    """

    __tablename__ = "scans"
    __table_args__ = (
        Index(None, "event_id", "id"),
        Index(None, "event_id", "registration_id", "id"),
        Index(None, "gate_id", "id"),
        Index("ix_scans_slot", "slot_id", "registration_id", sqlite_where=_AT_HALL, postgresql_where=_AT_HALL),
    )

    id: Mapped[PrimaryKey]
    scan_id: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    gate_id: Mapped[int] = mapped_column(BigKey, ForeignKey("gates.id"))
    zone_id: Mapped[int] = mapped_column(BigKey, ForeignKey("zones.id"))
    credential_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("credentials.id"))
    registration_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"))
    slot_id: Mapped[int | None] = mapped_column(BigKey)
    operator_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    device: Mapped[ShortText] = mapped_column(default="")
    direction: Mapped[Direction] = mapped_column(enum_type(Direction))
    mode: Mapped[ScanMode] = mapped_column(enum_type(ScanMode))
    entered_by: Mapped[str] = mapped_column(String(16), default="")
    outcome: Mapped[Outcome] = mapped_column(enum_type(Outcome))
    answer: Mapped[JsonObject]
    override_reason: Mapped[LongText] = mapped_column(default="")
    device_time: Mapped[Moment | None]
    scanned_at: Mapped[CreatedAt]
    annulled_at: Mapped[Moment | None]
    annulled_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))

    gate: Mapped[Gate] = relationship(lazy="raise_on_sql")
    zone: Mapped[Zone] = relationship(lazy="raise_on_sql")
    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")


class Presence(Base):
    """One stay of one person in one zone; open until the person leaves."""

    __tablename__ = "presences"
    __table_args__ = (
        Index(
            "uq_presences_open",
            "registration_id",
            "zone_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "zone_id", "left_at"),
        Index(None, "registration_id", "zone_id", "id"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    zone_id: Mapped[int] = mapped_column(BigKey, ForeignKey("zones.id"))
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"))
    entry_scan_id: Mapped[int] = mapped_column(BigKey, ForeignKey("scans.id"))
    exit_scan_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("scans.id"))
    entered_at: Mapped[Moment]
    left_at: Mapped[Moment | None]


class ZoneCount(Base):
    """How many are inside a zone now: the row that is locked before a scan decides."""

    __tablename__ = "zone_counts"
    __table_args__ = (CheckConstraint("inside >= 0", name="inside"),)

    zone_id: Mapped[int] = mapped_column(BigKey, ForeignKey("zones.id"), primary_key=True)
    inside: Mapped[int] = mapped_column(default=0)
    entries: Mapped[int] = mapped_column(default=0)
