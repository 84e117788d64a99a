"""The address of a speaker's own page: derived from the application's secret, never stored."""

import base64
import hashlib
import hmac

from flask import current_app

from ..models import Speaker

_MARK_LENGTH = 22


def speaker_secret(speaker: Speaker) -> str:
    """Return the secret part of the page's address: the speaker's guid and a mark that nobody else can make.

    The mark is base64url(HMAC-SHA256(secret_key, "speaker-link:" + guid + ":" + link_issue)), 22 characters
    (132 bits); raising `link_issue` makes every earlier link useless.
    """
    config = current_app.extensions["summit_config"]
    message = f"speaker-link:{speaker.guid}:{speaker.link_issue}"
    digest = hmac.new(config.secret_key.encode(), message.encode(), hashlib.sha256).digest()
    return f"{speaker.guid}.{base64.urlsafe_b64encode(digest).decode()[:_MARK_LENGTH]}"


def speaker_link(speaker: Speaker) -> str:
    """Return the absolute address of the speaker's own page."""
    base_url = current_app.extensions["summit_config"].base_url
    return f"{base_url}/speaker/{speaker_secret(speaker)}/"
