"""Taking a scan safely: the transaction around it, and a second try where two gates raced."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from summit.database import transaction

from . import services
from .rules import ScanAnswer


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
