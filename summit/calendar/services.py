"""Claiming what only one can have at a time; the primary key of a claim is the guard against every race."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from summit.database import db, savepoint

from .models import Claim
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
