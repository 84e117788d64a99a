"""The log of scans: filtered, paged by key, or read through to its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal, select

from summit.accounts.models import Account
from summit.database import db
from summit.events.models import Category, Zone
from summit.registration.models import Registration
from summit.registration.rules.search import escape_like, search_tokens

from ..models import Gate, Scan
from ..rules import ScanFilter

PAGE_SIZE = 50
_BATCH = 500
_operators = Account.__table__.alias("operators")
_COLUMNS = (
    Scan.id,
    Scan.scan_id,
    Scan.scanned_at,
    Scan.device_time,
    Scan.direction,
    Scan.outcome,
    Scan.answer,
    Scan.mode,
    Scan.entered_by,
    Scan.device,
    Scan.operator.label("device_operator"),
    Scan.override_reason,
    Scan.annulled_at,
    Gate.names.label("gate_names"),
    Zone.letter.label("zone_letter"),
    Registration.reference,
    Registration.name_latin,
    Registration.name_native,
    Registration.native_language,
    Registration.organisation,
    Category.letter.label("category_letter"),
    _operators.c.name.label("operator_name"),
    _operators.c.email.label("operator_email"),
)


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log, newest first, and the ids from which its neighbours go on (None: there is none)."""

    rows: Sequence[Any]
    newer: int | None
    older: int | None


def list_scans(event_id: int, wanted: ScanFilter, *, before: int | None = None, after: int | None = None) -> LogPage:
    """Return the page of scans older than the id `before`, or those just newer than the id `after`."""
    backwards = after is not None and before is None
    start = after if backwards else before
    rows = list(_read(event_id, wanted, start, PAGE_SIZE + 1, backwards=backwards))
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    if not rows:
        return LogPage(rows, None, None)
    has_newer, has_older = (more, True) if backwards else (start is not None, more)
    return LogPage(rows, rows[0].id if has_newer else None, rows[-1].id if has_older else None)


def iterate_scans(event_id: int, wanted: ScanFilter) -> Iterator[Sequence[Any]]:
    """Yield the whole filtered log, newest first, in batches that fit in memory."""
    start: int | None = None
    while rows := _read(event_id, wanted, start, _BATCH, backwards=False):
        yield rows
        start = rows[-1].id


def _read(event_id: int, wanted: ScanFilter, start: int | None, limit: int, *, backwards: bool) -> Sequence[Any]:
    statement = _columns().where(*_conditions(event_id, wanted)).limit(limit)
    if start is not None:
        statement = statement.where(Scan.id > start if backwards else Scan.id < start)
    return db.session.execute(statement.order_by(Scan.id if backwards else Scan.id.desc())).all()


def _columns() -> Any:
    return (
        select(*_COLUMNS)
        .join(Gate, Gate.id == Scan.gate_id)
        .join(Zone, Zone.id == Scan.zone_id)
        .outerjoin(Registration, Registration.id == Scan.registration_id)
        .outerjoin(Category, Category.id == Registration.category_id)
        .outerjoin(_operators, _operators.c.id == Scan.operator_id)
    )


def _conditions(event_id: int, wanted: ScanFilter) -> list[ColumnElement[bool]]:
    pairs = (
        (Scan.gate_id, wanted.gate_id),
        (Scan.zone_id, wanted.zone_id),
        (Scan.outcome, wanted.outcome),
        (Scan.direction, wanted.direction),
    )
    conditions = [Scan.event_id == event_id, *(column == value for column, value in pairs if value is not None)]
    if wanted.overrides_only:
        conditions.append(Scan.override_reason != "")
    if wanted.since is not None:
        conditions.append(Scan.scanned_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Scan.scanned_at < wanted.until)
    return [*conditions, *_person(event_id, wanted.person)]


def _person(event_id: int, query: str) -> list[ColumnElement[bool]]:
    """Every word must stand in the person's key; a query of signs alone finds nothing."""
    tokens = search_tokens(query)
    if not tokens:
        return [literal(value=False)] if query.strip() else []
    words = (Registration.search_key.like(f"%{escape_like(token)}%", escape="\\") for token in tokens)
    people = select(Registration.id).where(Registration.event_id == event_id, *words)
    return [Scan.registration_id.in_(people)]
