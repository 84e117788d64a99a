"""Where an edition stands in time, as its front page tells."""

from datetime import date
from enum import StrEnum


class Phase(StrEnum):
    """An edition's days against today's date at the venue."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    PAST = "past"


def phase_of(starts_on: date, ends_on: date, today: date) -> Phase:
    """Return the phase; both days belong to the edition, `today` is the date at the venue."""
    if today > ends_on:
        return Phase.PAST
    return Phase.UPCOMING if today < starts_on else Phase.RUNNING
