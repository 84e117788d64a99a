"""The outbox table."""

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from summit.database import (
    Base,
    BigKey,
    Code,
    CreatedAt,
    Email,
    LongText,
    Moment,
    PrimaryKey,
    ShortText,
    enum_type,
)

from .rules import MailStatus


class OutgoingMail(Base):
    """One mail to one person, rendered in that person's language."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (Index(None, "status", "next_attempt_at"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    recipient: Mapped[Email] = mapped_column(index=True)
    language: Mapped[Code]
    template: Mapped[Code]
    subject: Mapped[LongText]
    text: Mapped[LongText]
    html: Mapped[LongText]
    message_id: Mapped[LongText]
    status: Mapped[MailStatus] = mapped_column(enum_type(MailStatus), default=MailStatus.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[Moment]
    lease_until: Mapped[Moment | None]
    error: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[CreatedAt]
    sent_at: Mapped[Moment | None]


class MailAttachment(Base):
    """A file that goes with a mail, such as a calendar entry."""

    __tablename__ = "mail_attachments"

    id: Mapped[PrimaryKey]
    mail_id: Mapped[int] = mapped_column(BigKey, ForeignKey("outgoing_mails.id"), index=True)
    file_name: Mapped[ShortText]
    media_type: Mapped[ShortText]
    content: Mapped[bytes] = mapped_column(LargeBinary)
