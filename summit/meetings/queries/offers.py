"""Times that could be proposed: slots of the grid in which those concerned are free and the companies are there."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select

from summit.calendar.rules import calendar_day, ticks
from summit.companies.models import CompanyDay
from summit.database import db
from summit.events.models import Event

from ..models import Meeting
from ..rules.grid import SlotSpan
from ..rules.kinds import MeetingFormat
from ..rules.times import Reach
from .busy import list_busy, list_offers, reach_of
from .settings import list_slots


def list_present_slots(event_id: int, companies: Collection[int], where: MeetingFormat) -> tuple[SlotSpan, ...]:
    """Return the slots of the days on which all these companies are at the venue; online, all slots."""
    slots = list_slots(event_id)
    if where is MeetingFormat.ONLINE:
        return slots
    days: dict[int, set[object]] = {}
    rows = select(CompanyDay.company_id, CompanyDay.day).where(CompanyDay.company_id.in_(companies))
    for company_id, day in db.session.execute(rows):
        days.setdefault(company_id, set()).add(day)
    zone = db.session.get_one(Event, event_id).time_zone
    return tuple(slot for slot in slots if all(calendar_day(slot.starts_at, zone) in known for known in days.values()))


def find_slot(meeting: Meeting, start: datetime, now: datetime) -> SlotSpan | None:
    """Return the slot that begins at a start yet to come, on a day on which both companies are there."""
    if start <= now:
        return None
    slots = list_present_slots(meeting.event_id, (meeting.requester_id, meeting.partner_id), meeting.format)
    return next((slot for slot in slots if slot.starts_at == start), None)


def list_times(meeting: Meeting, now: datetime) -> list[SlotSpan]:
    """Return the slots that suit all who attend (to be loaded), with a free table where one is needed."""
    pair = (meeting.requester_id, meeting.partner_id)
    present = set(list_present_slots(meeting.event_id, pair, meeting.format))
    offers = list_offers(meeting, reach=reach_of(meeting), now=now)
    return [slot for slot, _table in offers if slot in present and slot.starts_at != meeting.starts_at]


def list_times_to_ask(
    event_id: int,
    people: Collection[int],
    others: Collection[int],
    *,
    slots: Iterable[SlotSpan],
    reach: Reach,
    now: datetime,
) -> list[SlotSpan]:
    """Return the slots yet to come in which all the own people are free, and at least one of the others."""
    busy = list_busy(event_id, {*people, *others})
    return [
        slot
        for slot in slots
        if slot.starts_at > now
        and all(_is_free(busy[person], slot, reach) for person in people)
        and any(_is_free(busy[person], slot, reach) for person in others)
    ]


def list_free_people(event_id: int, people: Collection[int], slot: SlotSpan, reach: Reach) -> list[int]:
    """Return those of the people, in their order, who are free in the slot."""
    busy = list_busy(event_id, people)
    return [person for person in people if _is_free(busy[person], slot, reach)]


def _is_free(busy: set[int], slot: SlotSpan, reach: Reach) -> bool:
    return busy.isdisjoint(ticks(*reach.around(slot.starts_at, slot.ends_at)))
