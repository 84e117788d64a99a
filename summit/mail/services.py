"""Putting mails into the outbox and handing them over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from functools import partial
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import insert

from summit.clock import utcnow
from summit.database import ROW_LOCK, after_commit, db, transaction
from summit.jobs.queue import push

from . import queries, rules
from .models import MailAttachment, OutgoingMail
from .rendering import RenderedMail, render_mail
from .rules import Attachment, MailStatus
from .transport import MailRefused, hand_over

log = structlog.get_logger(__name__)
# How many of many mails one message of the queue hands over.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that is rendered already, to one person."""

    recipient: str
    language: str
    template: str
    rendered: RenderedMail
    attachments: tuple[Attachment, ...] = ()


def queue_mail(
    recipient: str,
    template: str,
    *,
    language: str,
    context: dict[str, Any],
    event_id: int | None = None,
    attachments: Sequence[Attachment] = (),
) -> OutgoingMail:
    """Write a rendered mail into the outbox, inside the present transaction; it leaves after the commit."""
    letter = Letter(recipient, language, template, render_mail(template, language, context), tuple(attachments))
    mail = OutgoingMail(**_row_of(letter, event_id, utcnow()))
    db.session.add(mail)
    db.session.flush()
    _attach([mail.id], [letter])
    after_commit(lambda: push("mail", mail.id))
    return mail


def queue_mails(letters: Sequence[Letter], *, event_id: int | None = None) -> list[int]:
    """Write many mails into the outbox with one statement, and return their ids in the order of the letters.

    They leave after the commit, in batches; what a batch misses, the sweep of the next minute finds.
    """
    if not letters:
        return []
    now = utcnow()
    rows = [_row_of(letter, event_id, now) for letter in letters]
    # The database may answer in any order, so the rows are known again by their message ids.
    statement = insert(OutgoingMail).returning(OutgoingMail.message_id, OutgoingMail.id)
    known = dict(db.session.execute(statement, rows).all())
    ids = [known[row["message_id"]] for row in rows]
    _attach(ids, letters)
    for first in sorted(ids)[::_BATCH]:
        after_commit(partial(push, "mails", first))
    return ids


def _row_of(letter: Letter, event_id: int | None, now: datetime) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "recipient": letter.recipient,
        "language": letter.language,
        "template": letter.template,
        "subject": letter.rendered.subject,
        "text": letter.rendered.text,
        "html": letter.rendered.html,
        "message_id": make_msgid(domain=_domain()),
        "next_attempt_at": now,
    }


def _attach(mail_ids: Sequence[int], letters: Sequence[Letter]) -> None:
    rows = [
        {"mail_id": key, "file_name": one.file_name, "media_type": one.media_type, "content": one.content}
        for key, letter in zip(mail_ids, letters, strict=True)
        for one in letter.attachments
    ]
    if rows:
        db.session.execute(insert(MailAttachment), rows)


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
        hand_over(mail, current_app.extensions["summit_config"], _attachments(mail.id))
    except MailRefused as refusal:
        _write_failure(mail, refusal)
    else:
        with transaction():
            sent = db.session.get_one(OutgoingMail, mail.id, with_for_update=ROW_LOCK, populate_existing=True)
            sent.status, sent.sent_at, sent.error, sent.lease_until = MailStatus.SENT, utcnow(), "", None


def _attachments(mail_id: int) -> list[Attachment]:
    rows = queries.list_attachments(mail_id)
    return [Attachment(row.file_name, row.media_type, row.content) for row in rows]


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


def deliver_batch(first_id: int) -> int:
    """Hand over a batch of many mails that were queued together, the first of them named."""
    due = queries.list_due_mails(utcnow(), limit=_BATCH, since=first_id)
    for mail_id in due:
        deliver_mail(mail_id)
    return len(due)
