"""Reading the outbox."""

from datetime import datetime

from sqlalchemy import or_, select

from summit.database import db

from .models import OutgoingMail
from .rules import MailStatus


def list_due_mails(now: datetime, limit: int = 500) -> list[int]:
    """Return the ids of the mails that should leave now, oldest first."""
    waiting = (OutgoingMail.status == MailStatus.QUEUED) & (OutgoingMail.next_attempt_at <= now)
    silent = (OutgoingMail.status == MailStatus.SENDING) & (OutgoingMail.lease_until <= now)
    statement = select(OutgoingMail.id).where(or_(waiting, silent)).order_by(OutgoingMail.id).limit(limit)
    return list(db.session.scalars(statement))


def list_latest_mails(limit: int = 100, recipient: str = "") -> list[OutgoingMail]:
    """Return the newest mails, of one recipient if named."""
    statement = select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit)
    if recipient:
        statement = statement.where(OutgoingMail.recipient == recipient)
    return list(db.session.scalars(statement))


def find_mail(mail_id: int) -> OutgoingMail | None:
    """Return one mail of the outbox."""
    return db.session.get(OutgoingMail, mail_id)
