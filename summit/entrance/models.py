"""Gates, every scan ever made, and open presences."""

from __future__ import annotations

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    Translations,
    enum_type,
)
from summit.events.models import Hall, Zone
from summit.registration.models import Registration

from .rules import Direction, Outcome, ScanMode
from .rules.conflicts import ConflictKind, Resolution

_OPEN = text("left_at IS NULL")
_AT_HALL = text("slot_id IS NOT NULL")


class Gate(Base):
    """A door into one zone; at a hall's door the programme's sign-ups count too.

    `rules` is what `entrance.rules.rules_as_json` writes, {} for a gate that asks what its zone asks.
    """

    __tablename__ = "gates"

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    zone_id: Mapped[int] = mapped_column(BigKey, ForeignKey("zones.id"))
    hall_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("halls.id"), index=True)
    names: Mapped[Translations]
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    rules: Mapped[JsonObject]

    zone: Mapped[Zone] = relationship(lazy="raise_on_sql")
    hall: Mapped[Hall | None] = relationship(lazy="raise_on_sql")


class Scan(Base):
    """One scan, admitted or refused or unknown, with both clocks.

    `slot_id` names the session of a hall's door; no foreign key, because a scan outlives the draft's slots.
    `device_id` and `operator` stand where a gate's device scanned; `device_outcome` is what it decided without a
    network, "" for a scan that the server decided at the door.
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
    device_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("devices.id"))
    operator: Mapped[ShortText] = mapped_column(default="")
    device: Mapped[ShortText] = mapped_column(default="")
    direction: Mapped[Direction] = mapped_column(enum_type(Direction))
    mode: Mapped[ScanMode] = mapped_column(enum_type(ScanMode))
    entered_by: Mapped[str] = mapped_column(String(16), default="")
    outcome: Mapped[Outcome] = mapped_column(enum_type(Outcome))
    answer: Mapped[JsonObject]
    override_reason: Mapped[LongText] = mapped_column(default="")
    device_outcome: Mapped[str] = mapped_column(String(40), default="")
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


class CalledQueue(Base):
    """A session whose waiting list is let in before it begins; no foreign key to the slot, as for scans."""

    __tablename__ = "called_queues"

    slot_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    called_at: Mapped[Moment]
    called_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))


class Device(Base):
    """A phone or scanner that works at some gates of one edition, by a token of its own.

    Of the enrolment code and the token only the SHA-256 is kept. `pin_salt` and `pin_hash` are what the device needs
    to unlock itself without a network (PBKDF2). `is_wiped` is the device's own word that it has forgotten everything.
    """

    __tablename__ = "devices"
    __table_args__ = (CheckConstraint("battery IS NULL OR (battery BETWEEN 0 AND 100)", name="battery"),)

    id: Mapped[PrimaryKey]
    public_id: Mapped[Code] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    name: Mapped[ShortText]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    enrolment_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    enrolment_ends_at: Mapped[Moment | None]
    pin_salt: Mapped[str] = mapped_column(String(64), default="")
    pin_hash: Mapped[str] = mapped_column(String(128), default="")
    operator: Mapped[ShortText] = mapped_column(default="")
    app_version: Mapped[str] = mapped_column(String(40), default="")
    queue_length: Mapped[int] = mapped_column(default=0)
    battery: Mapped[int | None]
    clock_offset: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    created_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    enrolled_at: Mapped[Moment | None]
    last_seen_at: Mapped[Moment | None]
    synced_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    is_wiped: Mapped[bool] = mapped_column(default=False)

    gates: Mapped[list[Gate]] = relationship(secondary="device_gates", lazy="raise_on_sql", order_by="Gate.position")


class DeviceGate(Base):
    """A gate that a device may scan at."""

    __tablename__ = "device_gates"

    device_id: Mapped[int] = mapped_column(BigKey, ForeignKey("devices.id"), primary_key=True)
    gate_id: Mapped[int] = mapped_column(BigKey, ForeignKey("gates.id"), primary_key=True, index=True)


class DeviceShift(Base):
    """Who held a device from when to when; open while it is in their hands."""

    __tablename__ = "device_shifts"

    id: Mapped[PrimaryKey]
    device_id: Mapped[int] = mapped_column(BigKey, ForeignKey("devices.id"), index=True)
    operator: Mapped[ShortText]
    started_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]


class SnapshotState(Base):
    """How far an edition's snapshot for devices has come: the row that is locked while it is brought up to date.

    `epoch` changes when devices must begin anew; `sequence` counts every change of a record.
    """

    __tablename__ = "snapshot_states"

    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), primary_key=True)
    epoch: Mapped[Code]
    sequence: Mapped[int] = mapped_column(default=0)
    refreshed_at: Mapped[Moment | None]


class SnapshotRecord(Base):
    """One badge in the snapshot: the first 16 bytes of its token's SHA-256 and what only the token opens.

    `sealed` is None for a badge that left the snapshot, so that devices learn of it by a delta.
    """

    __tablename__ = "snapshot_records"
    __table_args__ = (Index(None, "event_id", "sequence"),)

    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    credential_id: Mapped[int] = mapped_column(BigKey, ForeignKey("credentials.id"), index=True)
    sequence: Mapped[int]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(16))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ScanConflict(Base):
    """What an upload brought to light, for a supervisor to settle; the resolution stays in the log."""

    __tablename__ = "scan_conflicts"
    __table_args__ = (Index(None, "event_id", "resolved_at"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    scan_id: Mapped[int] = mapped_column(BigKey, ForeignKey("scans.id"), unique=True)
    other_scan_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("scans.id"))
    kind: Mapped[ConflictKind] = mapped_column(enum_type(ConflictKind))
    found_at: Mapped[Moment]
    resolution: Mapped[Resolution | None] = mapped_column(enum_type(Resolution))
    note: Mapped[LongText] = mapped_column(default="")
    resolved_at: Mapped[Moment | None]
    resolved_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))

    scan: Mapped[Scan] = relationship(foreign_keys=[scan_id], lazy="raise_on_sql")
    other_scan: Mapped[Scan | None] = relationship(foreign_keys=[other_scan_id], lazy="raise_on_sql")
