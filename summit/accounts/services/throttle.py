"""Counting tries without keeping who tried."""

import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete

from summit.database import db

from .. import queries, rules
from ..models import SignInAttempt, SignInLink

_KEPT_LINKS = timedelta(days=30)


def admit_attempt(kind: rules.AttemptKind, person: str, address: str, *, now: datetime) -> None:
    """Count a try and refuse it after too many; raises TooManyAttempts, and then counts nothing."""
    keys = person_key(kind, person), _key(kind, "address", address)
    since = now - rules.ATTEMPT_WINDOW
    by_person, by_address = (queries.list_attempts(key, since) for key in keys)
    rules.ensure_may_attempt(kind, by_person, by_address, now)
    db.session.add_all(SignInAttempt(key=key, created_at=now) for key in keys)
    db.session.flush()


def forget_attempts(kind: rules.AttemptKind, person: str) -> None:
    """Start counting anew for somebody who got in; the network address stays counted."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.key == person_key(kind, person)))


def person_key(kind: rules.AttemptKind, person: str) -> str:
    """Return under which key the tries for a person (an address or an account's number) are counted."""
    return _key(kind, "person", person)


def _key(kind: rules.AttemptKind, of: str, value: str) -> str:
    text = f"{kind}:{of}:{value}".encode("utf-8", "surrogatepass")
    return hmac.new(str(current_app.secret_key).encode(), text, "sha256").hexdigest()


def purge_traces(now: datetime) -> None:
    """Delete counted tries that no longer matter and one-time links long past."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.created_at <= now - rules.ATTEMPT_WINDOW))
    db.session.execute(delete(SignInLink).where(SignInLink.expires_at <= now - _KEPT_LINKS))
