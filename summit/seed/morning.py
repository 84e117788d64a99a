"""A morning at the doors: people arrive in waves, some twice, some at the wrong door."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from summit.credentials.services import ensure_credentials
from summit.database import transaction
from summit.entrance.rules import Direction, EnteredBy
from summit.entrance.services import record_scan

from .edition import Planted

_BATCH = 40


def plant_morning(
    planted: Planted, people: Sequence[int], *, opens_at: datetime, operator_id: int, chance: random.Random
) -> None:
    """Scan most people in at the main entrance, some on to the business halls, a few out again."""
    with transaction():
        badges = ensure_credentials(list(people), actor_id=operator_id, now=opens_at - timedelta(days=1))
    codes = [badge.token for badge in badges]
    arrivals = _arrivals(planted, codes, opens_at, chance)
    for start in range(0, len(arrivals), _BATCH):
        with transaction():
            for moment, gate_id, direction, code in arrivals[start : start + _BATCH]:
                _scan(planted, gate_id, direction, code, moment, operator_id, chance)


def _arrivals(
    planted: Planted, codes: Sequence[str], opens_at: datetime, chance: random.Random
) -> list[tuple[datetime, int, Direction, str]]:
    gates, rows = planted.gates, []
    for code in codes:
        moment = opens_at + timedelta(minutes=min(240, max(0, chance.gauss(70, 45))))
        rows.append((moment, gates["A"], Direction.ENTRY, code))
        if chance.random() < 0.5:
            rows.append((moment + timedelta(minutes=12), gates["B"], Direction.ENTRY, code))
        if chance.random() < 0.08:
            rows.append((moment + timedelta(minutes=3), gates["A"], Direction.ENTRY, code))
        if chance.random() < 0.1:
            rows.append((moment + timedelta(minutes=90), gates["A"], Direction.EXIT, code))
        if chance.random() < 0.06:
            rows.append((moment + timedelta(minutes=20), gates["E"], Direction.ENTRY, code))
    rows += [(opens_at + timedelta(minutes=30 * n), gates["A"], Direction.ENTRY, f"{n:024d}") for n in range(1, 6)]
    return sorted(rows)


def _scan(
    planted: Planted,
    gate_id: int,
    direction: Direction,
    code: str,
    moment: datetime,
    operator_id: int,
    chance: random.Random,
) -> None:
    record_scan(
        event_id=planted.event.id,
        gate_id=gate_id,
        scan_id=UUID(int=chance.getrandbits(128), version=4),
        code=code,
        direction=direction,
        entered_by=EnteredBy.CAMERA,
        operator_id=operator_id,
        device="demo",
        device_time=moment,
        now=moment,
    )
