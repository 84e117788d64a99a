"""What changes of sessions, speakers, tracks and materials share: find the edition, lock the row, write, record."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from summit.audit import services as audit
from summit.database import ROW_LOCK, Base, db
from summit.events.rules import IsGone, ensure_unchanged

from ..models import Session, Slot, Speaker, Track

Row = TypeVar("Row", Session, Slot, Speaker, Track)
Version = TypeVar("Version", Session, Track)
_NAMES: dict[type[Base], str] = {Session: "session", Slot: "slot", Track: "track"}


def edition_of(kind: type[Row], key: int) -> int:
    """Return the id of the edition that a row belongs to, so that its draft can be locked first; raises IsGone."""
    event_id = db.session.scalar(select(kind.event_id).where(kind.id == key))
    if event_id is None:
        raise IsGone
    return event_id


def lock_row(kind: type[Row], key: int, version: int | None = None) -> Row:
    """Return the row, locked and fresh; raises IsGone, or ChangedMeanwhile where another version was seen."""
    row = db.session.get(kind, key, with_for_update=ROW_LOCK, populate_existing=True)
    if row is None:
        raise IsGone
    ensure_unchanged(seen=version, present=row.version)
    return row


def revise(row: Version, values: Mapping[str, Any]) -> list[str]:
    """Set the values, count a new version even where none differs, and return the names of those that do."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    flag_modified(row, "titles" if isinstance(row, Session) else "names")
    return changed


def note(action: str, row: Session | Slot | Track, actor_id: int | None, **detail: Any) -> None:
    """Write the act into the audit record."""
    name = _NAMES[type(row)]
    audit.record(f"{name}.{action}", name, row.id, actor_id=actor_id, event_id=row.event_id, **detail)
