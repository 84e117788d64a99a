"""Noting what a meeting led to; each side for itself."""

from datetime import datetime

from summit.calendar.rules import calendar_day
from summit.database import db
from summit.events.models import Event

from ..models import MeetingOutcome
from ..queries.onsite import find_outcome
from ..rules.outcomes import Noted, ensure_may_note
from .acting import actor_of
from .placing import lock_meeting


def note_outcome(meeting_id: int, *, registration_id: int, noted: Noted, now: datetime) -> MeetingOutcome:
    """Note the outcome of a meeting for the own company, or change it; the other company never sees it.

    The meeting's lock lets one of two colleagues be first. Raises NotOfTheCompany, NothingToNote, NotingIsOver.
    """
    meeting = lock_meeting(meeting_id)
    actor = actor_of(meeting, registration_id)
    event = db.session.get_one(Event, meeting.event_id)
    ensure_may_note(meeting.status, meeting.starts_at, event.ends_on, calendar_day(now, event.time_zone), now)
    company_id = actor.company_id or 0
    row = find_outcome(meeting.id, company_id)
    if row is None:
        row = MeetingOutcome(meeting_id=meeting.id, company_id=company_id)
        db.session.add(row)
    row.outcome, row.rating, row.note = noted.outcome, noted.rating, noted.note
    row.recorded_by, row.updated_at = registration_id, now
    db.session.flush()
    return row
