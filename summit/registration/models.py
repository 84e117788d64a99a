"""A delegate's registration, its draft, its decisions and its consents."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from summit.accounts.models import Account
from summit.database import (
    Base,
    BigKey,
    Code,
    CountryCode,
    CreatedAt,
    Email,
    JsonObject,
    LongText,
    Moment,
    PrimaryKey,
    ShortText,
    TextList,
    append_only,
    enum_type,
    run_on_create,
)
from summit.events.models import Category, Event

from .rules import ConsentPurpose, RegistrationStatus, RejectionReason, ReviewAction

_LIVE = text("status <> 'withdrawn'")
_WAITING = text("waitlisted_at IS NOT NULL")

# What a search for parts of words needs to stay fast among 50,000 people, per engine; migrations run the same
# statements. SQLite: a trigram index kept in step by triggers, and one narrow covering index for what trigrams
# cannot find (words of two letters), because keys are too long for a B-tree of PostgreSQL. PostgreSQL: pg_trgm
# where it may be installed; without it a search reads the rows.
SEARCH_INDEX = "ix_registrations_search"
SEARCH_TABLE = "registrations_search"
_FORGET = (
    "INSERT INTO registrations_search (registrations_search, rowid, search_key) "
    "VALUES ('delete', old.id, old.search_key)"
)
_LEARN = "INSERT INTO registrations_search (rowid, search_key) VALUES (new.id, new.search_key)"
SEARCH_DDL: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE INDEX ix_registrations_search ON registrations (event_id, created_at, id, status, category_id, "
        "represents, waitlisted_at, updated_at, sort_key, search_key)",
        "CREATE VIRTUAL TABLE registrations_search USING fts5 (search_key, content='', tokenize='trigram')",
        f"CREATE TRIGGER registrations_search_insert AFTER INSERT ON registrations BEGIN {_LEARN}; END",
        f"CREATE TRIGGER registrations_search_delete AFTER DELETE ON registrations BEGIN {_FORGET}; END",
        "CREATE TRIGGER registrations_search_update AFTER UPDATE OF search_key ON registrations "
        f"BEGIN {_FORGET}; {_LEARN}; END",
    ),
    "postgresql": (
        "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; "
        "EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'pg_trgm is not available: search reads the rows'; END $$",
        "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN "
        "CREATE INDEX ix_registrations_search ON registrations USING gin (search_key gin_trgm_ops); END IF; END $$",
    ),
}


class Registration(Base):
    """One person's wish to take part in one edition."""

    __tablename__ = "registrations"
    __table_args__ = (
        Index(
            "uq_registrations_live_email",
            "event_id",
            "email",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(None, "event_id", "status", "id"),
        Index(None, "category_id", "status"),
        Index(None, "event_id", "represents"),
        Index(None, "event_id", "sort_key", "id"),
        Index(None, "event_id", "created_at", "id"),
        Index(None, "event_id", "updated_at", "id"),
        Index(None, "event_id", "phone"),
        Index(
            "ix_registrations_waiting",
            "event_id",
            "waitlisted_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[Code] = mapped_column(unique=True)
    reference: Mapped[Code] = mapped_column(unique=True)
    submission_key: Mapped[Code] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    account_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"), index=True)
    category_id: Mapped[int] = mapped_column(BigKey, ForeignKey("categories.id"))
    status: Mapped[RegistrationStatus] = mapped_column(
        enum_type(RegistrationStatus), default=RegistrationStatus.UNCONFIRMED
    )
    email: Mapped[Email]
    email_confirmed_at: Mapped[Moment | None]
    pending_email: Mapped[Email] = mapped_column(default="")
    confirmation_sent_at: Mapped[Moment | None]
    link_issue: Mapped[int] = mapped_column(default=1)
    language: Mapped[Code]

    name_latin: Mapped[ShortText]
    name_native: Mapped[ShortText] = mapped_column(default="")
    native_language: Mapped[Code] = mapped_column(default="")
    call_me: Mapped[ShortText] = mapped_column(default="")
    honorific: Mapped[ShortText] = mapped_column(default="")
    name_cyrillic: Mapped[ShortText] = mapped_column(default="")
    patronymic: Mapped[ShortText] = mapped_column(default="")
    badge_line1: Mapped[ShortText] = mapped_column(default="")
    badge_line2: Mapped[ShortText] = mapped_column(default="")
    sort_key: Mapped[LongText] = mapped_column(default="")
    search_key: Mapped[LongText] = mapped_column(default="")

    citizenship: Mapped[CountryCode] = mapped_column(default="")
    residence: Mapped[CountryCode] = mapped_column(default="")
    represents: Mapped[CountryCode] = mapped_column(default="")
    represents_name: Mapped[ShortText] = mapped_column(default="")
    document_issuer: Mapped[CountryCode] = mapped_column(default="")
    organisation: Mapped[ShortText] = mapped_column(default="")
    job_title: Mapped[ShortText] = mapped_column(default="")
    phone: Mapped[Code] = mapped_column(default="")
    languages_spoken: Mapped[TextList]
    diet: Mapped[LongText] = mapped_column(default="")
    access_needs: Mapped[LongText] = mapped_column(default="")
    travel: Mapped[JsonObject]
    guardian: Mapped[ShortText] = mapped_column(default="")

    waitlisted_at: Mapped[Moment | None]
    decided_at: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column()

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")
    photo: Mapped[Photo | None] = relationship(back_populates="registration", lazy="raise_on_sql")
    decisions: Mapped[list[Decision]] = relationship(
        back_populates="registration", lazy="raise_on_sql", order_by="Decision.id"
    )
    consents: Mapped[list[ConsentRecord]] = relationship(
        back_populates="registration", lazy="raise_on_sql", order_by="ConsentRecord.id"
    )

    __mapper_args__ = {"version_id_col": version}


run_on_create(Registration, SEARCH_DDL)


class Photo(Base):
    """A portrait, re-encoded to a JPEG without metadata; the file lies under ``var/photos``."""

    __tablename__ = "photos"

    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), primary_key=True)
    file_name: Mapped[Code] = mapped_column(unique=True)
    byte_count: Mapped[int]
    created_at: Mapped[CreatedAt]

    registration: Mapped[Registration] = relationship(back_populates="photo", lazy="raise_on_sql")


class RegistrationDraft(Base):
    """A form that somebody is still filling in, found again by the secret in a cookie or a link."""

    __tablename__ = "registration_drafts"

    id: Mapped[PrimaryKey]
    secret_hash: Mapped[Code] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    submission_key: Mapped[Code] = mapped_column(unique=True)
    registration_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"), index=True)
    base_version: Mapped[int | None]
    submitted_at: Mapped[Moment | None]
    answers: Mapped[JsonObject]
    photo: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    has_photo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Moment] = mapped_column(index=True)


