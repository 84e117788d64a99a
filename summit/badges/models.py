"""Print runs and what they printed."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.database import Base, BigKey, Code, CreatedAt, JsonObject, LongText, Moment, PrimaryKey, ShortText
from summit.jobs.models import Job


class PrintRun(Base):
    """One order to print the badges that a filter finds, done by a background job.

    `options` are those of `rules.RunOptions`, `layout` is a sheet of `layouts.Sheet`; a reprint names the run whose
    sheets were spoilt. `designs` holds by category id the version of a layout that was the newest at the order
    (null: the house's A6), so that a run has one look however long it takes; None for a single badge and for a
    run from before designs were kept.
    """

    __tablename__ = "print_runs"

    id: Mapped[PrimaryKey]
    public_id: Mapped[Code] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("jobs.id"))
    created_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    criteria: Mapped[JsonObject]
    options: Mapped[JsonObject]
    designs: Mapped[dict[str, int | None] | None] = mapped_column(JSON(none_as_null=True))
    reprint_of_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("print_runs.id"), index=True)
    layout: Mapped[str] = mapped_column(String(16))
    language: Mapped[Code]
    card_count: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[LongText] = mapped_column(default="")
    byte_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[Moment | None]

    job: Mapped[Job | None] = relationship(lazy="raise_on_sql")


class PrintedBadge(Base):
    """A badge that a run put on paper: the exact log of who holds which issue.

    `position` counts the badges of the run and `sheet` its sheets of paper, separators included, both from 1.
    `source_position` is the place in the run that a reprint repeats. `face` is what stood on the badge (see
    `rules.face_text`) and `design` the key of the design it stood in; None for a badge that was printed before
    they were kept.
    """

    __tablename__ = "printed_badges"
    __table_args__ = (UniqueConstraint("run_id", "position"),)

    id: Mapped[PrimaryKey]
    run_id: Mapped[int] = mapped_column(BigKey, ForeignKey("print_runs.id"))
    position: Mapped[int]
    sheet: Mapped[int | None]
    source_position: Mapped[int | None]
    face: Mapped[str | None] = mapped_column(Text)
    design: Mapped[str | None] = mapped_column(String(16))
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), index=True)
    credential_id: Mapped[int] = mapped_column(BigKey, ForeignKey("credentials.id"))
    created_at: Mapped[CreatedAt]


class BadgeLayout(Base):
    """A layout of an edition: a name, and as many versions as were saved; the newest is the one that is printed."""

    __tablename__ = "badge_layouts"
    __table_args__ = (
        UniqueConstraint("event_id", "name"),
        # At most one layout stands in for every category that has none of its own.
        Index(
            "uq_badge_layouts_default",
            "event_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    name: Mapped[ShortText]
    is_default: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]


class BadgeLayoutVersion(Base):
    """What a layout was at one time: `content` is the JSON of `layouts.BadgeDesign`, never changed afterwards."""

    __tablename__ = "badge_layout_versions"
    __table_args__ = (UniqueConstraint("layout_id", "number"),)

    id: Mapped[PrimaryKey]
    layout_id: Mapped[int] = mapped_column(BigKey, ForeignKey("badge_layouts.id"))
    number: Mapped[int]
    content: Mapped[JsonObject]
    created_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    created_at: Mapped[CreatedAt]


class BadgeLayoutCategory(Base):
    """Which layout the badges of a category have."""

    __tablename__ = "badge_layout_categories"

    category_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    layout_id: Mapped[int] = mapped_column(BigKey, ForeignKey("badge_layouts.id"), index=True)
