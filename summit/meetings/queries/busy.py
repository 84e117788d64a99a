"""Who and what is taken when: claims, and engagements that hold none."""

from collections.abc import Collection, Sequence
from datetime import datetime

from summit.calendar.queries import list_entries, list_taken
from summit.calendar.rules import FIRM, ClaimKind, ticks

from ..models import Meeting
from ..rules.grid import SlotSpan
from ..rules.kinds import takes_table
from ..rules.times import Reach, Table, choose_table, free_slots
from .settings import get_settings, list_places, list_slots

OWNER = "meeting"
SOURCE = "meetings"


def list_busy(event_id: int, registration_ids: Collection[int], *, without: int | None = None) -> dict[int, set[int]]:
    """Return the five-minute steps in which each person is busy: claims of any owner, and what they have agreed to.

    Speeches and sign-ups hold no claims everywhere, so the calendar is asked too; `without` leaves out one meeting.
    """
    owner = (OWNER, without) if without is not None else None
    busy = list_taken(event_id, ClaimKind.PERSON, registration_ids, without=owner)
    for person, entries in list_entries(event_id, registration_ids, without=SOURCE).items():
        for entry in entries:
            if entry.kind in FIRM and not entry.is_cancelled:
                busy[person].update(ticks(entry.starts_at, entry.ends_at))
    return busy


def list_free_slots(
    event_id: int,
    registration_ids: Collection[int],
    *,
    reach: Reach,
    now: datetime,
    without: int | None = None,
) -> tuple[SlotSpan, ...]:
    """Return the slots of the grid, from now on, in which all these people are free."""
    busy = list_busy(event_id, registration_ids, without=without)
    return free_slots(list_slots(event_id), list(busy.values()), reach, now)


def find_free_table(
    event_id: int, slot: SlotSpan, companies: Sequence[int], people: int, *, without: int | None = None, turn: int = 0
) -> Table | None:
    """Return a table for a meeting of these companies at that time; None where all are taken.

    Whoever has lost a table to others comes back with a `turn` of their own (see `choose_table`).
    """
    tables = list_places(event_id)
    owner = (OWNER, without) if without is not None else None
    taken = list_taken(event_id, ClaimKind.TABLE, [table.id for table in tables], without=owner)
    return choose_table(tables, taken, slot, companies, people, turn=turn)


def list_offers(meeting: Meeting, *, reach: Reach, now: datetime) -> list[tuple[SlotSpan, Table | None]]:
    """Return the slots that suit everybody who attends (to be loaded), with the table there would be.

    A meeting online or elsewhere needs no table; slots without a free table are left out for the others.
    """
    people = [attendee.registration_id for attendee in meeting.attendees]
    slots = list_free_slots(meeting.event_id, people, reach=reach, now=now, without=meeting.id)
    if not needs_table(meeting):
        return [(slot, None) for slot in slots]
    tables = list_places(meeting.event_id)
    taken = list_taken(meeting.event_id, ClaimKind.TABLE, [one.id for one in tables], without=(OWNER, meeting.id))
    pair = (meeting.partner_id, meeting.requester_id)
    found = [(slot, choose_table(tables, taken, slot, pair, len(people))) for slot in slots]
    return [(slot, table) for slot, table in found if table is not None]


def needs_table(meeting: Meeting) -> bool:
    """Tell whether the meeting takes place at a table of the venue."""
    return takes_table(meeting.kind, meeting.format)


def reach_of(meeting: Meeting) -> Reach:
    """Return how long people are away for the meeting, by its transfers and the edition's walking time."""
    walk = get_settings(meeting.event_id).walk_minutes
    return Reach(meeting.transfer_before, meeting.transfer_after, walk if needs_table(meeting) else 0)
