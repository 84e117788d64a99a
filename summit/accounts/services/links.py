"""One-time links."""

from datetime import datetime

from summit.audit.services import record
from summit.database import db
from summit.jobs.services import enqueue

from .. import mails, queries, rules
from ..models import Account, SignInLink
from .sessions import new_secret, start_session
from .throttle import admit_attempt

MAIL_LINK = "accounts.mail_link"


def ask_for_link(purpose: rules.LinkPurpose, email: str, *, next_url: str, address: str, now: datetime) -> None:
    """Have a link mailed if the address is known here; raises TooManyAttempts.

    Known or not, the same statements run and a job is queued: neither the answer nor its time tells who exists.
    """
    person = rules.normalise_email(email)
    admit_attempt(rules.AttemptKind.LINK, person, address, now=now)
    account = queries.find_account_by_email(person)
    arguments = {"account_id": account and account.id, "purpose": purpose.value, "next_url": next_url}
    enqueue(MAIL_LINK, arguments)


def send_link(account_id: int | None, purpose: rules.LinkPurpose, next_url: str, *, now: datetime) -> None:
    """Make a link and mail it; nothing happens for nobody, a closed account, or a password that only staff have."""
    account = db.session.get(Account, account_id) if account_id is not None else None
    if account is None or not account.is_active:
        return
    if purpose is rules.LinkPurpose.SET_PASSWORD and not queries.has_any_role(account.id):
        return
    secret = make_link(account.id, purpose, next_url, now=now)
    if purpose is rules.LinkPurpose.SIGN_IN:
        mails.queue_sign_in_link(account, secret)
    else:
        mails.queue_password_link(account, secret)


def make_link(account_id: int, purpose: rules.LinkPurpose, next_url: str, *, now: datetime) -> str:
    """Write down a new link and return its secret, which is kept nowhere."""
    secret = new_secret()
    link = SignInLink(
        secret_hash=rules.hash_of(secret),
        purpose=purpose,
        account_id=account_id,
        next_url=next_url,
        created_at=now,
        expires_at=now + rules.link_lifetime(purpose),
    )
    db.session.add(link)
    db.session.flush()
    record("link_sent", "account", account_id, actor_id=None, purpose=purpose.value)
    return secret


def use_link(secret: str, purpose: rules.LinkPurpose, *, now: datetime) -> tuple[SignInLink, Account]:
    """Spend a link and return it with its account; raises LinkUnknown, LinkUsed, LinkExpired or AccountClosed."""
    link, account = queries.get_usable_link(secret, purpose, now, lock=True)
    link.used_at = now
    return link, account


def sign_in_by_link(secret: str, *, browser: str, replacing: str | None, now: datetime) -> tuple[str, str]:
    """Sign a browser in by a mailed link and return (session secret, address to go on to).

    ``replacing`` is the session the browser carried before, which ends. Raises LinkUnknown, LinkUsed,
    LinkExpired or AccountClosed.
    """
    link, account = use_link(secret, rules.LinkPurpose.SIGN_IN, now=now)
    return start_session(account.id, browser, replacing=replacing, now=now), link.next_url
