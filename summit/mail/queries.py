"""Reading the outbox."""

from datetime import datetime

from sqlalchemy import or_, select

from summit.database import db

from .models import MailAttachment, OutgoingMail
from .rules import MailStatus


def list_due_mails(now: datetime, limit: int = 500, since: int = 0) -> list[int]:
    """Return the ids of the mails that should leave now, oldest first, from the id `since` on."""
    waiting = (OutgoingMail.status == MailStatus.QUEUED) & (OutgoingMail.next_attempt_at <= now)
    silent = (OutgoingMail.status == MailStatus.SENDING) & (OutgoingMail.lease_until <= now)
    statement = select(OutgoingMail.id).where(or_(waiting, silent), OutgoingMail.id >= since)
    return list(db.session.scalars(statement.order_by(OutgoingMail.id).limit(limit)))


def list_latest_mails(limit: int = 100, recipient: str = "") -> list[OutgoingMail]:
    """Return the newest mails, of one recipient if named."""
    statement = select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit)
    if recipient:
        statement = statement.where(OutgoingMail.recipient == recipient)
    return list(db.session.scalars(statement))


def find_mail(mail_id: int) -> OutgoingMail | None:
    """Return one mail of the outbox."""
    return db.session.get(OutgoingMail, mail_id)


def list_attachments(mail_id: int) -> list[MailAttachment]:
    """Return what goes with a mail, in the order in which it was attached."""
    statement = select(MailAttachment).where(MailAttachment.mail_id == mail_id).order_by(MailAttachment.id)
    return list(db.session.scalars(statement))


def find_attachment(mail_id: int, attachment_id: int) -> MailAttachment | None:
    """Return one attachment of this very mail."""
    statement = select(MailAttachment).where(MailAttachment.id == attachment_id, MailAttachment.mail_id == mail_id)
    return db.session.scalar(statement)
