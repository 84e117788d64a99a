"""How a mail leaves: by SMTP, or into the demo mailbox."""

import smtplib
import ssl
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from .rules import Attachment

_TIMEOUT_SECONDS = 30


class MailRefused(Exception):
    """The mail was not handed over; ``permanent`` when another attempt would not help."""

    def __init__(self, text: str, *, permanent: bool = False) -> None:
        super().__init__(text)
        self.permanent = permanent


class Sendable(Protocol):
    """What the transport needs of a mail."""

    recipient: str
    subject: str
    text: str
    html: str
    language: str
    message_id: str


def hand_over(mail: Sendable, config: Any, attachments: Iterable[Attachment] = ()) -> None:
    """Give the mail to the mail server; in demo mode without one, leave it for the mailbox page.

    Raises MailRefused.
    """
    if not config.smtp_url:
        if config.demo:
            return
        raise MailRefused("No mail server is set (SUMMIT_SMTP_URL).")
    try:
        _send(as_message(mail, config.mail_from, attachments), urlsplit(config.smtp_url))
    except smtplib.SMTPRecipientsRefused as error:
        permanent = all(500 <= code < 600 for code, _ in error.recipients.values())
        raise MailRefused(f"recipient refused: {error.recipients}", permanent=permanent) from error
    except smtplib.SMTPResponseException as error:
        permanent = error.smtp_code in {550, 551, 552, 553, 554}
        raise MailRefused(f"{error.smtp_code} {error.smtp_error!r}", permanent=permanent) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(f"{type(error).__name__}: {error}") from error
    except ValueError as error:
        raise MailRefused(f"The mail cannot be written: {error}", permanent=True) from error


def as_message(mail: Sendable, sender: str, attachments: Iterable[Attachment] = ()) -> EmailMessage:
    """Return the mail as a MIME message with text and HTML; attachments stand beside both (multipart/mixed)."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(localtime())
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for attachment in attachments:
        _attach(message, attachment)
    return message


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    """Add a file byte for byte, with the parameters of its media type: clients read a calendar's method there."""
    part = EmailMessage()
    part["Content-Type"] = attachment.media_type
    kind = part["Content-Type"]
    message.add_attachment(
        attachment.content,
        maintype=kind.maintype,
        subtype=kind.subtype,
        filename=attachment.file_name,
        params=dict(kind.params),
    )


def _send(message: EmailMessage, server: SplitResult) -> None:
    context = ssl.create_default_context()
    host, port = server.hostname or "localhost", server.port
    if server.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=_TIMEOUT_SECONDS, context=context)
    else:
        client = smtplib.SMTP(host, port or 25, timeout=_TIMEOUT_SECONDS)
    with client:
        if server.scheme == "smtp" and _wants_tls(client, server):
            client.starttls(context=context)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.send_message(message)


def _wants_tls(client: smtplib.SMTP, server: SplitResult) -> bool:
    """Tell whether to encrypt: whenever the server can, and always before a password is sent."""
    client.ehlo()
    return client.has_extn("starttls") or bool(server.username)
