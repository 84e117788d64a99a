"""Named versions of the programme; nothing public changes without one."""

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from summit.database import (
    Base,
    BigKey,
    CreatedAt,
    JsonObject,
    PrimaryKey,
    ShortText,
    Translations,
    enum_type,
)

from ..rules.news import RecipientKind


class Release(Base):
    """What the public saw from a moment on, whole: `programme` is rules.programme.Programme as JSON,
    `content_hash` its SHA-256 (rules.programme.content_hash).

    `changes` is rules.versions.Changes against the release before, as JSON. Rows are never changed but for
    `notified_job_id`.
    """

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "name"))

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    number: Mapped[int]
    name: Mapped[ShortText]
    messages: Mapped[Translations]
    programme: Mapped[JsonObject] = deferred(mapped_column(JSON, default=dict))
    changes: Mapped[JsonObject] = deferred(mapped_column(JSON, default=dict))
    content_hash: Mapped[str] = mapped_column(String(64))
    slot_count: Mapped[int] = mapped_column(default=0)
    released_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    notified_job_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("jobs.id"))
    created_at: Mapped[CreatedAt]


class ReleaseNotice(Base):
    """Somebody was told of a release: the primary key keeps them from being told twice."""

    __tablename__ = "release_notices"

    release_id: Mapped[int] = mapped_column(BigKey, ForeignKey("releases.id"), primary_key=True)
    recipient_kind: Mapped[RecipientKind] = mapped_column(enum_type(RecipientKind), primary_key=True)
    recipient_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    created_at: Mapped[CreatedAt]
