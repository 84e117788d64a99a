"""What organisers do with meetings on the board: move, take out, fix, call off, arrange; those concerned are told."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.audit.services import record
from summit.companies.models import Company
from summit.companies.rules.status import CompanyStatus
from summit.database import db, savepoint
from summit.registration.models import Registration

from ..mails import times as mails
from ..mails.organising import queue_arranged
from ..models import Meeting, MeetingAttendee, MeetingTable
from ..queries.interpreting import is_in_use
from ..queries.notices import load_notice
from ..queries.one import find_attendee, find_latest_step, has_refusal
from ..queries.settings import get_settings, list_slots
from ..rules.grid import SlotSpan
from ..rules.kinds import LIVE, MeetingOrigin, MeetingStatus, StepAction
from ..rules.moving import (
    UNDONE,
    CompaniesAreTheSame,
    CompanyMeetsNobody,
    MeetingChangedMeanwhile,
    MeetingIsOver,
    NobodyCanAttend,
    NothingToUndo,
    PairDoesNotWant,
    PairMeetsAlready,
    SlotIsOver,
    Spot,
    TableIsOutOfUse,
    ensure_movable,
    is_told,
    slot_wanted,
    spot_from_json,
)
from .acting import Locked, ensure_approved, lock_as_organiser
from .changing import end_agreed
from .freeing import span_of, tell_freed
from .placing import note_step, place, touch, unplace


def move_meeting(
    meeting_id: int, starts_at: datetime, *, table_id: int | None, version: int | None, actor_id: int, now: datetime
) -> Meeting:
    """Put an agreed meeting into a slot, or move it to another one; without a table the best free one is taken.

    Raises MeetingChangedMeanwhile, MeetingIsNotAgreed, MeetingIsFixed, NoSuchSlot, SlotIsOver, TableIsOutOfUse and
    what `acting.ensure_approved` and `placing.place` raise.
    """
    locked = _locked(meeting_id, version, actor_id)
    meeting = locked.meeting
    ensure_movable(meeting.status, is_pinned=meeting.is_pinned)
    ensure_approved(locked.companies)
    before = spot_of(meeting)
    slot = slot_wanted(list_slots(meeting.event_id), starts_at, before, now)
    _ensure_table(meeting.event_id, table_id)
    return _put(meeting, slot, table_id, actor_id=actor_id, now=now)


def take_out(meeting_id: int, *, version: int | None, actor_id: int, now: datetime) -> Meeting:
    """Take a meeting out of the timetable; both companies stay agreed.

    Raises MeetingChangedMeanwhile, MeetingIsNotAgreed, MeetingIsFixed.
    """
    meeting = _locked(meeting_id, version, actor_id).meeting
    ensure_movable(meeting.status, is_pinned=meeting.is_pinned)
    before, interpreter_id = spot_of(meeting), meeting.interpreter_id
    if before is None:
        return meeting
    told = is_told(get_settings(meeting.event_id).phase, meeting.informed_at)
    unplace(meeting, MeetingStatus.ACCEPTED, now=now)
    meeting.informed_at = None
    _note(meeting, StepAction.UNSCHEDULED, before, actor_id=actor_id, now=now, interpreter_id=interpreter_id)
    if told:
        mails.queue_unscheduled(load_notice(meeting), before.starts_at)
    tell_freed(meeting.event_id, SlotSpan(before.starts_at, before.ends_at), now=now)
    return meeting


def move_back(meeting_id: int, *, version: int | None, actor_id: int, now: datetime) -> Meeting:
    """Take the latest move of a meeting back: it stands again where it stood before.

    Raises MeetingChangedMeanwhile, NothingToUndo, MeetingIsFixed, SlotIsOver where that time is over, and what
    `placing.place` raises.
    """
    meeting = _locked(meeting_id, version, actor_id).meeting
    step = find_latest_step(meeting.id)
    if step is None or step.action not in UNDONE or "before" not in step.details:
        raise NothingToUndo
    ensure_movable(meeting.status, is_pinned=meeting.is_pinned)
    spot = spot_from_json(step.details["before"])
    if spot is None:
        return take_out(meeting.id, version=version, actor_id=actor_id, now=now)
    if spot.ends_at <= now:
        raise SlotIsOver
    _ensure_table(meeting.event_id, spot.table_id)
    former = step.details.get("interpreter_id")
    if meeting.interpreter_id is None and former is not None and is_in_use(former):
        meeting.interpreter_id = former
    return _put(meeting, SlotSpan(spot.starts_at, spot.ends_at), spot.table_id, actor_id=actor_id, now=now)


def fix_meeting(meeting_id: int, *, is_fixed: bool, version: int | None, actor_id: int, now: datetime) -> Meeting:
    """Keep a meeting at its time, whatever the optimiser or anybody would rather; or release it.

    Raises MeetingChangedMeanwhile, MeetingIsOver.
    """
    meeting = _locked(meeting_id, version, actor_id).meeting
    if meeting.status not in LIVE:
        raise MeetingIsOver
    if meeting.is_pinned != is_fixed:
        meeting.is_pinned = is_fixed
        action = StepAction.PINNED if is_fixed else StepAction.UNPINNED
        note_step(meeting, action, actor_id=actor_id, now=now)
        _record(meeting, action, actor_id)
    return meeting


def cancel_meeting(meeting_id: int, *, version: int | None, message: str = "", actor_id: int, now: datetime) -> Meeting:
    """Call a request or a meeting off for both companies, in the organiser's words, and tell everybody concerned.

    Raises MeetingChangedMeanwhile, MeetingIsOver, MessageIsTooLong.
    """
    locked = _locked(meeting_id, version, actor_id, words=message)
    if locked.meeting.status not in LIVE:
        raise MeetingIsOver
    locked.meeting.is_pinned = False
    end_agreed(locked, words=message, now=now)
    _record(locked.meeting, StepAction.CANCELLED, actor_id)
    db.session.flush()
    return locked.meeting


def arrange_meeting(
    event_id: int,
    one_id: int,
    other_id: int,
    *,
    starts_at: datetime | None = None,
    table_id: int | None = None,
    message: str = "",
    actor_id: int,
    now: datetime,
) -> Meeting:
    """Arrange a meeting of two companies that neither asked for, with a time or for the optimiser to give one.

    Each sends its first colleague who speaks for it. Raises CompaniesAreTheSame, CompanyMeetsNobody, NobodyCanAttend,
    PairDoesNotWant, PairMeetsAlready, and with a time what `move_meeting` raises.
    """
    if one_id == other_id or not one_id or not other_id:
        raise CompaniesAreTheSame
    pair = [_lock_company(event_id, key) for key in sorted((one_id, other_id))]
    people = [_attendee(company) for company in pair]
    if has_refusal(one_id, other_id):
        raise PairDoesNotWant
    meeting = _new_meeting(event_id, one_id, other_id, people, message, now)
    note_step(meeting, StepAction.ACCEPTED, actor_id=actor_id, now=now, message=message)
    _record(meeting, StepAction.ACCEPTED, actor_id)
    if starts_at is not None:
        slot = slot_wanted(list_slots(event_id), starts_at, None, now)
        _ensure_table(event_id, table_id)
        return _put(meeting, slot, table_id, actor_id=actor_id, now=now, is_new=True, message=message)
    queue_arranged(load_notice(meeting, words=message))
    return meeting


def spot_of(meeting: Meeting) -> Spot | None:
    """Return where a meeting stands; None without a time."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    return Spot(meeting.starts_at, meeting.ends_at, meeting.table_id)


