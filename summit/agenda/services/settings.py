"""How an edition's programme is made: opening hours, change-over, levels of conflicts, sign-ups at one time."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import delete

from summit.audit import services as audit
from summit.database import db
from summit.events.queries import get_event
from summit.events.rules import ensure_number, ensure_unchanged

from ..models import AgendaDay, AgendaSettings
from ..rules.board import DEFAULT_LEVELS, ConflictKind, Level
from ..rules.hours import LONGEST_CHANGEOVER, ensure_hours
from ..rules.kinds import OverlapPolicy
from ..rules.timing import SlotIsOutsideDays
from .drafting import lock_draft, note_change


class SettingsValues(TypedDict, total=False):
    """What may be set: hours in minutes after the day's midnight (1,440 and more: after midnight), `days` whose hours
    differ from the usual ones (None: as usual), `levels` of kinds of conflicts (the others: by default)."""

    opens_minute: int
    closes_minute: int
    days: Mapping[date, tuple[int, int] | None]
    changeover_minutes: int
    levels: Mapping[ConflictKind, Level]
    overlap: OverlapPolicy


def update_settings(
    event_id: int, *, version: int | None = None, actor_id: int | None, now: datetime, **values: Unpack[SettingsValues]
) -> AgendaSettings:
    """Change the settings; `version`: the one that the form was opened with (None: not asked).

    Raises ChangedMeanwhile, HoursAreReversed, HoursAreOffGrid, NumberIsOutOfRange, SlotIsOutsideDays.
    """
    settings = lock_draft(event_id)
    ensure_unchanged(seen=version, present=settings.version)
    changed = _set(settings, values)
    if "days" in values:
        _set_days(event_id, values["days"])
    settings.version += 1
    note_change(settings, "settings_updated", actor_id=actor_id, now=now)
    audit.record(
        "agenda.settings_updated", "event", event_id, actor_id=actor_id, event_id=event_id, fields=sorted(changed)
    )
    return settings


def _set(settings: AgendaSettings, values: SettingsValues) -> set[str]:
    """Write the values that are checked; return the names of what was given."""
    clean: dict[str, Any] = {name: value for name, value in values.items() if name != "days"}
    opens, closes = clean.get("opens_minute", settings.opens_minute), clean.get("closes_minute", settings.closes_minute)
    ensure_hours(opens, closes)
    ensure_number(clean.get("changeover_minutes"), most=LONGEST_CHANGEOVER)
    if "levels" in clean:
        clean["levels"] = {
            kind.value: level.value for kind, level in clean["levels"].items() if level is not DEFAULT_LEVELS[kind]
        }
    for name, value in clean.items():
        setattr(settings, name, value)
    return set(values)


def _set_days(event_id: int, days: Mapping[date, tuple[int, int] | None]) -> None:
    event = get_event(event_id)
    for day in days:
        if not event.starts_on <= day <= event.ends_on:
            raise SlotIsOutsideDays(first=event.starts_on, last=event.ends_on)
    db.session.execute(delete(AgendaDay).where(AgendaDay.event_id == event_id, AgendaDay.day.in_(days)))
    own = {day: ensure_hours(*hours) for day, hours in days.items() if hours is not None}
    db.session.add_all(
        AgendaDay(event_id=event_id, day=day, opens_minute=opens, closes_minute=closes)
        for day, (opens, closes) in own.items()
    )
    db.session.flush()
