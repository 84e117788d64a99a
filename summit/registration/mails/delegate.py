"""The mails that follow what a delegate does: confirm, received, already here, withdrawn."""

from typing import Any

from flask import current_app

from summit.mail.services import queue_mail
from summit.registration.mails.links import status_link
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus


def queue_confirmation(registration: Registration, email: str, token: str) -> None:
    """Ask the owner of the address to confirm it."""
    base_url = current_app.extensions["summit_config"].base_url
    link = f"{base_url}/registration/confirm/{token}"
    _queue(registration, _confirmation_template(registration), recipient=email, confirmation_link=link)


def _confirmation_template(registration: Registration) -> str:
    if registration.email_confirmed_at is not None:
        return "confirm_new_email"
    return "confirm_email" if registration.status is RegistrationStatus.UNCONFIRMED else "walk_in"


def queue_already_registered(registration: Registration, language: str) -> None:
    """Tell the owner of the address that somebody, most likely they, registered with it again."""
    _queue(registration, "already_registered", language=language)


def queue_received(registration: Registration) -> None:
    """Tell the delegate that the registration is complete and is being reviewed."""
    _queue(registration, "received")


def queue_withdrawn(registration: Registration) -> None:
    """Tell the delegate that the registration was withdrawn."""
    _queue(registration, "withdrawn")


def _queue(
    registration: Registration, template: str, *, recipient: str = "", language: str = "", **context: Any
) -> None:
    words = {
        "person": registration,
        "event": registration.event,
        "status_link": status_link(registration),
        "support_email": registration.event.contact_email or current_app.extensions["summit_config"].support_email,
    }
    queue_mail(
        recipient or registration.email,
        f"registration/{template}",
        language=language or registration.language,
        context=words | context,
        event_id=registration.event_id,
    )
