"""Mails to the people of a company about its profile."""

from typing import Any

from flask import current_app

from summit.events.models import Event
from summit.events.queries import get_event
from summit.mail.models import OutgoingMail
from summit.mail.services import queue_mail
from summit.registration.models import Registration

from ..models import Company


def queue_approval(company: Company, recipient: Registration) -> OutgoingMail:
    """Tell somebody who speaks for the company that its profile is approved, in their language."""
    return _queue("approved", company, recipient)


def queue_sending_back(company: Company, recipient: Registration, *, words: str) -> OutgoingMail:
    """Tell somebody who speaks for the company what to change in its profile, in their language."""
    return _queue("sent_back", company, recipient, words=words)


def queue_withdrawal(company: Company, recipient: Registration, *, words: str, cancelled: int) -> OutgoingMail:
    """Tell somebody of the company that it is withdrawn and how many meetings are cancelled, in their language."""
    return _queue("withdrawn", company, recipient, words=words, cancelled=cancelled)


def _queue(name: str, company: Company, recipient: Registration, **context: Any) -> OutgoingMail:
    event = get_event(company.event_id)
    facts = {"company": company, "person": recipient, "event": event, "link": page_link(event), **context}
    return queue_mail(
        recipient.email, f"companies/{name}", language=recipient.language, context=facts, event_id=event.id
    )


def page_link(event: Event) -> str:
    """Return the absolute address of the page of one's own company."""
    base_url = current_app.extensions["summit_config"].base_url
    return f"{base_url}/e/{event.slug}/companies/mine"
