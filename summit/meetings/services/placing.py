"""Giving a meeting its time: claims and the row in one transaction, so that nobody and nothing is booked twice.

Every change of a meeting's time goes through here. The claims' primary key decides between two that come at once.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.calendar.queries import list_taken
from summit.calendar.rules import ClaimKind, ClaimSpan, TimeIsTaken, ticks
from summit.calendar.services import release_claims, replace_claims
from summit.database import db
from summit.registration.models import Registration

from ..mails.interpreting import queue_assigned, queue_unassigned
from ..models import Interpreter, Meeting, MeetingStep, MeetingTable
from ..queries.busy import OWNER, find_free_table, list_busy, needs_table, reach_of
from ..queries.notices import load_notice
from ..queries.settings import get_settings, list_places
from ..rules.grid import SlotSpan
from ..rules.kinds import MeetingStatus, StepAction
from ..rules.moving import is_told
from ..rules.times import NoInterpreterIsFree, NoTableIsFree, SomebodyIsBusy, Table, spans_to_claim

# Many who come at once want the same best table; who has lost it looks elsewhere, each at another one.
ATTEMPTS = 24


def lock_meeting(meeting_id: int) -> Meeting:
    """Return a meeting locked and fresh, with its attendees."""
    statement = select(Meeting).where(Meeting.id == meeting_id).options(selectinload(Meeting.attendees))
    fresh = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.execute(fresh).scalar_one()


def place(
    meeting: Meeting, slot: SlotSpan, *, table_id: int | None = None, standing: bool = False, now: datetime
) -> None:
    """Put a locked meeting into the timetable at this time, or move it there, with everybody and everything it needs.

    Without a table the best free one is taken, none where people meet standing. Claims are written; status, times,
    table and the calendar entry's sequence change; the history and the mails are the caller's. Raises
    SomebodyIsBusy, NoTableIsFree, NoInterpreterIsFree; then nothing has changed and the caller offers
    `queries.busy.list_offers`.
    """
    chosen = _claim(meeting, slot, table_id, standing=standing)
    was_timed, former = has_been_timed(meeting), (meeting.starts_at, meeting.table_id)
    meeting.status = MeetingStatus.SCHEDULED
    meeting.starts_at, meeting.ends_at, meeting.table_id = slot.starts_at, slot.ends_at, chosen
    meeting.proposed_starts_at = meeting.proposed_by = meeting.expires_at = None
    touch(meeting, now, counts=was_timed)
    if former != (meeting.starts_at, meeting.table_id):
        tell_interpreter(meeting)


def reclaim(meeting: Meeting) -> None:
    """Claim the time of a locked meeting anew for those who attend now, at its table where that has room for them.

    Who has met standing goes on standing. Raises SomebodyIsBusy, NoTableIsFree, NoInterpreterIsFree; a meeting without
    a time has nothing to claim.
    """
    if meeting.starts_at is None or meeting.ends_at is None:
        return
    kept = next((table.id for table in list_places(meeting.event_id) if _suits(table, meeting)), None)
    slot, standing = SlotSpan(meeting.starts_at, meeting.ends_at), meeting.table_id is None
    meeting.table_id = _claim(meeting, slot, kept, standing=standing)


def _suits(table: Table, meeting: Meeting) -> bool:
    return table.id == meeting.table_id and table.seats >= len(meeting.attendees)


def _claim(meeting: Meeting, slot: SlotSpan, table_id: int | None, *, standing: bool = False) -> int | None:
    """Claim a time and return the table; where others were faster, look again at what is free now."""
    refusal: TimeIsTaken = SomebodyIsBusy()
    for attempt in range(ATTEMPTS):
        _ensure_free(meeting, slot)
        turn = meeting.id + attempt if attempt else 0
        chosen = None if standing else _table(meeting, slot, table_id, turn=turn)
        try:
            _hold_table(chosen)
            claim_time(meeting, slot, chosen)
        except (SomebodyIsBusy, NoTableIsFree) as error:
            refusal = error
            continue
        return chosen
    raise refusal


def _hold_table(table_id: int | None) -> None:
    """Keep a table from being closed until the transaction ends; raises NoTableIsFree where it is, or is just now.

    The order of locks puts tables before meetings, and a meeting is locked already: so nobody waits here for a table.
    """
    if table_id is None:
        return
    statement = select(MeetingTable.id).where(MeetingTable.id == table_id, MeetingTable.is_active)
    if db.session.scalar(statement.with_for_update(read=True, skip_locked=True)) is None:
        raise NoTableIsFree


def claim_time(meeting: Meeting, slot: SlotSpan, table_id: int | None) -> None:
    """Replace the claims of a meeting by those of another time; raises SomebodyIsBusy or what explains it better."""
    spans = spans_of_meeting(meeting, slot, table_id)
    try:
        replace_claims(meeting.event_id, OWNER, {meeting.id: spans})
    except TimeIsTaken as error:
        raise SomebodyIsBusy from error


def spans_of_meeting(meeting: Meeting, slot: SlotSpan, table_id: int | None) -> list[ClaimSpan]:
    """Return everything that the meeting (its attendees loaded) takes at that time."""
    people = [attendee.registration_id for attendee in meeting.attendees]
    interpreters = interpreter_claims(meeting.interpreter_id)
    return spans_to_claim(people, table_id, interpreters, slot.starts_at, slot.ends_at, reach_of(meeting))


def interpreter_claims(interpreter_id: int | None) -> list[tuple[ClaimKind, int]]:
    """Return what an interpreter is claimed as: themselves, and the delegate who they are."""
    if interpreter_id is None:
        return []
    person = db.session.scalar(select(Interpreter.registration_id).where(Interpreter.id == interpreter_id))
    also = [(ClaimKind.PERSON, person)] if person is not None else []
    return [(ClaimKind.INTERPRETER, interpreter_id), *also]


def _ensure_free(meeting: Meeting, slot: SlotSpan) -> None:
    steps = ticks(*reach_of(meeting).around(slot.starts_at, slot.ends_at))
    people = [attendee.registration_id for attendee in meeting.attendees]
    busy = list_busy(meeting.event_id, people, without=meeting.id)
    if not all(taken.isdisjoint(steps) for taken in busy.values()):
        raise SomebodyIsBusy
    for kind, resource in interpreter_claims(meeting.interpreter_id):
        taken = list_taken(meeting.event_id, kind, [resource], without=(OWNER, meeting.id))[resource]
        if not taken.isdisjoint(steps):
            raise NoInterpreterIsFree


def _table(meeting: Meeting, slot: SlotSpan, table_id: int | None, *, turn: int) -> int | None:
    if not needs_table(meeting):
        return None
    if table_id is None:
        pair = (meeting.partner_id, meeting.requester_id)
        people = len(meeting.attendees)
        found = find_free_table(meeting.event_id, slot, pair, people, without=meeting.id, turn=turn)
        if found is None:
            raise NoTableIsFree
        return found.id
    taken = list_taken(meeting.event_id, ClaimKind.TABLE, [table_id], without=(OWNER, meeting.id))[table_id]
    if not taken.isdisjoint(ticks(slot.starts_at, slot.ends_at)):
        raise NoTableIsFree
    return table_id


def unplace(meeting: Meeting, status: MeetingStatus, *, now: datetime) -> None:
    """Take a locked meeting out of the timetable: its claims are given back.

    An agreed one loses its time; an ended one (cancelled) keeps it for the calendars that must be told.
    """
    dismiss_interpreter(meeting, now)
    release_claims(OWNER, [meeting.id])
    meeting.status = status
    if status in {MeetingStatus.PENDING, MeetingStatus.ACCEPTED}:
        meeting.starts_at = meeting.ends_at = meeting.table_id = None
    touch(meeting, now)


def tell_interpreter(meeting: Meeting) -> None:
    """Tell whoever interprets a locked meeting, and is a delegate, of its new time or table."""
    person = _told_interpreter(meeting)
    if person is not None:
        queue_assigned(load_notice(meeting), person)


def dismiss_interpreter(meeting: Meeting, now: datetime) -> None:
    """Let nobody interpret a locked meeting that is about to lose its time; who did is told while it has it."""
    person = _told_interpreter(meeting)
    if person is not None:
        touch(meeting, now)
        queue_unassigned(load_notice(meeting), person)
    meeting.interpreter_id = None


def _told_interpreter(meeting: Meeting) -> Registration | None:
    if meeting.interpreter_id is None or not is_told(get_settings(meeting.event_id).phase, meeting.informed_at):
        return None
    named = select(Registration).join(Interpreter, Interpreter.registration_id == Registration.id)
    return db.session.scalar(named.where(Interpreter.id == meeting.interpreter_id))


def finish(meeting: Meeting, status: MeetingStatus, *, now: datetime) -> None:
    """End a locked meeting whose time has come (held or missed): it keeps its time, and a missed one no claims."""
    if status is MeetingStatus.MISSED:
        release_claims(OWNER, [meeting.id])
    meeting.status = status
    meeting.proposed_starts_at = meeting.proposed_by = meeting.expires_at = None
    meeting.ended_at = now
    touch(meeting, now, counts=False)


def has_been_timed(meeting: Meeting) -> bool:
    """Tell whether calendars know of the meeting: it has a time, or had one that was taken away (which counted)."""
    return meeting.starts_at is not None or bool(meeting.sequence)


def touch(meeting: Meeting, now: datetime, *, counts: bool = True) -> None:
    """Note that the calendar entry has changed (RFC 5545: SEQUENCE rises with a change of substance)."""
    meeting.changed_at = now
    meeting.sequence += int(counts)


def note_step(
    meeting: Meeting,
    action: StepAction,
    *,
    now: datetime,
    company_id: int | None = None,
    actor_id: int | None = None,
    message: str = "",
    details: dict[str, Any] | None = None,
) -> MeetingStep:
    """Write a step into the meeting's history."""
    step = MeetingStep(
        meeting_id=meeting.id,
        action=action,
        company_id=company_id,
        actor_id=actor_id,
        message=message,
        details=details or {},
        created_at=now,
    )
    db.session.add(step)
    return step
