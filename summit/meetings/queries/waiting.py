"""Who waits for a time, and what was offered to them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.calendar.rules import calendar_day
from summit.companies.models import Company, CompanyDay
from summit.companies.rules.status import CompanyStatus
from summit.database import db
from summit.events.models import Event

from ..models import Meeting, MeetingStep
from ..rules.grid import SlotSpan
from ..rules.kinds import MeetingFormat, MeetingStatus, StepAction


def list_waiting(event_id: int, slot: SlotSpan, *, now: datetime) -> list[Meeting]:
    """Return the agreed meetings without a time or a proposal, with attendees, to whom a slot could be offered.

    Left out are those that have lost their time in this very step, those who were offered it before, and companies
    that are not at the venue that day or take no part at present.
    """
    statement = (
        select(Meeting)
        .where(
            Meeting.event_id == event_id,
            Meeting.status == MeetingStatus.ACCEPTED,
            Meeting.proposed_starts_at.is_(None),
            Meeting.changed_at < now,
        )
        .options(selectinload(Meeting.attendees), selectinload(Meeting.steps))
    )
    rows = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    away, out = _companies_away(event_id, slot.starts_at), _companies_out(event_id)
    return [
        row
        for row in rows
        if not any(_span(step) == slot for step in row.steps)
        and not {row.requester_id, row.partner_id} & out
        and (row.format is MeetingFormat.ONLINE or not {row.requester_id, row.partner_id} & away)
    ]


def _companies_away(event_id: int, moment: datetime) -> set[int]:
    """Return the companies that have named the days on which they are at the venue, and not this one."""
    day = calendar_day(moment, db.session.get_one(Event, event_id).time_zone)
    days: dict[int, set[object]] = {}
    named = select(CompanyDay.company_id, CompanyDay.day).join(Company, Company.id == CompanyDay.company_id)
    for company_id, found in db.session.execute(named.where(Company.event_id == event_id)):
        days.setdefault(company_id, set()).add(found)
    return {company_id for company_id, found in days.items() if day not in found}


def _companies_out(event_id: int) -> set[int]:
    out = select(Company.id).where(Company.event_id == event_id, Company.status != CompanyStatus.APPROVED)
    return set(db.session.scalars(out))


def find_offer(meeting_id: int, now: datetime) -> SlotSpan | None:
    """Return the last time that was offered to a meeting, if it is yet to come."""
    statement = select(MeetingStep).where(
        MeetingStep.meeting_id == meeting_id, MeetingStep.action == StepAction.OFFERED
    )
    step = db.session.scalars(statement.order_by(MeetingStep.id.desc()).limit(1)).first()
    span = _span(step) if step is not None else None
    return span if span is not None and span.starts_at > now else None


def _span(step: MeetingStep) -> SlotSpan | None:
    if step.action != StepAction.OFFERED:
        return None
    return SlotSpan(datetime.fromisoformat(step.details["start"]), datetime.fromisoformat(step.details["end"]))