class Decision(Base):
    """One step in a registration's history: by an officer, by the delegate, or by the house."""

    __tablename__ = "decisions"

    id: Mapped[PrimaryKey]
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), index=True)
    action: Mapped[Code]
    review_action: Mapped[ReviewAction | None] = mapped_column(enum_type(ReviewAction))
    from_status: Mapped[Code]
    to_status: Mapped[Code]
    reason: Mapped[RejectionReason | None] = mapped_column(enum_type(RejectionReason))
    note: Mapped[LongText] = mapped_column(default="")
    decided_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    created_at: Mapped[CreatedAt]

    registration: Mapped[Registration] = relationship(back_populates="decisions", lazy="raise_on_sql")
    officer: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class ConsentText(Base):
    """What a person is asked to agree to, in one language and one version that never changes."""

    __tablename__ = "consent_texts"
    __table_args__ = (UniqueConstraint("event_id", "purpose", "language", "version"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(enum_type(ConsentPurpose))
    language: Mapped[Code]
    version: Mapped[int] = mapped_column(default=1)
    body: Mapped[LongText]
    body_hash: Mapped[str] = mapped_column(String(64))
    approved: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]


class ConsentRecord(Base):
    """A consent given or taken back: which purpose, which text, when; never changed, only followed by another."""

    __tablename__ = "consent_records"

    id: Mapped[PrimaryKey]
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), index=True)
    text_id: Mapped[int] = mapped_column(BigKey, ForeignKey("consent_texts.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(enum_type(ConsentPurpose))
    given: Mapped[bool]
    language: Mapped[Code]
    text_version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[CreatedAt]

    registration: Mapped[Registration] = relationship(back_populates="consents", lazy="raise_on_sql")
    text: Mapped[ConsentText] = relationship(lazy="raise_on_sql")


append_only(ConsentRecord)
