"""Who interprets a meeting: assigned and taken away, always with the claims and those who must know."""

from collections.abc import Iterable
from datetime import datetime

from summit.audit import services as audit
from summit.database import db
from summit.registration.models import Registration

from ..mails.interpreting import queue_assigned, queue_interpreter_changed, queue_unassigned
from ..models import Interpreter, Meeting
from ..queries.interpreting import find_interpreter, list_helpers, list_interpreters, list_wishing, needs_of
from ..queries.notices import load_notice
from ..queries.settings import get_settings
from ..rules.grid import SlotSpan
from ..rules.interpreting import InterpreterIsUnable, MeetingHasNoTime, assign_greedily, speaks_all
from ..rules.kinds import MeetingStatus, StepAction
from ..rules.moving import is_told
from ..rules.times import NoInterpreterIsFree, SomebodyIsBusy
from .acting import lock_as_organiser
from .placing import claim_time, note_step, touch
from .settings import lock_settings


def assign(meeting_id: int, interpreter_id: int, *, event_id: int, actor_id: int | None, now: datetime) -> None:
    """Have somebody interpret a meeting of the timetable, instead of whoever did.

    Raises MeetingHasNoTime, InterpreterIsUnable, NoInterpreterIsFree; then nothing has changed.
    """
    lock_settings(event_id)
    meeting = lock_as_organiser(meeting_id, actor_id).meeting
    interpreter = find_interpreter(event_id, interpreter_id)
    if meeting.status is not MeetingStatus.SCHEDULED or meeting.starts_at is None or meeting.starts_at <= now:
        raise MeetingHasNoTime
    _ensure_able(meeting, interpreter)
    if meeting.interpreter_id != interpreter_id:
        set_interpreter(meeting, interpreter, actor_id=actor_id, now=now)


def _ensure_able(meeting: Meeting, interpreter: Interpreter | None) -> None:
    if interpreter is None or not interpreter.is_active or not speaks_all(interpreter.languages, meeting.interpreting):
        raise InterpreterIsUnable
    if interpreter.registration_id in {attendee.registration_id for attendee in meeting.attendees}:
        raise InterpreterIsUnable
    helper = next(iter(list_helpers(meeting.event_id, [interpreter])))
    own = {step for need in needs_of([meeting]) for step in need.steps}
    if meeting.interpreter_id != interpreter.id and not helper.taken.isdisjoint(own):
        raise NoInterpreterIsFree


def unassign(meeting_id: int, *, event_id: int, actor_id: int | None, now: datetime) -> None:
    """Let nobody interpret a meeting any more; it keeps its time and its wish."""
    lock_settings(event_id)
    meeting = lock_as_organiser(meeting_id, actor_id).meeting
    if meeting.interpreter_id is not None:
        set_interpreter(meeting, None, actor_id=actor_id, now=now)


def set_interpreter(meeting: Meeting, interpreter: Interpreter | None, *, actor_id: int | None, now: datetime) -> None:
    """Set who interprets a locked meeting, with its claims, history and mails; raises NoInterpreterIsFree."""
    before = _person(meeting.interpreter_id)
    meeting.interpreter_id = interpreter.id if interpreter else None
    renew_claims(meeting)
    touch(meeting, now)
    details = {"interpreter": interpreter.name if interpreter else ""}
    note_step(meeting, StepAction.INTERPRETER_CHANGED, actor_id=actor_id, now=now, details=details)
    audit.record("meeting.interpreter", "meeting", meeting.id, actor_id=actor_id, event_id=meeting.event_id, **details)
    db.session.flush()
    if meeting.starts_at is not None and is_told(get_settings(meeting.event_id).phase, meeting.informed_at):
        _tell(meeting, interpreter, before)


def renew_claims(meeting: Meeting) -> None:
    """Claim a locked meeting's time anew at its very table for whoever interprets; raises NoInterpreterIsFree."""
    if meeting.status is not MeetingStatus.SCHEDULED or meeting.starts_at is None or meeting.ends_at is None:
        return
    try:
        claim_time(meeting, SlotSpan(meeting.starts_at, meeting.ends_at), meeting.table_id)
    except SomebodyIsBusy as error:
        raise NoInterpreterIsFree from error


def _person(interpreter_id: int | None) -> Registration | None:
    found = db.session.get(Interpreter, interpreter_id) if interpreter_id is not None else None
    return db.session.get(Registration, found.registration_id) if found and found.registration_id else None


def _tell(meeting: Meeting, interpreter: Interpreter | None, before: Registration | None) -> None:
    notice = load_notice(meeting)
    queue_interpreter_changed(notice, interpreter)
    if before is not None:
        queue_unassigned(notice, before)
    after = _person(interpreter.id) if interpreter else None
    if after is not None:
        queue_assigned(notice, after)


def list_chosen(event_id: int, now: datetime) -> dict[int, int]:
    """Return {meeting id: interpreter id} for as many of the open wishes as a greedy choice finds somebody."""
    wishes = needs_of(list_wishing(event_id, now, is_assigned=False))
    return assign_greedily(wishes, list_helpers(event_id, list_interpreters(event_id)))


def take_away(meetings: Iterable[Meeting], *, actor_id: int | None, now: datetime) -> int:
    """Let nobody interpret these locked meetings any more, and return how many they are."""
    count = 0
    for meeting in meetings:
        set_interpreter(meeting, None, actor_id=actor_id, now=now)
        count += 1
    return count
