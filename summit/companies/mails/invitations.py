"""The link by which a colleague joins a company, and the mail that brings it."""

import base64
import hashlib
import hmac

from flask import current_app

from summit.events.queries import get_event
from summit.mail.models import OutgoingMail
from summit.mail.services import queue_mail

from ..models import Company, CompanyInvitation

_MARK_LENGTH = 22


def invitation_secret(invitation: CompanyInvitation) -> str:
    """Return the last part of the link: the invitation's public_id and a mark that nobody else can make.

    The mark is base64url(HMAC-SHA256(secret_key, "company-invitation:" + public_id)), 22 characters (132 bits).
    """
    config = current_app.extensions["summit_config"]
    message = f"company-invitation:{invitation.public_id}"
    digest = hmac.new(config.secret_key.encode(), message.encode(), hashlib.sha256).digest()
    return f"{invitation.public_id}.{base64.urlsafe_b64encode(digest).decode()[:_MARK_LENGTH]}"


def queue_company_invitation(
    invitation: CompanyInvitation, company: Company, *, inviter: str, language: str
) -> OutgoingMail:
    """Send a colleague the link of an invitation; `inviter` is the name of who invites, "" for the organisers."""
    event = get_event(company.event_id)
    base_url = current_app.extensions["summit_config"].base_url
    context = {
        "invitation": invitation,
        "company": company,
        "event": event,
        "inviter": inviter,
        "link": f"{base_url}/e/{event.slug}/companies/join/{invitation_secret(invitation)}",
    }
    return queue_mail(invitation.email, "companies/invitation", language=language, context=context, event_id=event.id)
