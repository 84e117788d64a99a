"""One act on many meetings, each in a transaction of its own, so that one refusal holds nothing else up."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from summit.database import db, transaction
from summit.errors import DomainError

from ..models import Meeting
from .organising import cancel_meeting, fix_meeting


def act_on_many(
    event_id: int, picks: Mapping[int, int], act: str, *, message: str = "", actor_id: int, now: datetime
) -> list[tuple[str, DomainError]]:
    """Fix, release or cancel the meetings {id: version seen} of an edition; return (pair, refusal) of the others."""
    refusals: list[tuple[str, DomainError]] = []
    for meeting_id, name in _named(event_id, picks).items():
        asked = {"version": picks[meeting_id], "actor_id": actor_id, "now": now}
        try:
            with transaction():
                if act == "cancel":
                    cancel_meeting(meeting_id, message=message, **asked)  # type: ignore[arg-type]
                else:
                    fix_meeting(meeting_id, is_fixed=act == "fix", **asked)  # type: ignore[arg-type]
        except DomainError as refusal:
            refusals.append((name, refusal))
    return refusals


def _named(event_id: int, picks: Mapping[int, int]) -> dict[int, str]:
    statement = (
        select(Meeting)
        .where(Meeting.event_id == event_id, Meeting.id.in_(list(picks)))
        .options(joinedload(Meeting.requester, innerjoin=True), joinedload(Meeting.partner, innerjoin=True))
    )
    return {one.id: f"{one.requester.name} – {one.partner.name}" for one in db.session.scalars(statement)}
