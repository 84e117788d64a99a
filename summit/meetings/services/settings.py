"""Changing how an edition holds its meetings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from summit.audit import services as audit
from summit.database import db, savepoint
from summit.events.rules import ensure_number, ensure_unchanged

from ..models import MeetingSettings
from ..queries.settings import default_settings
from ..rules.kinds import Acceptance, Phase, SlotChoice
from ..rules.phases import (
    LONGEST_HOURS,
    MOST_MEETINGS,
    clean_matrix,
    ensure_deadlines,
    ensure_limits,
    ensure_step,
)

_COUNTS = {
    "expiry_hours": (1, LONGEST_HOURS),
    "reminder_hours": (0, LONGEST_HOURS),
    "meeting_reminder_minutes": (0, LONGEST_HOURS),
    "least_meetings": (1, MOST_MEETINGS),
    "most_meetings": (1, MOST_MEETINGS),
    "most_per_day": (1, MOST_MEETINGS),
    "most_outgoing": (1, MOST_MEETINGS),
    "fairness": (0, MOST_MEETINGS),
    "change_budget": (0, MOST_MEETINGS),
}


class SettingsValues(TypedDict, total=False):
    """What may be set; hours and minutes as whole numbers, limits None for none.

    `may_request` is {group of company kinds: groups it may ask}; all of them, or none at all, mean everybody.
    """

    acceptance: Acceptance
    slot_choice: SlotChoice
    preferences_until: datetime | None
    objections_until: datetime | None
    expiry_hours: int
    reminder_hours: int
    meeting_reminder_minutes: int
    least_meetings: int | None
    most_meetings: int | None
    most_per_day: int | None
    most_outgoing: int | None
    may_request: Mapping[str, Sequence[str]]
    allows_online: bool
    allows_walk_ins: bool
    fairness: int | None
    change_budget: int | None


def lock_settings(event_id: int) -> MeetingSettings:
    """Return the settings of an edition's meetings locked and fresh; made on first need."""
    found = _locked(event_id)
    if found is not None:
        return found
    try:
        with savepoint():
            db.session.add(MeetingSettings(**default_settings(event_id)))
            db.session.flush()
    except IntegrityError:
        pass
    made = _locked(event_id)
    if made is None:
        raise LookupError(f"There is no edition {event_id}.")
    return made


def _locked(event_id: int) -> MeetingSettings | None:
    statement = select(MeetingSettings).where(MeetingSettings.event_id == event_id).with_for_update(key_share=True)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def update_settings(
    event_id: int, *, version: int | None = None, actor_id: int | None, **values: Unpack[SettingsValues]
) -> MeetingSettings:
    """Change the settings; `version`: the one that the form was opened with, 0 before there are any, None: not asked.

    Raises ChangedMeanwhile, NumberIsOutOfRange, LimitsAreReversed, DeadlinesAreReversed.
    """
    settings = lock_unchanged(event_id, version)
    clean: dict[str, Any] = dict(values)
    for name in _COUNTS.keys() & clean.keys():
        least, most = _COUNTS[name]
        ensure_number(clean[name], least=least, most=most)
    if "may_request" in clean:
        clean["may_request"] = clean_matrix(clean["may_request"])
    changed = [name for name, value in clean.items() if getattr(settings, name) != value]
    for name, value in clean.items():
        setattr(settings, name, value)
    ensure_limits(settings.least_meetings, settings.most_meetings)
    ensure_deadlines(settings.preferences_until, settings.objections_until)
    flag_modified(settings, "may_request")
    _note("settings_updated", event_id, actor_id, fields=sorted(changed))
    db.session.flush()
    return settings


def change_phase(event_id: int, phase: Phase, *, version: int | None = None, actor_id: int | None) -> MeetingSettings:
    """Take the meetings one phase on or back; raises PhaseIsOutOfReach, ChangedMeanwhile."""
    settings = lock_unchanged(event_id, version)
    ensure_step(settings.phase, phase)
    _note("phase_changed", event_id, actor_id, before=settings.phase.value, after=phase.value)
    settings.phase = phase
    db.session.flush()
    return settings


def lock_unchanged(event_id: int, version: int | None) -> MeetingSettings:
    """Return the locked settings of the version seen (0: none were stored); raises ChangedMeanwhile."""
    stored = db.session.scalar(select(MeetingSettings.version).where(MeetingSettings.event_id == event_id))
    settings = lock_settings(event_id)
    ensure_unchanged(seen=version, present=settings.version if stored is not None else 0)
    return settings


def _note(action: str, event_id: int, actor_id: int | None, **detail: Any) -> None:
    audit.record(f"meetings.{action}", "event", event_id, actor_id=actor_id, event_id=event_id, **detail)
