"""Putting mails into the outbox and handing them over."""

from datetime import datetime
from email.utils import make_msgid
from typing import Any

import structlog
from flask import current_app

from summit.clock import utcnow
from summit.database import ROW_LOCK, after_commit, db, transaction
from summit.jobs.queue import push

from . import queries, rules
from .models import OutgoingMail
from .rendering import render_mail
from .rules import MailStatus
from .transport import MailRefused, hand_over

log = structlog.get_logger(__name__)


def queue_mail(
    recipient: str, template: str, *, language: str, context: dict[str, Any], event_id: int | None = None
) -> OutgoingMail:
    """Write a rendered mail into the outbox, inside the present transaction; it leaves after the commit."""
    rendered = render_mail(template, language, context)
    mail = OutgoingMail(
        event_id=event_id,
        recipient=recipient,
        language=language,
        template=template,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=make_msgid(domain=_domain()),
        next_attempt_at=utcnow(),
    )
    db.session.add(mail)
    db.session.flush()
    after_commit(lambda: push("mail", mail.id))
    return mail


def _domain() -> str:
    sender: str = current_app.extensions["summit_config"].mail_from
    return sender.rpartition("@")[2].strip("> ") or "localhost"


def deliver_mail(mail_id: int) -> None:
    """Hand one mail over if it is due, and write down how that went."""
    with transaction():
        mail = _take(mail_id)
    if mail is None:
        return
    try:
        hand_over(mail, current_app.extensions["summit_config"])
    except MailRefused as refusal:
        _write_failure(mail, refusal)
    else:
        with transaction():
            sent = db.session.get_one(OutgoingMail, mail.id, with_for_update=ROW_LOCK, populate_existing=True)
            sent.status, sent.sent_at, sent.error, sent.lease_until = MailStatus.SENT, utcnow(), "", None


def _take(mail_id: int) -> OutgoingMail | None:
    now = utcnow()
    mail = db.session.get(OutgoingMail, mail_id, with_for_update=ROW_LOCK, populate_existing=True)
    if mail is None or not rules.may_send(mail.status, mail.next_attempt_at, mail.lease_until, now):
        return None
    mail.status, mail.attempts, mail.lease_until = MailStatus.SENDING, mail.attempts + 1, now + rules.LEASE
    return mail


def _write_failure(taken: OutgoingMail, refusal: MailRefused) -> None:
    log.warning("mail not handed over", mail=taken.id, attempts=taken.attempts, error=str(refusal))
    with transaction():
        mail = db.session.get_one(OutgoingMail, taken.id, with_for_update=ROW_LOCK, populate_existing=True)
        mail.status = rules.after_failure(mail.attempts, permanent=refusal.permanent)
        mail.next_attempt_at = utcnow() + rules.retry_delay(mail.attempts)
        mail.error, mail.lease_until = str(refusal)[:2000], None


def deliver_due_mails(now: datetime) -> int:
    """Hand over every mail that is due and return how many there were (the every-minute sweep)."""
    due = queries.list_due_mails(now)
    for mail_id in due:
        deliver_mail(mail_id)
    return len(due)
