"""Claims on what only one can have at a time, and the secret addresses of personal calendars."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from summit.database import ROW_LOCK, db, savepoint
from summit.registration.models import Registration

from . import queries
from .models import Claim, Feed
from .rules import ClaimKind, ClaimSpan, TimeIsTaken, ticks

T = TypeVar("T")
Step = tuple[ClaimKind, int, int]
# Rows of six values each; SQLite takes 32,766 values in a statement.
_PORTION = 2_000


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


def replace_claims(event_id: int, owner_kind: str, wanted: Mapping[int, Iterable[ClaimSpan]]) -> None:
    """Have each owner of a kind hold exactly these spans, whatever it held; raises TimeIsTaken, nothing half-done.

    Owners may swap what they hold. What is new is written first, in the order of the primary key, and what is not
    wanted any more is given back last: so nobody who waits for a claim holds one up, and two never wait in a circle.
    """
    held = _held(owner_kind, wanted)
    steps = _steps(wanted)
    owner = {"event_id": event_id, "owner_kind": owner_kind}
    fresh = [_row(step) | owner | {"owner_id": steps[step]} for step in sorted(steps.keys() - held.keys())]
    try:
        with savepoint():
            for some in _portions(fresh):
                db.session.execute(insert(Claim).values(some))
    except IntegrityError as error:
        raise TimeIsTaken from error
    for step in sorted(steps.keys() & held.keys()):
        if steps[step] != held[step]:
            db.session.execute(update(Claim).where(*_is(event_id, step)).values(owner_id=steps[step]))
    _give_back(event_id, sorted(held.keys() - steps.keys()))


def _held(owner_kind: str, owner_ids: Iterable[int]) -> dict[Step, int]:
    statement = select(Claim.kind, Claim.resource_id, Claim.tick, Claim.owner_id).where(
        Claim.owner_kind == owner_kind, Claim.owner_id.in_(list(owner_ids))
    )
    return {(kind, resource, tick): owner for kind, resource, tick, owner in db.session.execute(statement)}


def _steps(wanted: Mapping[int, Iterable[ClaimSpan]]) -> dict[Step, int]:
    """Return who is to hold each step; raises TimeIsTaken where two of the owners want the same."""
    steps: dict[Step, int] = {}
    for owner, spans in wanted.items():
        for span in spans:
            for tick in span.ticks:
                if steps.setdefault((span.kind, span.resource_id, tick), owner) != owner:
                    raise TimeIsTaken
    return steps


def _row(step: Step) -> dict[str, Any]:
    return dict(zip(("kind", "resource_id", "tick"), step, strict=True))


def _is(event_id: int, step: Step) -> tuple[Any, ...]:
    kind, resource, tick = step
    return Claim.event_id == event_id, Claim.kind == kind, Claim.resource_id == resource, Claim.tick == tick


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield the rows in portions whose values a statement of SQLite can hold."""
    for first in range(0, len(rows), _PORTION):
        yield rows[first : first + _PORTION]


def _give_back(event_id: int, steps: Sequence[Step]) -> None:
    by_resource: dict[tuple[ClaimKind, int], list[int]] = {}
    for kind, resource, tick in steps:
        by_resource.setdefault((kind, resource), []).append(tick)
    for (kind, resource), found in by_resource.items():
        which = (Claim.event_id == event_id, Claim.kind == kind, Claim.resource_id == resource)
        db.session.execute(delete(Claim).where(*which, Claim.tick.in_(found)))


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
