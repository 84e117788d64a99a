"""Layouts to test with."""

from __future__ import annotations

from summit.badges.layouts import HOUSE, BadgeDesign
from summit.badges.models import BadgeLayout
from summit.badges.services.layouts import add_layout
from summit.clock import utcnow
from summit.database import transaction
from summit.events.models import Event
from summit.permissions import Role
from tests.factories import make_staff


def make_layout(event: Event, name: str = "House", design: BadgeDesign = HOUSE) -> BadgeLayout:
    """Return a saved layout with its first version."""
    author = make_staff(event, Role.OWNER)
    with transaction():
        return add_layout(event.id, name=name, design=design, actor_id=author.id, now=utcnow())
