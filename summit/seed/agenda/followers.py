"""What the demo's delegates do with the programme: stars, sign-ups, and feedback once a day is over."""

import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from summit.agenda.services.following import set_star
from summit.agenda.services.signing_up import sign_up
from summit.errors import DomainError
from summit.events.models import Event

from .planting import Stage
from .sessions import session_facts

# Two sessions at the same hour that the same people want to see.
RIVALS = ("cotton", "draping")
_RIVAL_FANS = 18
_STARS = (2, 9)
# The workshop that more people want than it has places for.
_CROWDED = "felt"
_CROWD = 24


def plant_followers(stage: Stage, people: Sequence[int], *, now: datetime, chance: random.Random) -> None:
    """Let approved delegates star and sign up; small workshops fill and get a waiting list."""
    keys = list(stage.sessions)
    for number, registration_id in enumerate(people):
        wanted = set(chance.sample(keys, chance.randrange(*_STARS)))
        for key in wanted | set(RIVALS if number < _RIVAL_FANS else ()):
            set_star(registration_id, stage.sessions[key].id, wanted=True, now=now)
    limited = [facts.key for facts in session_facts() if facts.capacity is not None]
    weights = [1 / (facts.capacity or 1) for facts in session_facts() if facts.capacity is not None]
    for number, registration_id in enumerate(people):
        key = _CROWDED if number < _CROWD else chance.choices(limited, weights)[0]
        _sign_up(stage.event, stage.slots[key].id, registration_id, now + timedelta(seconds=number))


def _sign_up(event: Event, slot_id: int, registration_id: int, now: datetime) -> None:
    """Sign somebody up; whom the session is not for goes without."""
    with suppress(DomainError):
        sign_up(event.id, slot_id, registration_id=registration_id, now=now)
