"""Which categories take registrations now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from summit.events.models import Category, Event
from summit.events.queries import places_taken
from summit.events.rules.opening import Opening, opening_of
from summit.registration.queries import places
from summit.registration.rules import ensure_open
from summit.registration.rules.quota import CategoryIsNotOffered, ensure_not_over


def open_category(event: Event, letter: str, now: datetime) -> Category:
    """Return the edition's category if it takes registrations now.

    Raises EditionIsOver, CategoryIsNotOffered, RegistrationNotOpenYet or RegistrationClosed.
    """
    ensure_not_over(event.ends_on, now.astimezone(ZoneInfo(event.time_zone)).date())
    category = places.find_category(event.id, letter)
    if category is None or not category.is_open:
        raise CategoryIsNotOffered
    ensure_open(category.opens_at, category.closes_at, now)
    return category


def list_openings(event: Event, now: datetime) -> list[tuple[Category, Opening]]:
    """Return each category with what it answers to a newcomer; after the last day all are closed."""
    taken = places_taken(event.id)
    is_over = now.astimezone(ZoneInfo(event.time_zone)).date() > event.ends_on
    return [
        (category, Opening.CLOSED if is_over else _opening(category, taken.get(category.id, 0), now))
        for category in places.list_categories(event.id)
    ]


def _opening(category: Category, taken: int, now: datetime) -> Opening:
    return opening_of(
        is_open=category.is_open,
        opens_at=category.opens_at,
        closes_at=category.closes_at,
        quota=category.quota,
        taken=taken,
        now=now,
    )
