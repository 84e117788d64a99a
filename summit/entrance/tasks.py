"""Transactions around scans and snapshots, and a second try where two gates raced."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from summit.database import transaction

from . import services
from .rules import ScanAnswer
from .services import snapshot as snapshots


def take_scan(**scan: Any) -> ScanAnswer:
    """Record one scan in a transaction of its own (the values of `services.record_scan`) and return the answer.

    The same scan_id at gates of two zones at once is held apart by no common lock but the database's unique
    constraint: whoever comes second tries once more and then finds the stored answer.
    """
    try:
        return _take(scan)
    except IntegrityError:
        return _take(scan)


def _take(scan: dict[str, Any]) -> ScanAnswer:
    with transaction():
        return services.record_scan(**scan)


def refresh_snapshot(event_id: int, *, now: datetime) -> None:
    """Bring the edition's snapshot up to date, at most every 15 seconds.

    What changed is found between two short transactions, so that no scan waits for the reading of 30,000 badges.
    """
    try:
        with transaction():
            claim = snapshots.claim_refresh(event_id, now=now)
    except IntegrityError:
        # Two first devices at once made the edition's row; whoever lost has nothing left to do but to read.
        return
    if claim is None:
        return
    changes = snapshots.find_changes(event_id)
    if changes.sealed_anew or changes.gone:
        with transaction():
            snapshots.write_changes(event_id, claim, changes)
