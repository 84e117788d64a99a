"""An edition and the things it is made of."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.database import (
    Base,
    BigKey,
    Code,
    CountryCode,
    CreatedAt,
    Email,
    LongText,
    Moment,
    PrimaryKey,
    ShortText,
    TextList,
    Translations,
    enum_type,
)

from .rules import AntiPassback, EventKind


class Event(Base):
    """A yearly edition of the summit, or a business mission."""

    __tablename__ = "events"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="days"),)

    id: Mapped[PrimaryKey]
    slug: Mapped[Code] = mapped_column(unique=True)
    kind: Mapped[EventKind] = mapped_column(enum_type(EventKind), default=EventKind.EDITION)
    names: Mapped[Translations]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    time_zone: Mapped[Code]
    venue_names: Mapped[Translations]
    address: Mapped[LongText] = mapped_column(default="")
    country: Mapped[CountryCode]
    languages: Mapped[TextList]
    accent: Mapped[str] = mapped_column(String(7), default="#8a1538")
    contact_email: Mapped[Email] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    copied_from_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("events.id"))
    version: Mapped[int] = mapped_column()
    created_at: Mapped[CreatedAt]

    halls: Mapped[list[Hall]] = relationship(back_populates="event", lazy="raise_on_sql", order_by="Hall.position")
    zones: Mapped[list[Zone]] = relationship(back_populates="event", lazy="raise_on_sql", order_by="Zone.letter")
    categories: Mapped[list[Category]] = relationship(
        back_populates="event", lazy="raise_on_sql", order_by="Category.position"
    )

    __mapper_args__ = {"version_id_col": version}


class Hall(Base):
    """A room of the venue, or a place elsewhere with its own address."""

    __tablename__ = "halls"

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    names: Mapped[Translations]
    capacity: Mapped[int | None]
    floor: Mapped[ShortText] = mapped_column(default="")
    address: Mapped[LongText] = mapped_column(default="")
    is_hidden: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    event: Mapped[Event] = relationship(back_populates="halls", lazy="raise_on_sql")
    windows: Mapped[list[HallWindow]] = relationship(
        back_populates="hall",
        lazy="raise_on_sql",
        order_by="HallWindow.starts_at",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}


class HallWindow(Base):
    """A span of time in which a hall can be used; a hall without any can be used throughout."""

    __tablename__ = "hall_windows"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="span"),)

    id: Mapped[PrimaryKey]
    hall_id: Mapped[int] = mapped_column(BigKey, ForeignKey("halls.id"), index=True)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]

    hall: Mapped[Hall] = relationship(back_populates="windows", lazy="raise_on_sql")


class Zone(Base):
    """A part of the venue that a badge opens."""

    __tablename__ = "zones"
    __table_args__ = (UniqueConstraint("event_id", "letter"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    letter: Mapped[str] = mapped_column(String(2))
    names: Mapped[Translations]
    capacity: Mapped[int | None]
    anti_passback: Mapped[AntiPassback] = mapped_column(enum_type(AntiPassback), default=AntiPassback.LOGICAL)
    anti_passback_minutes: Mapped[int] = mapped_column(default=15)
    once_per_day: Mapped[bool] = mapped_column(default=False)
    needs_escort: Mapped[bool] = mapped_column(default=False)
    attention: Mapped[Translations]
    version: Mapped[int] = mapped_column()

    event: Mapped[Event] = relationship(back_populates="zones", lazy="raise_on_sql")
    windows: Mapped[list[ZoneWindow]] = relationship(
        back_populates="zone",
        lazy="raise_on_sql",
        order_by="ZoneWindow.starts_at",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}


class ZoneWindow(Base):
    """A span of time in which a zone is open; a zone without any is open throughout."""

    __tablename__ = "zone_windows"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="span"),)

    id: Mapped[PrimaryKey]
    zone_id: Mapped[int] = mapped_column(BigKey, ForeignKey("zones.id"), index=True)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]

    zone: Mapped[Zone] = relationship(back_populates="windows", lazy="raise_on_sql")


class Category(Base):
    """What a participant is at this edition: decides form, quota, zones and badge."""

    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("event_id", "letter"),
        CheckConstraint("quota IS NULL OR quota >= 0", name="quota"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    letter: Mapped[str] = mapped_column(String(2))
    position: Mapped[int] = mapped_column(default=0)
    names: Mapped[Translations]
    colour: Mapped[str] = mapped_column(String(7))
    quota: Mapped[int | None]
    needs_approval: Mapped[bool] = mapped_column(default=True)
    needs_second_officer: Mapped[bool] = mapped_column(default=False)
    needs_adult: Mapped[bool] = mapped_column(default=False)
    needs_escort: Mapped[bool] = mapped_column(default=False)
    is_open: Mapped[bool] = mapped_column(default=True)
    opens_at: Mapped[Moment | None]
    closes_at: Mapped[Moment | None]
    asks: Mapped[TextList]
    version: Mapped[int] = mapped_column()

    event: Mapped[Event] = relationship(back_populates="categories", lazy="raise_on_sql")
    zones: Mapped[list[Zone]] = relationship(secondary="category_zones", lazy="raise_on_sql", order_by="Zone.letter")

    __mapper_args__ = {"version_id_col": version}


class CategoryZone(Base):
    """A zone that a category's badge opens."""

    __tablename__ = "category_zones"

    category_id: Mapped[int] = mapped_column(BigKey, ForeignKey("categories.id"), primary_key=True)
    zone_id: Mapped[int] = mapped_column(BigKey, ForeignKey("zones.id"), primary_key=True, index=True)
