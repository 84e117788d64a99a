"""What the programme is about: sessions, the people on stage, tracks and materials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
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
    Translations,
    enum_type,
)
from summit.events.models import Category
from summit.registration.models import Registration

from ..rules.kinds import PersonRole, SessionFormat, SessionKind, SessionState

if TYPE_CHECKING:
    from .placing import Slot


class Track(Base):
    """A line through the programme, such as business or education, with its colour."""

    __tablename__ = "tracks"

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    names: Mapped[Translations]
    colour: Mapped[str] = mapped_column(String(7))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Session(Base):
    """A session, a break or a blocker; `channels` is {number of the channel: language that is heard on it}."""

    __tablename__ = "agenda_sessions"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint("minutes >= 5", name="minutes"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    code: Mapped[str] = mapped_column(String(6))
    guid: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[SessionKind] = mapped_column(enum_type(SessionKind), default=SessionKind.SESSION)
    state: Mapped[SessionState] = mapped_column(enum_type(SessionState), default=SessionState.CONFIRMED)
    format: Mapped[SessionFormat] = mapped_column(enum_type(SessionFormat), default=SessionFormat.TALK)
    track_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("tracks.id"), index=True)
    titles: Mapped[Translations]
    abstracts: Mapped[Translations]
    notes: Mapped[Translations]
    internal_note: Mapped[LongText] = mapped_column(default="")
    language: Mapped[Code] = mapped_column(default="")
    channels: Mapped[Translations]
    minutes: Mapped[int] = mapped_column(default=45)
    capacity: Mapped[int | None]
    age_limit: Mapped[int] = mapped_column(default=0)
    dress_codes: Mapped[Translations]
    recording_url: Mapped[LongText] = mapped_column(default="")
    stream_url: Mapped[LongText] = mapped_column(default="")
    is_featured: Mapped[bool] = mapped_column(default=False)
    takes_feedback: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column()

    track: Mapped[Track | None] = relationship(lazy="raise_on_sql")
    categories: Mapped[list[Category]] = relationship(
        secondary="session_categories", lazy="raise_on_sql", order_by="Category.position"
    )
    people: Mapped[list[SessionPerson]] = relationship(
        back_populates="session",
        lazy="raise_on_sql",
        order_by="SessionPerson.position",
        cascade="all, delete-orphan",
    )
    materials: Mapped[list[Material]] = relationship(
        back_populates="session", lazy="raise_on_sql", order_by="Material.position", cascade="all, delete-orphan"
    )
    slots: Mapped[list[Slot]] = relationship(
        back_populates="session", lazy="raise_on_sql", order_by="Slot.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class SessionCategory(Base):
    """A category that may attend; a session without any is open to all."""

    __tablename__ = "session_categories"

    session_id: Mapped[int] = mapped_column(BigKey, ForeignKey("agenda_sessions.id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(BigKey, ForeignKey("categories.id"), primary_key=True, index=True)


class SessionPerson(Base):
    """Somebody's part in a session; an interpreter's `language` is the one that is spoken into the channel."""

    __tablename__ = "session_people"
    __table_args__ = (UniqueConstraint("session_id", "speaker_id", "role"),)

    id: Mapped[PrimaryKey]
    session_id: Mapped[int] = mapped_column(BigKey, ForeignKey("agenda_sessions.id"))
    speaker_id: Mapped[int] = mapped_column(BigKey, ForeignKey("speakers.id"), index=True)
    role: Mapped[PersonRole] = mapped_column(enum_type(PersonRole), default=PersonRole.SPEAKER)
    position: Mapped[int] = mapped_column(default=0)
    language: Mapped[Code] = mapped_column(default="")

    session: Mapped[Session] = relationship(back_populates="people", lazy="raise_on_sql")
    speaker: Mapped[Speaker] = relationship(back_populates="parts", lazy="raise_on_sql")


class Material(Base):
    """A file for those who attend; it lies under ``var/materials``."""

    __tablename__ = "session_materials"

    id: Mapped[PrimaryKey]
    session_id: Mapped[int] = mapped_column(BigKey, ForeignKey("agenda_sessions.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    titles: Mapped[Translations]
    file_name: Mapped[ShortText]
    stored_name: Mapped[Code] = mapped_column(unique=True)
    media_type: Mapped[ShortText]
    byte_count: Mapped[int]
    created_at: Mapped[CreatedAt]

    session: Mapped[Session] = relationship(back_populates="materials", lazy="raise_on_sql")


class Speaker(Base):
    """Somebody on stage or in the booth; the self-service link is derived from `link_issue`, never stored."""

    __tablename__ = "speakers"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        UniqueConstraint("event_id", "registration_id"),
        Index(None, "event_id", "sort_key", "id"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    code: Mapped[str] = mapped_column(String(6))
    guid: Mapped[str] = mapped_column(String(36), unique=True)
    registration_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"), index=True)
    email: Mapped[Email] = mapped_column(default="")
    language: Mapped[Code] = mapped_column(default="en")
    link_issue: Mapped[int] = mapped_column(default=1)
    name_latin: Mapped[ShortText]
    name_native: Mapped[ShortText] = mapped_column(default="")
    native_language: Mapped[Code] = mapped_column(default="")
    honorific: Mapped[ShortText] = mapped_column(default="")
    organisation: Mapped[ShortText] = mapped_column(default="")
    job_title: Mapped[ShortText] = mapped_column(default="")
    country: Mapped[CountryCode] = mapped_column(default="")
    biographies: Mapped[Translations]
    photo_name: Mapped[Code] = mapped_column(default="")
    needs: Mapped[LongText] = mapped_column(default="")
    arrival: Mapped[ShortText] = mapped_column(default="")
    recording_consent: Mapped[bool | None]
    sort_key: Mapped[LongText] = mapped_column(default="")
    search_key: Mapped[LongText] = mapped_column(default="")
    invited_at: Mapped[Moment | None]
    answered_at: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column()

    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")
    parts: Mapped[list[SessionPerson]] = relationship(back_populates="speaker", lazy="raise_on_sql")
    windows: Mapped[list[SpeakerWindow]] = relationship(
        back_populates="speaker",
        lazy="raise_on_sql",
        order_by="SpeakerWindow.starts_at",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}


class SpeakerWindow(Base):
    """A span in which somebody is available; a speaker without any always is."""

    __tablename__ = "speaker_windows"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="span"),)

    id: Mapped[PrimaryKey]
    speaker_id: Mapped[int] = mapped_column(BigKey, ForeignKey("speakers.id"), index=True)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]

    speaker: Mapped[Speaker] = relationship(back_populates="windows", lazy="raise_on_sql")
