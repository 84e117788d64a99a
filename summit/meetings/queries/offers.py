"""Times that could be proposed: slots of the grid in which those concerned are free and the companies are there."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select

from summit.calendar.queries import list_taken
from summit.calendar.rules import ClaimKind, calendar_day, ticks
from summit.companies.models import CompanyDay
from summit.database import db
from summit.events.models import Event

from ..models import Meeting
from ..rules.grid import SlotSpan
from ..rules.kinds import MeetingFormat
from ..rules.times import Reach, choose_table
from .asking import list_colleagues
from .busy import OWNER, list_busy, list_free_slots, needs_table, reach_of
from .settings import get_settings, list_places, list_slots


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


def list_times(meeting: Meeting, now: datetime, people: Collection[int] | None = None) -> list[SlotSpan]:
    """Return the slots that suit all of these people and the interpreter, with a free table where one is needed.

    Without people those who attend (to be loaded) are asked; the meeting's own time is left out.
    """
    attending = people if people is not None else [attendee.registration_id for attendee in meeting.attendees]
    reach = reach_of(meeting)
    free = list_free_slots(meeting.event_id, attending, reach=reach, now=now, without=meeting.id)
    pair = (meeting.requester_id, meeting.partner_id)
    present = set(list_present_slots(meeting.event_id, pair, meeting.format)) & _with_interpreter(meeting, free, reach)
    slots = [slot for slot in free if slot in present and slot.starts_at != meeting.starts_at]
    return _with_table(meeting, slots, len(attending)) if needs_table(meeting) else slots


def _with_interpreter(meeting: Meeting, slots: Iterable[SlotSpan], reach: Reach) -> set[SlotSpan]:
    if meeting.interpreter_id is None:
        return set(slots)
    owner, key = (OWNER, meeting.id), meeting.interpreter_id
    busy = list_taken(meeting.event_id, ClaimKind.INTERPRETER, [key], without=owner)[key]
    return {slot for slot in slots if _is_free(busy, slot, reach)}


def _with_table(meeting: Meeting, slots: Iterable[SlotSpan], people: int) -> list[SlotSpan]:
    tables, owner = list_places(meeting.event_id), (OWNER, meeting.id)
    taken = list_taken(meeting.event_id, ClaimKind.TABLE, [one.id for one in tables], without=owner)
    pair = (meeting.partner_id, meeting.requester_id)
    return [slot for slot in slots if choose_table(tables, taken, slot, pair, people) is not None]


def list_times_to_ask(
    event_id: int,
    people: Collection[int],
    others: Collection[int],
    *,
    slots: Iterable[SlotSpan],
    reach: Reach,
    now: datetime,
) -> list[SlotSpan]:
    """Return the slots yet to come in which all the own people are free, and at least one of the others.

    Without others (`list_who_can_be_asked`) the own people alone count: the asker learns nothing before the answer.
    """
    busy = list_busy(event_id, {*people, *others})
    return [
        slot
        for slot in slots
        if slot.starts_at > now
        and all(_is_free(busy[person], slot, reach) for person in people)
        and (not others or any(_is_free(busy[person], slot, reach) for person in others))
    ]


def list_who_can_be_asked(event_id: int, company_id: int, *, now: datetime) -> list[int]:
    """Return the people of a company, those who speak for it first; nobody where none has a slot left to meet in."""
    people = [member.registration_id for member in list_colleagues([company_id])]
    coming = [slot for slot in list_slots(event_id) if slot.starts_at > now]
    busy, reach = list_busy(event_id, people), Reach(walk=get_settings(event_id).walk_minutes)
    has_time = not coming or any(_is_free(busy[person], slot, reach) for person in people for slot in coming)
    return people if has_time else []


def list_free_people(event_id: int, people: Collection[int], slot: SlotSpan, reach: Reach) -> list[int]:
    """Return those of the people, in their order, who are free in the slot."""
    busy = list_busy(event_id, people)
    return [person for person in people if _is_free(busy[person], slot, reach)]


def _is_free(busy: set[int], slot: SlotSpan, reach: Reach) -> bool:
    return busy.isdisjoint(ticks(*reach.around(slot.starts_at, slot.ends_at)))
