"""Passwords of staff.

Hashing takes tens of milliseconds and 64 MiB on purpose, and SQLite has one writer; so these services hash
between two short transactions of their own instead of inside the view's.
"""

from datetime import datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from summit.audit.services import record
from summit.database import ROW_LOCK, db, transaction

from .. import queries, rules
from ..models import Account
from .links import use_link
from .sessions import end_other_sessions, new_secret, start_session
from .throttle import admit_attempt, forget_attempts

_hasher = PasswordHasher()
_KIND = rules.AttemptKind.PASSWORD


def hash_password(password: str) -> str:
    """Return the argon2 hash to keep, by the library's present defaults."""
    return _hasher.hash(_bytes(password))


def _bytes(password: str) -> bytes:
    return rules.normalise_password(password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """Return a hash nobody has the password of; to check it takes as long as a real one."""
    return _hasher.hash(new_secret())


def _is_right(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is right, in the same time whether there is one or not."""
    known = password_hash is not None and len(password) <= rules.LONGEST_PASSWORD
    checked = password if len(password) <= rules.LONGEST_PASSWORD else ""
    try:
        _hasher.verify(password_hash or _nobodys_hash(), _bytes(checked))
    except (VerificationError, InvalidHashError):
        return False
    return known


def sign_in_by_password(
    email: str, password: str, *, browser: str, address: str, replacing: str | None, now: datetime
) -> str:
    """Sign a browser in by a password and return its session's secret; the second factor is still owed.

    Raises TooManyAttempts or SignInRefused; a refusal does not tell whether the account exists.
    """
    person = rules.normalise_email(email)
    with transaction():
        admit_attempt(_KIND, person, address, now=now)
        account = queries.find_account_by_email(person)
    right = _is_right(account.password_hash if account else None, password)
    with transaction():
        if right and account is not None:
            return _let_in(account, password, browser=browser, replacing=replacing, now=now)
        record("sign_in_failed", "account", account.id if account else None, actor_id=None)
    raise rules.SignInRefused


def _let_in(known: Account, password: str, *, browser: str, replacing: str | None, now: datetime) -> str:
    account = db.session.get_one(Account, known.id, with_for_update=ROW_LOCK, populate_existing=True)
    if not account.is_active or account.password_hash is None:
        raise rules.SignInRefused
    if _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    forget_attempts(_KIND, account.email)
    return start_session(account.id, browser, replacing=replacing, now=now)


def set_password_by_link(secret: str, password: str, *, browser: str, replacing: str | None, now: datetime) -> str:
    """Set a password by a mailed link, end all sessions of the account and sign this browser in.

    Returns the session's secret; the second factor is still owed. Raises the refusals of links and of
    rules.ensure_password; a refused password leaves the link unspent.
    """
    _, account = queries.get_usable_link(secret, rules.LinkPurpose.SET_PASSWORD, now)
    rules.ensure_password(password, account.email)
    password_hash = hash_password(password)
    with transaction():
        _, holder = use_link(secret, rules.LinkPurpose.SET_PASSWORD, now=now)
        holder.password_hash = password_hash
        end_other_sessions(holder.id, None, now=now)
        forget_attempts(_KIND, holder.email)
        record("password_set", "account", holder.id, actor_id=holder.id)
        return start_session(holder.id, browser, replacing=replacing, now=now)


def change_password(account_id: int, session_id: int, present: str, new: str, *, address: str, now: datetime) -> None:
    """Change a password, knowing the present one, and end all other sessions.

    Raises TooManyAttempts, PasswordRefused or the refusals of rules.ensure_password.
    """
    with transaction():
        account = db.session.get_one(Account, account_id)
        admit_attempt(_KIND, account.email, address, now=now)
    if not _is_right(account.password_hash, present):
        raise rules.PasswordRefused
    rules.ensure_password(new, account.email)
    password_hash = hash_password(new)
    with transaction():
        changed = db.session.get_one(Account, account_id, with_for_update=ROW_LOCK, populate_existing=True)
        changed.password_hash = password_hash
        end_other_sessions(account_id, session_id, now=now)
        forget_attempts(_KIND, changed.email)
        record("password_set", "account", account_id, actor_id=account_id)
