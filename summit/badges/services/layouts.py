"""Layouts of badges: begun from the house's design, saved as versions, given to categories."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from summit.audit.services import record
from summit.database import ROW_LOCK, db, savepoint
from summit.errors import N_, DomainError
from summit.events.queries import list_categories

from .. import queries
from ..layouts import BadgeDesign, DesignRefused
from ..models import BadgeLayout, BadgeLayoutCategory, BadgeLayoutVersion


class LayoutNameIsTaken(DomainError):
    """Two layouts of an edition would have the same name."""

    message = N_("Another layout already has this name. Please choose a different one.")


class LayoutIsGone(DomainError):
    """A layout or a category of another edition, or of none."""

    message = N_("This layout or category does not exist any more. Please choose again.")


class LayoutChangedMeanwhile(DomainError):
    """Somebody saved a newer version while this one was edited."""

    message = N_("Somebody else has saved a newer version of this layout. Please compare with it, then save again.")


def add_layout(event_id: int, *, name: str, design: BadgeDesign, actor_id: int, now: datetime) -> BadgeLayout:
    """Add a layout with its first version; raises LayoutNameIsTaken, DesignRefused."""
    layout = BadgeLayout(event_id=event_id, name=name, number=1, created_at=now)
    try:
        with savepoint():
            db.session.add(layout)
            db.session.flush()
    except IntegrityError as error:
        raise LayoutNameIsTaken from error
    _write_version(layout, design, actor_id, now)
    return layout


def save_layout(layout_id: int, *, design: BadgeDesign, seen: int, actor_id: int, now: datetime) -> BadgeLayout:
    """Keep a design as the newest version of a layout; an equal one makes no version.

    `seen` is the number of the version that was edited. Raises LayoutChangedMeanwhile, LayoutIsGone, DesignRefused.
    """
    layout = db.session.get(BadgeLayout, layout_id, with_for_update=ROW_LOCK, populate_existing=True)
    if layout is None:
        raise LayoutIsGone
    if layout.number != seen:
        raise LayoutChangedMeanwhile
    newest, _account = queries.list_layout_versions(layout_id)[0]
    if newest.content != design.as_json():
        layout.number += 1
        _write_version(layout, design, actor_id, now)
    return layout


def _write_version(layout: BadgeLayout, design: BadgeDesign, actor_id: int, now: datetime) -> None:
    if problems := design.problems:
        raise DesignRefused(problems)
    content = design.as_json()
    version = BadgeLayoutVersion(layout_id=layout.id, number=layout.number, content=content, created_by=actor_id)
    version.created_at = now
    db.session.add(version)
    db.session.flush()
    detail = {"name": layout.name, "number": layout.number}
    record("badges.layout_saved", "badge_layout", layout.id, actor_id=actor_id, event_id=layout.event_id, **detail)


def assign_layouts(
    event_id: int, *, default_id: int | None, by_category: Mapping[int, int | None], actor_id: int
) -> None:
    """Say which layout each category has and which all the others have; None: the house's A6, or the default.

    Raises LayoutIsGone for a layout or a category that is not of this edition.
    """
    queries.lock_event(event_id)
    known = {layout.id for layout, _ in queries.list_layouts(event_id)}
    wanted = {key: layout_id for key, layout_id in by_category.items() if layout_id is not None}
    categories = {category.id for category in list_categories(event_id)}
    if not set(wanted.values()) <= known or not set(wanted) <= categories or default_id not in known | {None}:
        raise LayoutIsGone
    of_event = update(BadgeLayout).where(BadgeLayout.event_id == event_id)
    db.session.execute(of_event.where(BadgeLayout.is_default).values(is_default=False))
    if default_id is not None:
        db.session.execute(of_event.where(BadgeLayout.id == default_id).values(is_default=True))
    db.session.execute(delete(BadgeLayoutCategory).where(BadgeLayoutCategory.category_id.in_(categories)))
    db.session.add_all(BadgeLayoutCategory(category_id=key, layout_id=chosen) for key, chosen in wanted.items())
    db.session.flush()
    record("badges.layouts_assigned", "event", event_id, actor_id=actor_id, event_id=event_id, categories=len(wanted))
