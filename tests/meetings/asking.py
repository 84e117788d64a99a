"""Asking and answering in one line, for tests."""

from datetime import datetime
from typing import Any

from summit.companies.models import Company, CompanyMember
from summit.database import db, transaction
from summit.meetings.models import Meeting
from summit.meetings.rules.requests import Request
from summit.meetings.services import answering, requesting
from tests.meetings.factories import EARLY


def ask(one: CompanyMember, other: CompanyMember, *, now: datetime = EARLY, **wanted: Any) -> Meeting:
    """Have one ask the other for a meeting, and attend it."""
    request = Request(**({"people": (one.registration_id,), "message": "We weave linen."} | wanted))
    event_id = db.session.get_one(Company, one.company_id).event_id
    with transaction():
        return requesting.request_meeting(
            event_id, other.company_id, registration_id=one.registration_id, wanted=request, now=now
        )


def accept(meeting: Meeting, member: CompanyMember, start: datetime | None = None, **values: Any) -> Meeting:
    """Have somebody accept."""
    with transaction():
        return answering.accept(
            meeting.id, registration_id=member.registration_id, start=start, **({"now": EARLY} | values)
        )
