"""What every change of an edition does: lock, compare versions, write, refuse what the database refuses."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.attributes import flag_modified

from summit.audit import services as audit
from summit.database import ROW_LOCK, db, savepoint
from summit.errors import DomainError

from ..models import Category, Event, Hall, Zone
from ..rules import IsGone, ensure_unchanged

Part = TypeVar("Part", Event, Hall, Zone, Category)
_AUDIT_NAMES = {Event: "event", Hall: "hall", Zone: "zone", Category: "category"}


def lock(kind: type[Part], key: int, version: int | None = None) -> Part:
    """Return the row, locked and fresh; raises IsGone, or ChangedMeanwhile where another version was seen."""
    row = db.session.get(kind, key, with_for_update=ROW_LOCK, populate_existing=True)
    if row is None:
        raise IsGone
    ensure_unchanged(seen=version, present=row.version)
    return row


def change(row: Part, values: Mapping[str, Any]) -> list[str]:
    """Set the values, count a new version, and return the names of the fields that differ."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    flag_modified(row, "names")
    return changed


def write(row: Part, refusal: DomainError) -> None:
    """Send the row to the database; raises the refusal where a constraint says no."""
    with refused_as(refusal):
        db.session.add(row)
        db.session.flush()


def erase(row: Part, refusal: DomainError) -> None:
    """Delete the row; raises the refusal where something still refers to it."""
    with refused_as(refusal):
        db.session.delete(row)
        db.session.flush()


@contextmanager
def refused_as(refusal: DomainError) -> Iterator[None]:
    """Say a constraint's no in the user's words."""
    try:
        with savepoint():
            yield
    except IntegrityError as error:
        raise refusal from error


def note(action: str, row: Part, actor_id: int | None, **detail: Any) -> None:
    """Write the act into the audit record."""
    kind = type(row)
    event_id = row.id if isinstance(row, Event) else row.event_id
    audit.record(
        f"{_AUDIT_NAMES[kind]}.{action}", _AUDIT_NAMES[kind], row.id, actor_id=actor_id, event_id=event_id, **detail
    )


def next_position(column: InstrumentedAttribute[int], event_id: int) -> int:
    """Return the place after the last one of an edition's halls or categories."""
    kind = column.class_
    highest = db.session.scalar(db.select(db.func.max(column)).where(kind.event_id == event_id))
    return 0 if highest is None else highest + 1
