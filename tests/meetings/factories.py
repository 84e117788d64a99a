"""Meetings to test with; every name is invented."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy.orm.attributes import set_committed_value

from summit.calendar.rules import ClaimKind
from summit.clock import utcnow
from summit.companies.models import Company, CompanyMember
from summit.database import db, transaction
from summit.events.models import Event
from summit.meetings.models import (
    BlockedTime,
    Interpreter,
    Meeting,
    MeetingAttendee,
    MeetingRun,
    MeetingSettings,
    MeetingTable,
    MeetingWindow,
    Objection,
    Preference,
)
from summit.meetings.queries.settings import default_settings
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.kinds import MeetingStatus, Phase, Wish
from summit.meetings.services.blocking import block_time
from summit.meetings.services.placing import lock_meeting, place
from tests.companies.factories import make_company, make_member
from tests.factories import NOON

_numbers = count(1)
# Before the edition of tests.factories.make_event begins.
EARLY = NOON - timedelta(days=10)
SLOT = timedelta(minutes=20)


def _keep(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def make_settings(event: Event, **values: Any) -> MeetingSettings:
    """Settings of the edition's meetings: live, 20 minutes each and 5 between."""
    return _keep(MeetingSettings(**(default_settings(event.id) | {"phase": Phase.LIVE} | values)))


def make_window(event: Event, starts_at: datetime = NOON, hours: float = 4) -> MeetingWindow:
    """A span in which meetings take place."""
    return _keep(MeetingWindow(event_id=event.id, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours)))


def make_table(event: Event, label: str = "", **values: Any) -> MeetingTable:
    """A table for meetings."""
    number = next(_numbers)
    return _keep(MeetingTable(event_id=event.id, label=label or f"T{number}", **({"position": number} | values)))


def make_interpreter(event: Event, **values: Any) -> Interpreter:
    """Somebody who interprets between English, Russian and Portuguese."""
    defaults = {"name": f"Interpreter {next(_numbers)}", "languages": ["en", "ru", "pt-BR"]}
    return _keep(Interpreter(event_id=event.id, **(defaults | values)))


def make_block(event: Event, table: MeetingTable, starts_at: datetime = NOON) -> BlockedTime:
    """An hour in which nobody meets at a table."""
    with transaction():
        ends_at = starts_at + timedelta(hours=1)
        return block_time(event.id, ClaimKind.TABLE, table.id, starts_at, ends_at, actor_id=None)


def make_pair(event: Event) -> tuple[CompanyMember, CompanyMember]:
    """Two people, each of whom speaks for an approved company; `member.company` is loaded."""
    return make_spokesperson(event), make_spokesperson(event)


def make_spokesperson(event: Event, company: Company | None = None, **values: Any) -> CompanyMember:
    """Somebody who speaks for an approved company."""
    company = company or make_company(event)
    member = make_member(company, event, **values)
    set_committed_value(member, "company", company)
    return member


def make_meeting(
    one: CompanyMember, other: CompanyMember, status: MeetingStatus = MeetingStatus.PENDING, **values: Any
) -> Meeting:
    """A meeting that `one` asked `other` for, without a time; both attend."""
    event_id = db.session.get_one(Company, one.company_id).event_id
    low, high = sorted((one.company_id, other.company_id))
    defaults = {
        "public_id": uuid4().hex,
        "uid": f"{uuid4()}@summit",
        "requester_id": one.company_id,
        "partner_id": other.company_id,
        "requested_by": one.registration_id,
        "message": "We would like to show you our linen.",
        "wishes": [],
        "interpreting": [],
        "changed_at": utcnow(),
    }
    row = Meeting(event_id=event_id, low_id=low, high_id=high, status=status, **(defaults | values))
    row.attendees = [
        MeetingAttendee(registration_id=member.registration_id, company_id=member.company_id) for member in (one, other)
    ]
    return _keep(row)


def make_scheduled(
    one: CompanyMember, other: CompanyMember, starts_at: datetime = NOON, *, now: datetime = EARLY, **values: Any
) -> Meeting:
    """A meeting in the timetable, at a table of the edition where one is free, its time claimed."""
    row = make_meeting(one, other, MeetingStatus.ACCEPTED, **values)
    with transaction():
        meeting = lock_meeting(row.id)
        place(meeting, SlotSpan(starts_at, starts_at + SLOT), now=now)
    return meeting


def make_run(event: Event, **values: Any) -> MeetingRun:
    """A run of the optimiser that waits for the worker."""
    defaults = {
        "public_id": uuid4().hex,
        "number": next(_numbers),
        "options": {"seconds": 10, "seed": 1, "keeps_told": False, "change_budget": None},
        "result": {},
        "previous": {},
        "summary": {},
    }
    return _keep(MeetingRun(event_id=event.id, **(defaults | values)))


def make_objection(meeting: Meeting, member: CompanyMember, **values: Any) -> Objection:
    """What a company has against a provisional meeting."""
    parts = {"company_id": member.company_id, "registration_id": member.registration_id, "created_at": utcnow()}
    return _keep(Objection(meeting_id=meeting.id, message="We leave at noon.", **(parts | values)))


def make_preference(member: CompanyMember, other: CompanyMember, wish: Wish = Wish.MEET, **values: Any) -> Preference:
    """How much the company of the one wants to meet the other's."""
    event_id = member.registration.event_id
    key = {"company_id": member.company_id, "target_id": other.company_id, "event_id": event_id}
    return _keep(Preference(**(key | {"wish": wish} | values)))
