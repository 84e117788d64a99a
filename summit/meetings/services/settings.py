"""Changing how an edition holds its meetings."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.database import db, savepoint

from ..models import MeetingSettings
from ..queries.settings import default_settings


def lock_settings(event_id: int) -> MeetingSettings:
    """Return the settings of an edition's meetings locked and fresh; made on first need."""
    found = _locked(event_id)
    if found is not None:
        return found
    try:
        with savepoint():
            db.session.add(MeetingSettings(**default_settings(event_id)))
            db.session.flush()
    except IntegrityError:
        pass
    made = _locked(event_id)
    if made is None:
        raise LookupError(f"There is no edition {event_id}.")
    return made


def _locked(event_id: int) -> MeetingSettings | None:
    statement = select(MeetingSettings).where(MeetingSettings.event_id == event_id).with_for_update(key_share=True)
    return db.session.scalar(statement.execution_options(populate_existing=True))
