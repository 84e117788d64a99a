"""The address of a person's own status page: derived from the application's secret, never stored."""

import base64
import hashlib
import hmac

from flask import current_app

from summit.registration.models import Registration

_MARK_LENGTH = 22


def status_secret(registration: Registration) -> str:
    """Return the secret part of the status page's address: the public id and a mark that nobody else can make.

    The mark is base64url(HMAC-SHA256(secret_key, "status-link:" + public_id + ":" + link_issue)), 22 characters
    (132 bits); raising `link_issue` makes every earlier link useless.
    """
    config = current_app.extensions["summit_config"]
    message = f"status-link:{registration.public_id}:{registration.link_issue}"
    digest = hmac.new(config.secret_key.encode(), message.encode(), hashlib.sha256).digest()
    mark = base64.urlsafe_b64encode(digest).decode()[:_MARK_LENGTH]
    return f"{registration.public_id}.{mark}"


def status_link(registration: Registration) -> str:
    """Return the absolute address of the person's status page."""
    base_url = current_app.extensions["summit_config"].base_url
    return f"{base_url}/registration/{status_secret(registration)}/"
