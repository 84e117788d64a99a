"""The demo edition: fictional delegates in every stage of the summit, built through public services only."""

import random
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from summit.clock import utcnow
from summit.database import transaction
from summit.events.queries import find_event, list_events
from summit.jobs.queue import leave_to_sweep
from summit.permissions import Role

from .agenda import followers, planting, trouble
from .delegates import Officers, plant_delegates
from .devices import plant_devices
from .edition import Planted, edition_slug, plant_mission, plant_summit
from .meetings import companies
from .meetings import planting as meetings
from .morning import plant_morning
from .staff import grant_roles, plant_staff, sign_in_lines

__all__ = ["Stage", "is_empty", "plant", "sign_in_lines"]

# The same people in every run; nothing secret is drawn from it.
_SEED = 20231128


class Stage(StrEnum):
    """How far the demo edition has come."""

    PLANNING = "planning"
    OPEN = "open"
    RUNNING = "running"
    OVER = "over"


_DAYS_UNTIL_START = {Stage.PLANNING: 150, Stage.OPEN: 21, Stage.RUNNING: -1, Stage.OVER: -12}


class AlreadyPlanted(Exception):
    """The demo edition is there already."""


def is_empty() -> bool:
    """Tell whether there is no edition yet."""
    return not list_events()


def plant(stage: Stage) -> None:
    """Plant the demo edition in the stage; raises AlreadyPlanted where it stands already.

    All or nothing, so that an interrupted start leaves an empty database. In planning nobody has registered
    yet, but the programme has been released twice; when open 300 delegates have registered, many are decided,
    and the draft of the programme has conflicts to solve; when running or over a morning of scans lies behind them,
    and four devices stand at the doors while it runs.
    """
    now, chance = utcnow(), random.Random(_SEED)
    first_day = now.date() + timedelta(days=_DAYS_UNTIL_START[stage])
    if find_event(edition_slug(first_day)) is not None:
        raise AlreadyPlanted(edition_slug(first_day))
    with leave_to_sweep(), transaction():
        staff = plant_staff()
        owner = staff[Role.OWNER][0]
        planted = plant_summit(first_day, actor_id=owner, now=now)
        plant_mission(first_day + timedelta(days=60), actor_id=owner, now=now)
        grant_roles(staff, planted.event.id)
        before = min(now, _opening(planted) - timedelta(days=1))
        programme = planting.plant_programme(
            planted.event, planted.halls, actor_id=staff[Role.AGENDA][0], now=before, chance=random.Random(_SEED)
        )
        if stage is not Stage.PLANNING:
            _plant_people(stage, planted, programme, staff, before, chance)
        if stage is Stage.RUNNING:
            plant_devices(planted, actor_id=staff[Role.ORGANISER][0], now=now)


def _plant_people(
    stage: Stage,
    planted: Planted,
    programme: planting.Stage,
    staff: dict[Role, list[int]],
    before: datetime,
    chance: random.Random,
) -> None:
    opens_at = _opening(planted)
    approved = plant_delegates(planted.event, Officers(*staff[Role.ACCREDITATION]), until=before, chance=chance)
    followers.plant_followers(programme, approved, now=before, chance=random.Random(_SEED))
    _plant_business(planted, approved, staff[Role.B2B][0], before)
    if approved:
        trouble.plant_trouble(programme, approved, now=before)
    if stage in {Stage.RUNNING, Stage.OVER}:
        plant_morning(planted, approved, opens_at=opens_at, operator_id=staff[Role.GATE][0], chance=chance)


def _plant_business(planted: Planted, approved: list[int], manager_id: int, before: datetime) -> None:
    chance = random.Random(_SEED)
    founded = companies.plant_companies(planted.event, approved, actor_id=manager_id, now=before, chance=chance)
    meetings.plant_meetings(planted.event, planted.halls, founded, actor_id=manager_id, now=before, chance=chance)


def _opening(planted: Planted) -> datetime:
    """Return when the doors open on the first day."""
    event = planted.event
    return datetime.combine(event.starts_on, time(8, 30), ZoneInfo(event.time_zone)).astimezone(UTC)
