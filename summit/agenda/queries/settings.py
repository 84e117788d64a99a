"""Reading how an edition's programme is made."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from summit.database import db
from summit.events.models import Event

from ..models import AgendaDay
from ..rules.board import DEFAULT_LEVELS, ConflictKind, Level
from ..rules.hours import USUAL_CHANGEOVER, USUAL_HOURS
from ..rules.kinds import OverlapPolicy
from ..rules.timing import days_between
from .board import find_settings, levels_of

Hours = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PresentSettings:
    """The settings that hold now, defaults filled in; `days` has every day of the edition, None: the usual hours."""

    version: int
    hours: Hours
    days: dict[date, Hours | None]
    changeover_minutes: int
    levels: dict[ConflictKind, Level]
    overlap: OverlapPolicy


def present_settings(event: Event) -> PresentSettings:
    """Return the settings of an edition's programme, also where nobody has changed any yet."""
    row = find_settings(event.id)
    own = list_days(event.id)
    return PresentSettings(
        version=row.version if row else 1,
        hours=(row.opens_minute, row.closes_minute) if row else USUAL_HOURS,
        days={day: own.get(day) for day in days_between(event.starts_on, event.ends_on)},
        changeover_minutes=row.changeover_minutes if row else USUAL_CHANGEOVER,
        levels=DEFAULT_LEVELS | levels_of(row),
        overlap=row.overlap if row else OverlapPolicy.WARN,
    )


def list_days(event_id: int) -> dict[date, Hours]:
    """Return the days that have hours of their own."""
    statement = select(AgendaDay).where(AgendaDay.event_id == event_id).order_by(AgendaDay.day)
    rows = db.session.scalars(statement.execution_options(populate_existing=True))
    return {row.day: (row.opens_minute, row.closes_minute) for row in rows}
