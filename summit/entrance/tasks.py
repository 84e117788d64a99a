"""Transactions around scans and snapshots, turns at a gate, and a second try where two gates raced."""

from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy.exc import IntegrityError

from summit.database import transaction
from summit.turns import Turn

from . import services
from .rules import ScanAnswer
from .rules.upload import QueuedScan
from .services import snapshot as snapshots
from .services import upload

# Whoever sends a scan names the gate, so what nobody uses is not kept.
_turns: WeakValueDictionary[int, Turn] = WeakValueDictionary()


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
    with _turn_at(scan["gate_id"]), transaction():
        return services.record_scan(**scan)


def _turn_at(gate_id: int) -> Turn:
    """Return the turn of a gate, at which one thread of the process works at a time.

    All of them would wait for the lock of its zone: in the database, each with a connection, and whoever holds it
    would wait for them to let it run on.
    """
    return _turns.setdefault(gate_id, Turn())


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


def store_upload(uploader: upload.Uploader, scan: QueuedScan, *, now: datetime) -> upload.Uploaded:
    """Keep one scan of a device's queue in a transaction of its own, so that none holds up or loses another.

    One transaction for the batch would hold the locks of several zones, in the order in which people happened to come.
    """
    try:
        return _store(uploader, scan, now)
    except IntegrityError:
        return _store(uploader, scan, now)


def _store(uploader: upload.Uploader, scan: QueuedScan, now: datetime) -> upload.Uploaded:
    with _turn_at(scan.gate_id), transaction():
        return upload.store_queued(uploader, scan, now=now)