def _locked(meeting_id: int, version: int | None, actor_id: int, *, words: str = "") -> Locked:
    locked = lock_as_organiser(meeting_id, actor_id, words=words)
    if locked.meeting.version != version:
        raise MeetingChangedMeanwhile
    return locked


def _put(
    meeting: Meeting,
    slot: SlotSpan,
    table_id: int | None,
    *,
    actor_id: int,
    now: datetime,
    is_new: bool = False,
    message: str = "",
) -> Meeting:
    before, former = spot_of(meeting), span_of(meeting)
    if before == Spot(slot.starts_at, slot.ends_at, table_id):
        return meeting
    place(meeting, slot, table_id=table_id, now=now)
    action = StepAction.MOVED if before else StepAction.SCHEDULED
    told = is_new or is_told(get_settings(meeting.event_id).phase, meeting.informed_at)
    if told:
        meeting.informed_at, meeting.reminded_at = now, None
    _note(meeting, action, before, actor_id=actor_id, now=now)
    notice = load_notice(meeting, words=message)
    if is_new:
        queue_arranged(notice)
    elif told and before:
        mails.queue_moved(notice, before.starts_at)
    elif told:
        mails.queue_scheduled(notice)
    tell_freed(meeting.event_id, former if former != slot else None, now=now)
    return meeting


def _ensure_table(event_id: int, table_id: int | None) -> None:
    if table_id is None:
        return
    statement = select(MeetingTable.id).where(
        MeetingTable.id == table_id, MeetingTable.event_id == event_id, MeetingTable.is_active
    )
    if db.session.scalar(statement) is None:
        raise TableIsOutOfUse


def _note(
    meeting: Meeting,
    action: StepAction,
    before: Spot | None,
    *,
    actor_id: int,
    now: datetime,
    message: str = "",
    **also: object,
) -> None:
    details = {"before": before.as_json() if before else None} | also
    note_step(meeting, action, actor_id=actor_id, now=now, message=message, details=details)
    _record(meeting, action, actor_id)
    db.session.flush()


def _record(meeting: Meeting, action: StepAction, actor_id: int) -> None:
    record(f"meeting.{action.value}", "meeting", meeting.id, actor_id=actor_id, event_id=meeting.event_id)


def _lock_company(event_id: int, company_id: int) -> Company:
    statement = select(Company).where(Company.id == company_id, Company.event_id == event_id)
    fresh = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    company = db.session.execute(fresh).scalar_one()
    if company.status is not CompanyStatus.APPROVED:
        raise CompanyMeetsNobody(company=company.name)
    return company


def _attendee(company: Company) -> MeetingAttendee:
    person: Registration | None = find_attendee(company.id)
    if person is None:
        raise NobodyCanAttend(company=company.name)
    return MeetingAttendee(registration_id=person.id, company_id=company.id)


def _new_meeting(
    event_id: int, one_id: int, other_id: int, people: list[MeetingAttendee], message: str, now: datetime
) -> Meeting:
    low, high = sorted((one_id, other_id))
    meeting = Meeting(
        event_id=event_id,
        public_id=uuid4().hex,
        uid=f"{uuid4()}@summit",
        status=MeetingStatus.ACCEPTED,
        origin=MeetingOrigin.ORGANISER,
        requester_id=one_id,
        partner_id=other_id,
        low_id=low,
        high_id=high,
        message=message,
        wishes=[],
        interpreting=[],
        answered_at=now,
        changed_at=now,
        created_at=now,
        attendees=people,
    )
    try:
        with savepoint():
            db.session.add(meeting)
            db.session.flush()
    except IntegrityError as error:
        raise PairMeetsAlready from error
    touch(meeting, now, counts=False)
    return meeting
