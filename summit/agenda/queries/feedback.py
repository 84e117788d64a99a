"""Reading what was said of sessions; names are never read here."""

from collections.abc import Collection

from sqlalchemy import func, select

from summit.database import db

from ..models import Feedback, Session
from ..rules.feedback import Verdict


def find_own(session_id: int, registration_id: int) -> Feedback | None:
    """Return what a delegate has said of a session."""
    statement = select(Feedback).where(Feedback.session_id == session_id, Feedback.registration_id == registration_id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def list_verdicts(session_ids: Collection[int]) -> dict[int, Verdict]:
    """Return what was said of these sessions, in two queries; one of which nothing was said is left out."""
    here = Feedback.session_id.in_(session_ids)
    counted = select(Feedback.session_id, Feedback.rating, func.count()).where(here)
    ratings: dict[int, dict[int, int]] = {}
    for session_id, rating, number in db.session.execute(counted.group_by(Feedback.session_id, Feedback.rating)):
        ratings.setdefault(session_id, {})[rating] = number
    written = select(Feedback.session_id, Feedback.text).where(here, Feedback.text != "")
    texts: dict[int, list[str]] = {}
    for session_id, text in db.session.execute(written.order_by(Feedback.updated_at.desc(), Feedback.id.desc())):
        texts.setdefault(session_id, []).append(text)
    return {key: Verdict(found, tuple(texts.get(key, ()))) for key, found in ratings.items()}


def list_rated_sessions(event_id: int) -> list[Session]:
    """Return the edition's sessions of which something was said, without what belongs to them."""
    rated = select(Feedback.session_id).where(Feedback.session_id == Session.id).exists()
    return list(db.session.scalars(select(Session).where(Session.event_id == event_id, rated).order_by(Session.id)))


def list_answers(event_id: int) -> list[tuple[str, int, str]]:
    """Return (session code, rating, text) of everything that was said in the edition, in an order that tells nothing
    about who said it."""
    statement = (
        select(Session.code, Feedback.rating, Feedback.text)
        .join(Feedback.session)
        .where(Session.event_id == event_id)
        .order_by(Session.code, Feedback.rating.desc(), Feedback.text)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement)]
