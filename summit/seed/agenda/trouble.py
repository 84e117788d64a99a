"""The draft after the second release: plans in the making, with one conflict of each kind to be solved."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select

from summit.agenda.queries.board import find_settings, levels_of
from summit.agenda.rules.board import ConflictKind, Level
from summit.agenda.rules.kinds import PersonRole
from summit.agenda.rules.speakers import Part
from summit.agenda.rules.timing import Placement
from summit.agenda.services.parts import add_part
from summit.agenda.services.placing import place_many
from summit.agenda.services.settings import update_settings
from summit.agenda.services.speakers import link_registration, set_windows
from summit.calendar.rules import TimeIsTaken
from summit.database import db, savepoint
from summit.events.services.places import update_hall
from summit.meetings.models import Meeting, MeetingAttendee
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.kinds import MeetingStatus
from summit.meetings.services.changing import move_as_organiser
from summit.registration.models import Registration

from .planting import Stage

# Key, day, halls, start; what goes wrong there stands in the comment behind.
_MOVES = (
    ("sizing", 0, ("gallery",), "14:30"),  # two sessions in one hall
    ("mill", 1, ("mill",), "11:30"),  # the mill closes at two
    ("archives", 1, ("studio",), "12:20"),  # five minutes to change over
    ("thread", 1, ("gallery",), "15:30"),  # 180 places, 120 seats
    ("buyersbreakfast", 1, ("library",), "08:30"),  # before the doors open
)
# What waits in the pool for a better place.
_WAITING = ("photography", "children", "atelier5")


def plant_trouble(stage: Stage, delegates: Sequence[int], *, now: datetime) -> None:
    """Leave one conflict of each kind in the draft.

    One of the `delegates` (registrations) has a meeting during a session and turns out to speak in it.
    Shared audiences come from the delegates' stars.
    """
    _allow_overlaps(stage, Level.WARN, now)
    placements: dict[int, Placement | None] = {stage.slots[key].id: None for key in _WAITING}
    for key, day, halls, start in _MOVES:
        placements[stage.slots[key].id] = stage.placement(day, halls, start, stage.sessions[key].minutes)
    place_many(stage.event.id, placements, actor_id=stage.actor_id, now=now)
    _allow_overlaps(stage, Level.BLOCK, now)
    _close_the_mill(stage)
    _need_somebody_twice(stage, now)
    _send_somebody_home(stage, now)
    _give_somebody_a_meeting(stage, delegates, now)


def _allow_overlaps(stage: Stage, level: Level, now: datetime) -> None:
    settings = find_settings(stage.event.id)
    levels = levels_of(settings) | {ConflictKind.HALL_OVERLAP: level}
    update_settings(stage.event.id, version=None, actor_id=stage.actor_id, now=now, levels=levels)


def _close_the_mill(stage: Stage) -> None:
    open_hours = stage.placement(1, ("mill",), "10:00", 240)
    windows = [(open_hours.starts_at, open_hours.ends_at)]
    update_hall(stage.halls["mill"], windows=windows, actor_id=stage.actor_id)


def _speaker_of(stage: Stage, key: str) -> int:
    return stage.parts[key][0].speaker_id


def _need_somebody_twice(stage: Stage, now: datetime) -> None:
    part = Part(_speaker_of(stage, "academies"), PersonRole.SPEAKER)
    add_part(stage.sessions["library"].id, part, actor_id=stage.actor_id, now=now)


def _send_somebody_home(stage: Stage, now: datetime) -> None:
    """Let the speaker of the third day's lecture be there on the first day only."""
    day = stage.placement(0, ("gallery",), "09:00", 12 * 60)
    span = [(day.starts_at, day.ends_at)]
    set_windows(_speaker_of(stage, "colour"), span, actor_id=stage.actor_id, now=now)


def _give_somebody_a_meeting(stage: Stage, delegates: Sequence[int], now: datetime) -> None:
    """Let the first delegate who has, or can be given, a business meeting during a panel be its moderator."""
    panel = stage.placement(1, ("business",), "14:00", 75)
    start = panel.starts_at + timedelta(minutes=30)
    slot = SlotSpan(start, start + timedelta(minutes=20))
    found = next(key for key in delegates if _meets_then(_meetings_of(key), slot, stage.actor_id, now))
    linked = db.session.get_one(Registration, found)
    link_registration(_speaker_of(stage, "finance"), linked.reference, actor_id=stage.actor_id, now=now)


def _meets_then(meetings: Sequence[Meeting], slot: SlotSpan, actor_id: int, now: datetime) -> bool:
    """Tell whether one of the meetings is in the slot, or could be moved there."""
    if any(meeting.starts_at == slot.starts_at for meeting in meetings):
        return True
    for meeting in meetings:
        with suppress(TimeIsTaken), savepoint():
            move_as_organiser(meeting.id, slot, actor_id=actor_id, now=now)
            return True
    return False


def _meetings_of(registration_id: int) -> list[Meeting]:
    statement = (
        select(Meeting)
        .join(MeetingAttendee, MeetingAttendee.meeting_id == Meeting.id)
        .where(MeetingAttendee.registration_id == registration_id, Meeting.status == MeetingStatus.SCHEDULED)
        .order_by(Meeting.id)
    )
    return list(db.session.scalars(statement))
