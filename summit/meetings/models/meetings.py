"""A meeting of two companies, who attends, how it came about and what it led to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
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
from summit.registration.models import Registration

from ..rules.kinds import (
    Attendance,
    DeclineReason,
    MeetingFormat,
    MeetingKind,
    MeetingOrigin,
    MeetingStatus,
    Outcome,
)
from ..rules.today import back_at, leave_at
from .settings import Interpreter, MeetingTable

_LIVE = text("status IN ('pending', 'accepted', 'scheduled')")


class Meeting(Base):
    """A meeting from the request to its outcome.

    `low_id` and `high_id` are the two companies in the order of their ids. `starts_at` and `ends_at` are the meeting
    itself; people are also claimed for the `transfer_before` and `transfer_after` minutes. `wishes` are starts that the
    requester prefers (ISO 8601, UTC). `proposed_starts_at` is a counter-proposal by company `proposed_by`, whose
    partner answers. `is_pinned` forbids the optimiser to move it, `informed_at` says since when people know its time.
    `uid`, `sequence` and `changed_at` are those of its calendar entry (RFC 5545).
    """

    __tablename__ = "meetings"
    __table_args__ = (
        Index(
            "uq_meetings_live_pair",
            "event_id",
            "low_id",
            "high_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(None, "event_id", "status", "starts_at"),
        Index(None, "event_id", "starts_at"),
        Index(None, "requester_id", "status"),
        Index(None, "partner_id", "status"),
        Index(None, "status", "expires_at"),
        CheckConstraint("low_id < high_id", name="pair"),
        CheckConstraint(
            "(low_id = requester_id AND high_id = partner_id) OR (low_id = partner_id AND high_id = requester_id)",
            name="companies",
        ),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="span"),
        CheckConstraint("starts_at IS NULL OR ends_at > starts_at", name="order"),
        CheckConstraint(
            "status NOT IN ('scheduled', 'held', 'missed') OR starts_at IS NOT NULL", name="scheduled_has_time"
        ),
        CheckConstraint("status NOT IN ('pending', 'accepted') OR starts_at IS NULL", name="open_has_no_time"),
        CheckConstraint("transfer_before >= 0 AND transfer_after >= 0", name="transfer"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[Code] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    kind: Mapped[MeetingKind] = mapped_column(enum_type(MeetingKind), default=MeetingKind.MEETING)
    format: Mapped[MeetingFormat] = mapped_column(enum_type(MeetingFormat), default=MeetingFormat.ON_SITE)
    status: Mapped[MeetingStatus] = mapped_column(enum_type(MeetingStatus), default=MeetingStatus.PENDING)
    origin: Mapped[MeetingOrigin] = mapped_column(enum_type(MeetingOrigin), default=MeetingOrigin.REQUEST)
    requester_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"))
    partner_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"))
    low_id: Mapped[int] = mapped_column(BigKey)
    high_id: Mapped[int] = mapped_column(BigKey)
    requested_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"))
    answered_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"))
    message: Mapped[LongText] = mapped_column(default="")
    answer: Mapped[LongText] = mapped_column(default="")
    decline_reason: Mapped[DeclineReason | None] = mapped_column(enum_type(DeclineReason))
    wishes: Mapped[TextList]
    proposed_starts_at: Mapped[Moment | None]
    proposed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("companies.id"))
    starts_at: Mapped[Moment | None]
    ends_at: Mapped[Moment | None]
    transfer_before: Mapped[int] = mapped_column(default=0)
    transfer_after: Mapped[int] = mapped_column(default=0)
    table_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("meeting_tables.id"), index=True)
    place: Mapped[LongText] = mapped_column(default="")
    online_link: Mapped[LongText] = mapped_column(default="")
    interpreting: Mapped[TextList]
    interpreter_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("interpreters.id"), index=True)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    is_must: Mapped[bool] = mapped_column(default=False)
    informed_at: Mapped[Moment | None]
    reminded_at: Mapped[Moment | None]
    expires_at: Mapped[Moment | None]
    answered_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("companies.id"))
    run_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("meeting_runs.id"), index=True)
    uid: Mapped[ShortText]
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[Moment]
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column()

    requester: Mapped[Company] = relationship(foreign_keys=[requester_id], lazy="raise_on_sql")
    partner: Mapped[Company] = relationship(foreign_keys=[partner_id], lazy="raise_on_sql")
    table: Mapped[MeetingTable | None] = relationship(lazy="raise_on_sql")
    interpreter: Mapped[Interpreter | None] = relationship(lazy="raise_on_sql")
    attendees: Mapped[list[MeetingAttendee]] = relationship(
        back_populates="meeting", lazy="raise_on_sql", order_by="MeetingAttendee.registration_id"
    )
    steps: Mapped[list[MeetingStep]] = relationship(lazy="raise_on_sql", order_by="MeetingStep.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def leave_at(self) -> datetime | None:
        """Return when people set out for a meeting elsewhere that has a time."""
        return leave_at(self.starts_at, self.transfer_before) if self.starts_at is not None else None

    @property
    def back_at(self) -> datetime | None:
        """Return when people are back from a meeting elsewhere that has a time."""
        return back_at(self.ends_at, self.transfer_after) if self.ends_at is not None else None


class MeetingAttendee(Base):
    """Somebody who attends a meeting for one of its companies."""

    __tablename__ = "meeting_attendees"

    meeting_id: Mapped[int] = mapped_column(BigKey, ForeignKey("meetings.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), primary_key=True, index=True)
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), index=True)
    attendance: Mapped[Attendance] = mapped_column(enum_type(Attendance), default=Attendance.UNKNOWN)
    marked_at: Mapped[Moment | None]
    reminded_at: Mapped[Moment | None]

    meeting: Mapped[Meeting] = relationship(back_populates="attendees", lazy="raise_on_sql")
    registration: Mapped[Registration] = relationship(lazy="raise_on_sql")


class MeetingStep(Base):
    """One step in a meeting's history and the words that went with it; without a company it was the organiser's."""

    __tablename__ = "meeting_steps"

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(BigKey, ForeignKey("meetings.id"), index=True)
    action: Mapped[Code]
    company_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("companies.id"))
    actor_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    message: Mapped[LongText] = mapped_column(default="")
    details: Mapped[JsonObject]
    created_at: Mapped[CreatedAt]


class MeetingOutcome(Base):
    """What one side says a meeting led to; `rating` (1 to 5) is seen by that side and in sums only."""

    __tablename__ = "meeting_outcomes"
    __table_args__ = (CheckConstraint("rating IS NULL OR (rating >= 1 AND rating <= 5)", name="rating"),)

    meeting_id: Mapped[int] = mapped_column(BigKey, ForeignKey("meetings.id"), primary_key=True)
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), primary_key=True)
    outcome: Mapped[Outcome | None] = mapped_column(enum_type(Outcome))
    rating: Mapped[int | None]
    note: Mapped[LongText] = mapped_column(default="")
    recorded_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"))
    updated_at: Mapped[CreatedAt]


class Objection(Base):
    """What somebody has against a meeting of the provisional timetable, and what became of it."""

    __tablename__ = "meeting_objections"

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(BigKey, ForeignKey("meetings.id"), index=True)
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"))
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"))
    message: Mapped[LongText]
    created_at: Mapped[CreatedAt]
    resolved_at: Mapped[Moment | None]
    resolution: Mapped[LongText] = mapped_column(default="")
    resolved_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
