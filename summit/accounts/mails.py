"""The mails about signing in, each in the language of its reader."""

from flask import current_app

from summit.mail.services import queue_mail
from summit.permissions import ROLE_NAMES, Role

from .models import Account


def _address(endpoint: str, **values: str) -> str:
    """Return the public address of a page, also where no request is at hand (the worker)."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{current_app.extensions['summit_config'].base_url.rstrip('/')}{path}"


def queue_sign_in_link(account: Account, secret: str) -> None:
    """Mail the link that signs in."""
    context = {"link": _address("accounts.sign_in_by_link", secret=secret)}
    queue_mail(account.email, "accounts/sign_in_link", language=account.language, context=context)


def queue_password_link(account: Account, secret: str) -> None:
    """Mail the link by which a member of staff sets a password."""
    context = {"link": _address("accounts.set_password", secret=secret)}
    queue_mail(account.email, "accounts/password_link", language=account.language, context=context)


def queue_invitation(
    account: Account, role: Role, edition_names: dict[str, str], secret: str | None, *, event_id: int
) -> None:
    """Tell somebody of their new role, with the link to choose a password if they have none."""
    link = _address("accounts.set_password", secret=secret) if secret else _address("accounts.sign_in_staff")
    context = {
        "link": link,
        "role_name": ROLE_NAMES[role],
        "edition_names": edition_names,
        "asks_password": secret is not None,
    }
    queue_mail(account.email, "accounts/invitation", language=account.language, context=context, event_id=event_id)
