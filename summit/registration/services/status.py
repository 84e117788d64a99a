"""The delegate's own link: derived, never stored, revoked by raising `link_issue`."""

import hmac

from summit.registration.mails.links import status_secret
from summit.registration.models import Registration
from summit.registration.queries import registrations

__all__ = ["find_by_secret", "revoke_links", "status_secret"]


def find_by_secret(secret: str) -> Registration | None:
    """Return the registration (with edition, category, photo) that a status link belongs to; None for a forged one."""
    public_id, dot, _ = secret.partition(".")
    registration = registrations.find_by_public_id(public_id) if dot and secret.isascii() else None
    if registration is None:
        return None
    return registration if hmac.compare_digest(status_secret(registration), secret) else None


def revoke_links(registration_id: int) -> Registration:
    """Make every status link that was ever sent useless; the next mail carries a new one."""
    registration = registrations.lock_registration(registration_id)
    registration.link_issue += 1
    return registration
