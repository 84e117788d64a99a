"""The demo edition: fictional delegates in every stage of the summit, built through public services only."""

from enum import StrEnum

from sqlalchemy import select

from summit.database import db
from summit.events.models import Event


class Stage(StrEnum):
    """How far the demo edition has come."""

    PLANNING = "planning"
    OPEN = "open"
    RUNNING = "running"
    OVER = "over"


def is_empty() -> bool:
    """Tell whether there is no edition yet."""
    return db.session.scalar(select(Event.id).limit(1)) is None


def plant(stage: Stage) -> None:
    """Plant the demo edition in the stage."""


def sign_in_lines() -> list[str]:
    """Return how to sign in to the demo, a line each."""
    return []
