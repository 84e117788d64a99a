"""Signed-in browsers."""

import secrets
from datetime import datetime

from sqlalchemy import update

from summit.audit.services import record
from summit.clock import utcnow
from summit.database import db

from .. import queries, rules
from ..models import AccountSession


def new_secret() -> str:
    """Return 256 random bits as text that fits into an address."""
    return secrets.token_urlsafe(32)


def start_session(
    account_id: int,
    browser: str = "",
    *,
    replacing: str | None = None,
    second_factor_at: datetime | None = None,
    now: datetime | None = None,
) -> str:
    """Sign a browser in and return the secret its cookie carries; the session it replaces ends (no fixation)."""
    now = now or utcnow()
    if replacing is not None:
        end_session_by_secret(replacing, now=now)
    staff = queries.has_any_role(account_id)
    kind = rules.SessionKind.STAFF if staff else rules.SessionKind.DELEGATE
    secret = new_secret()
    session = AccountSession(
        secret_hash=rules.hash_of(secret),
        account_id=account_id,
        browser=rules.browser_label(browser),
        second_factor_at=second_factor_at,
        created_at=now,
        last_seen_at=now,
        expires_at=rules.session_expires_at(kind, now),
    )
    db.session.add(session)
    db.session.flush()
    record("sign_in", "account_session", session.id, actor_id=account_id)
    return secret


def end_session(account_id: int, session_id: int, *, now: datetime) -> bool:
    """End one of an account's own sessions; False where there is no such living session."""
    return bool(_end(account_id, now, AccountSession.account_id == account_id, AccountSession.id == session_id))


def end_other_sessions(account_id: int, session_id: int | None, *, now: datetime) -> int:
    """End all sessions of an account but this one (None: all) and return how many there were."""
    conditions = [AccountSession.account_id == account_id]
    if session_id is not None:
        conditions.append(AccountSession.id != session_id)
    return _end(account_id, now, *conditions)


def end_session_by_secret(secret: str, *, now: datetime) -> bool:
    """End the session a browser carries; False where there is none."""
    return bool(_end(None, now, AccountSession.secret_hash == rules.hash_of(secret)))


def _end(actor_id: int | None, now: datetime, *conditions: object) -> int:
    statement = update(AccountSession).where(AccountSession.ended_at.is_(None), *conditions)  # type: ignore[arg-type]
    ended = db.session.execute(
        statement.values(ended_at=now).returning(AccountSession.id, AccountSession.account_id),
        execution_options={"synchronize_session": False},
    ).all()
    for session_id, account_id in ended:
        record("session_end", "account_session", session_id, actor_id=actor_id or account_id)
    return len(ended)


def touch_session(session_id: int, *, now: datetime) -> None:
    """Note that a browser was here."""
    db.session.execute(
        update(AccountSession).where(AccountSession.id == session_id).values(last_seen_at=now),
        execution_options={"synchronize_session": False},
    )


def lower_sessions(account_id: int) -> None:
    """Let every session of an account owe the second factor again."""
    db.session.execute(
        update(AccountSession).where(AccountSession.account_id == account_id).values(second_factor_at=None),
        execution_options={"synchronize_session": False},
    )


def raise_session(session_id: int, *, now: datetime) -> str:
    """Note that the second factor was shown and give the session a new secret, which is returned."""
    secret = new_secret()
    db.session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id)
        .values(second_factor_at=now, secret_hash=rules.hash_of(secret)),
        execution_options={"synchronize_session": False},
    )
    return secret
