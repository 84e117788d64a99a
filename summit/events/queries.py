"""Reading editions and what they are made of."""

from collections.abc import Callable, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from summit.database import db

from .models import Category, Event, Hall, Zone

PlacesTaken = Callable[[int], Mapping[int, int]]
_places_taken: list[PlacesTaken] = []
# A service that has just taken its lock must not decide on what the session read before.
_FRESH = {"populate_existing": True}
_BY_SLUG = select(Event).where(Event.slug == bindparam("slug"))


def on_places_taken(counter: PlacesTaken) -> None:
    """Tell how places are counted: the counter takes an event id and returns {category id: places held}.

    Registration knows this and lies above events, so it hands its counter in from its setup.
    """
    if counter not in _places_taken:
        _places_taken.append(counter)


def places_taken(event_id: int) -> dict[int, int]:
    """Return how many places of each category are held; an absent category has none."""
    taken: dict[int, int] = {}
    for counter in _places_taken:
        for category_id, count in counter(event_id).items():
            taken[category_id] = taken.get(category_id, 0) + count
    return taken


def find_event(slug: str) -> Event | None:
    """Return the edition with this address; every request of an edition asks this once."""
    return db.session.scalar(_BY_SLUG, {"slug": slug})


def get_event(event_id: int) -> Event:
    """Return the edition; raises sqlalchemy's NoResultFound where there is none."""
    return db.session.execute(select(Event).where(Event.id == event_id)).scalar_one()


def list_events() -> list[Event]:
    """Return all editions and missions, the latest first."""
    return list(db.session.scalars(select(Event).order_by(Event.starts_on.desc(), Event.id.desc())))


def list_public_events() -> list[Event]:
    """Return the editions that everybody may see, the latest first."""
    statement = select(Event).where(Event.is_public).order_by(Event.starts_on.desc(), Event.id.desc())
    return list(db.session.scalars(statement))


def list_events_for(may_view: Callable[[int], bool]) -> list[Event]:
    """Return the public editions and those that the reader may view, by event id; the latest first."""
    return [event for event in list_events() if event.is_public or may_view(event.id)]


def list_halls(event_id: int) -> list[Hall]:
    """Return the edition's halls in their order, with their windows."""
    statement = select(Hall).where(Hall.event_id == event_id).order_by(Hall.position, Hall.id)
    return list(db.session.scalars(statement.options(selectinload(Hall.windows)).execution_options(**_FRESH)))


def find_hall(event_id: int, hall_id: int) -> Hall | None:
    """Return one hall of this very edition, with its windows."""
    statement = select(Hall).where(Hall.event_id == event_id, Hall.id == hall_id)
    return db.session.scalar(statement.options(selectinload(Hall.windows)).execution_options(**_FRESH))


def list_zones(event_id: int) -> list[Zone]:
    """Return the edition's zones by letter, with their windows."""
    statement = select(Zone).where(Zone.event_id == event_id).order_by(Zone.letter)
    return list(db.session.scalars(statement.options(selectinload(Zone.windows)).execution_options(**_FRESH)))


def find_zone(event_id: int, zone_id: int) -> Zone | None:
    """Return one zone of this very edition, with its windows."""
    statement = select(Zone).where(Zone.event_id == event_id, Zone.id == zone_id)
    return db.session.scalar(statement.options(selectinload(Zone.windows)).execution_options(**_FRESH))


def list_categories(event_id: int) -> list[Category]:
    """Return the edition's categories in their order, with their zones."""
    statement = select(Category).where(Category.event_id == event_id)
    ordered = statement.order_by(Category.position, Category.id)
    return list(db.session.scalars(ordered.options(selectinload(Category.zones)).execution_options(**_FRESH)))


def find_category(event_id: int, category_id: int) -> Category | None:
    """Return one category of this very edition, with its zones."""
    statement = select(Category).where(Category.event_id == event_id, Category.id == category_id)
    return db.session.scalar(statement.options(selectinload(Category.zones)).execution_options(**_FRESH))


def get_category(category_id: int) -> Category:
    """Return one category with its zones; raises sqlalchemy's NoResultFound where there is none."""
    statement = (
        select(Category)
        .where(Category.id == category_id)
        .options(selectinload(Category.zones))
        .execution_options(**_FRESH)
    )
    return db.session.execute(statement).scalar_one()
