"""The categories of an edition as the form needs them, and the places held in each."""

from sqlalchemy import func, select

from summit.database import ROW_LOCK, db
from summit.events.models import Category
from summit.registration.models import Registration
from summit.registration.rules.status import HOLDS_PLACE


def find_category(event_id: int, letter: str) -> Category | None:
    """Return the edition's category with this letter."""
    return db.session.scalar(select(Category).where(Category.event_id == event_id, Category.letter == letter))


def list_categories(event_id: int) -> list[Category]:
    """Return the edition's categories in their order."""
    statement = select(Category).where(Category.event_id == event_id)
    return list(db.session.scalars(statement.order_by(Category.position, Category.id)))


def lock_category(category_id: int) -> Category:
    """Return the category, locked and fresh: whoever counts its places holds this row."""
    return db.session.get_one(Category, category_id, with_for_update=ROW_LOCK, populate_existing=True)


def count_held_by_category(event_id: int) -> dict[int, int]:
    """Return {category id: places held} of an edition; an absent category has none."""
    statement = (
        select(Registration.category_id, func.count())
        .where(Registration.event_id == event_id, Registration.status.in_(HOLDS_PLACE))
        .group_by(Registration.category_id)
    )
    return dict(db.session.execute(statement).all())


def get_letter(category_id: int) -> str:
    """Return a category's letter."""
    return db.session.execute(select(Category.letter).where(Category.id == category_id)).scalar_one()
