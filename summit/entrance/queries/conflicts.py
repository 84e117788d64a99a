"""The conflicts that uploads brought to light, with both scans."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from summit.database import db

from ..models import Scan, ScanConflict
from ..rules.conflicts import ConflictKind

PAGE_SIZE = 50


def _conflicts(event_id: int) -> Select[Any]:
    first, other = joinedload(ScanConflict.scan), joinedload(ScanConflict.other_scan)
    return (
        select(ScanConflict)
        .where(ScanConflict.event_id == event_id)
        .options(first.joinedload(Scan.gate), first.joinedload(Scan.zone), first.joinedload(Scan.registration))
        .options(other.joinedload(Scan.gate), other.joinedload(Scan.zone))
    )


def list_conflicts(event_id: int, *, settled: bool, before: int | None = None) -> Sequence[ScanConflict]:
    """Return up to 51 conflicts, the newest first, older than the id `before`; the 51st says that more follow."""
    is_settled = ScanConflict.resolved_at.is_not(None) if settled else ScanConflict.resolved_at.is_(None)
    statement = _conflicts(event_id).where(is_settled).order_by(ScanConflict.id.desc()).limit(PAGE_SIZE + 1)
    return db.session.scalars(statement if before is None else statement.where(ScanConflict.id < before)).all()


def find_conflict(event_id: int, conflict_id: int) -> ScanConflict | None:
    """Return one conflict of the edition."""
    statement = _conflicts(event_id).where(ScanConflict.id == conflict_id)
    found: ScanConflict | None = db.session.scalar(statement.execution_options(populate_existing=True))
    return found


def lock_open_doubles(scan_ids: Sequence[int]) -> Sequence[ScanConflict]:
    """Return the open conflicts about entries that were one too many, with these scans, locked in their order."""
    is_double = ScanConflict.scan_id.in_(scan_ids), ScanConflict.kind == ConflictKind.ENTERED_TWICE
    statement = _locked(*is_double, ScanConflict.resolved_at.is_(None)).order_by(ScanConflict.id)
    return db.session.scalars(statement).all()


def lock_open_about(event_id: int, scan_id: int) -> ScanConflict | None:
    """Return the open conflict about a scan of the edition, locked until the transaction ends."""
    is_about = ScanConflict.scan_id == scan_id, ScanConflict.event_id == event_id
    return db.session.scalar(_locked(*is_about, ScanConflict.resolved_at.is_(None)))


def lock_conflict(event_id: int, conflict_id: int) -> ScanConflict | None:
    """Return one conflict of the edition with its scan, locked until the transaction ends."""
    return db.session.scalar(_locked(ScanConflict.id == conflict_id, ScanConflict.event_id == event_id))


def _locked(*conditions: ColumnElement[bool]) -> Select[ScanConflict]:
    statement = select(ScanConflict).where(*conditions).options(joinedload(ScanConflict.scan, innerjoin=True))
    statement = statement.with_for_update(of=ScanConflict, key_share=True)
    return statement.execution_options(populate_existing=True)
