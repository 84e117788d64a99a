"""Claims on what only one can have at a time, and the secret addresses of personal calendars."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, insert, or_, update
from sqlalchemy.exc import IntegrityError

from summit.database import ROW_LOCK, db, savepoint
from summit.registration.models import Registration

from . import queries
from .models import Claim, Feed
from .rules import ClaimKind, TimeIsTaken, ticks


def claim(
    event_id: int,
    kind: ClaimKind,
    resource_id: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    owner_kind: str,
    owner_id: int,
) -> None:
    """Take a half-open span of something for an owner, such as ("sign_up", 12); raises TimeIsTaken, nothing half-done.

    Whoever claims for several people does so in transactions of their own: two that wait for each other's claims
    would stop each other for good.
    """
    common = {"event_id": event_id, "kind": kind, "resource_id": resource_id}
    owner = {"owner_kind": owner_kind, "owner_id": owner_id}
    rows = [common | owner | {"tick": tick} for tick in ticks(starts_at, ends_at)]
    try:
        with savepoint():
            db.session.execute(insert(Claim).values(rows))
    except IntegrityError as error:
        raise TimeIsTaken from error


def release_claims(owner_kind: str, owner_ids: Collection[int]) -> None:
    """Give back everything that these owners hold; without claims nothing happens."""
    if owner_ids:
        held = (Claim.owner_kind == owner_kind, Claim.owner_id.in_(owner_ids))
        db.session.execute(delete(Claim).where(*held))


_MARK_LENGTH = 22
# How exactly it is known when a program last fetched a calendar; more would be a write at every fetch.
_FETCH_NOTED = timedelta(hours=1)


def feed_secret(registration: Registration, issue: int) -> str:
    """Return the secret part of a calendar's address: the public id and a mark that nobody else can make.

    The mark is base64url(HMAC-SHA256(secret_key, "calendar-feed:" + public_id + ":" + issue)), 22 characters
    (132 bits); raising `issue` makes every earlier address useless.
    """
    config = current_app.extensions["summit_config"]
    message = f"calendar-feed:{registration.public_id}:{issue}"
    digest = hmac.new(config.secret_key.encode(), message.encode(), hashlib.sha256).digest()
    return f"{registration.public_id}.{base64.urlsafe_b64encode(digest).decode()[:_MARK_LENGTH]}"


def find_by_feed_secret(secret: str) -> queries.FeedOwner | None:
    """Return whose calendar lies at the address; None for a forged, old or switched-off one."""
    public_id, dot, _ = secret.partition(".")
    owner = queries.find_feed_owner(public_id) if dot and secret.isascii() else None
    if owner is None:
        return None
    return owner if hmac.compare_digest(feed_secret(owner.registration, owner.feed.issue), secret) else None


def renew_feed(registration_id: int, *, now: datetime) -> Feed:
    """Give the calendar a new address, its first or one that replaces the old, which answers no more."""
    feed = db.session.get(Feed, registration_id, with_for_update=ROW_LOCK, populate_existing=True)
    if feed is None:
        return _new_feed(registration_id, now)
    feed.issue += 1
    feed.is_revoked, feed.fetched_at = False, None
    return feed


def _new_feed(registration_id: int, now: datetime) -> Feed:
    """Write the first address; where the same press arrived twice, return what the other one wrote."""
    try:
        with savepoint():
            feed = Feed(registration_id=registration_id, created_at=now)
            db.session.add(feed)
            db.session.flush()
    except IntegrityError:
        return db.session.get_one(Feed, registration_id, populate_existing=True)
    return feed


def revoke_feed(registration_id: int) -> None:
    """Switch the calendar's address off; doing it again changes nothing."""
    db.session.execute(update(Feed).where(Feed.registration_id == registration_id).values(is_revoked=True))


def note_fetch(registration_id: int, *, now: datetime) -> None:
    """Write down that a program fetched the calendar, at most once an hour."""
    due = or_(Feed.fetched_at.is_(None), Feed.fetched_at <= now - _FETCH_NOTED)
    db.session.execute(update(Feed).where(Feed.registration_id == registration_id, due).values(fetched_at=now))


def is_fetch_due(fetched_at: datetime | None, now: datetime) -> bool:
    """Tell whether a fetch is worth writing down."""
    return fetched_at is None or fetched_at <= now - _FETCH_NOTED
