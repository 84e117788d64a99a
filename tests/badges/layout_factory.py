"""Layouts to test with."""

from __future__ import annotations

from summit.badges.layouts import HOUSE, BadgeDesign
from summit.badges.models import BadgeLayout
from summit.badges.services.layouts import add_layout, assign_layouts, save_layout
from summit.clock import utcnow
from summit.database import transaction
from summit.events.models import Category, Event
from summit.permissions import Role
from tests.factories import make_staff


def make_layout(event: Event, name: str = "House", design: BadgeDesign = HOUSE) -> BadgeLayout:
    """Return a saved layout with its first version."""
    author = make_staff(event, Role.OWNER)
    with transaction():
        return add_layout(event.id, name=name, design=design, actor_id=author.id, now=utcnow())


def change_layout(layout: BadgeLayout, design: BadgeDesign) -> None:
    """Save a design as the newest version of a layout."""
    with transaction():
        save_layout(layout.id, design=design, seen=layout.number, actor_id=None, now=utcnow())


def give_layout(
    event: Event, default: BadgeLayout | None, by_category: dict[Category, BadgeLayout] | None = None
) -> None:
    """Say which layout these categories have and which all the others."""
    own = {category.id: layout.id for category, layout in (by_category or {}).items()}
    with transaction():
        assign_layouts(event.id, default_id=default.id if default else None, by_category=own, actor_id=None)
