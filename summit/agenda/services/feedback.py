"""Taking down what a delegate says of a session; one answer per person, which can be changed."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from summit.database import db, savepoint

from ..models import Feedback
from ..queries.feedback import find_own
from ..queries.releases import find_current_programme
from ..queries.sign_ups import find_follower
from ..rules import feedback as rules
from ..rules.sign_ups import NotADelegate, SessionIsNotShown


def give_feedback(
    event_id: int, session_id: int, *, registration_id: int, rating: int | None, text: str | None, now: datetime
) -> Feedback:
    """Write down a rating from 1 to 5 and a text, or change them.

    Raises NotADelegate, SessionIsNotShown and the refusals of rules.feedback.
    """
    programme = find_current_programme(event_id)
    if programme is None or session_id not in programme.session_of:
        raise SessionIsNotShown
    if find_follower(event_id, registration_id) is None:
        raise NotADelegate
    session = programme.session_of[session_id]
    rules.ensure_open(session, programme.slots_of_session.get(session_id, ()), now)
    return _write(session_id, registration_id, rules.ensure_rating(rating), rules.clean_text(text), now)


def _write(session_id: int, registration_id: int, rating: int, text: str, now: datetime) -> Feedback:
    row = find_own(session_id, registration_id) or _insert(session_id, registration_id, rating, now)
    row.rating, row.text, row.updated_at = rating, text, now
    db.session.flush()
    return row


def _insert(session_id: int, registration_id: int, rating: int, now: datetime) -> Feedback:
    """Write the row; where the same press arrived twice at once, return the one that is there."""
    row = Feedback(session_id=session_id, registration_id=registration_id, rating=rating, created_at=now)
    try:
        with savepoint():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        known = find_own(session_id, registration_id)
        if known is None:
            raise
        return known
    return row
