"""Stars: what a delegate means to see."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from summit.database import db, savepoint

from ..models import Star


def set_star(registration_id: int, session_id: int, *, wanted: bool, now: datetime) -> None:
    """Star a session, or take the star away; doing either again changes nothing."""
    if not wanted:
        here = (Star.registration_id == registration_id, Star.session_id == session_id)
        db.session.execute(delete(Star).where(*here))
        return
    if db.session.get(Star, (registration_id, session_id), populate_existing=True) is not None:
        return
    try:
        with savepoint():
            db.session.add(Star(registration_id=registration_id, session_id=session_id, created_at=now))
            db.session.flush()
    except IntegrityError:
        # The same press arrived twice at once: the star is there.
        pass
