"""What people were told by mail, for tests."""

from icalendar import Calendar
from sqlalchemy import delete, select

from summit.database import db
from summit.mail.models import MailAttachment, OutgoingMail


def told() -> list[tuple[str, str]]:
    """Return (recipient, template without its package) of all mails so far, by recipient."""
    rows = db.session.execute(select(OutgoingMail.recipient, OutgoingMail.template))
    return sorted((recipient, template.removeprefix("meetings/")) for recipient, template in rows)


def forget() -> None:
    """Forget the mails so far."""
    db.session.execute(delete(MailAttachment))
    db.session.execute(delete(OutgoingMail))
    db.session.commit()


def entries() -> dict[str, tuple[str, int, str]]:
    """Return (METHOD, SEQUENCE, STATUS) of the calendar's entry that was sent, by recipient."""
    statement = select(OutgoingMail.recipient, MailAttachment).join(
        OutgoingMail, OutgoingMail.id == MailAttachment.mail_id
    )
    return {recipient: _entry(attachment) for recipient, attachment in db.session.execute(statement)}


def _entry(attachment: MailAttachment) -> tuple[str, int, str]:
    calendar = Calendar.from_ical(attachment.content)
    (event,) = calendar.walk("VEVENT")
    assert f"method={calendar['METHOD']}" in attachment.media_type
    return str(calendar["METHOD"]), int(event["SEQUENCE"]), str(event["STATUS"])
