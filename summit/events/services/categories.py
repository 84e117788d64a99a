"""Categories of an edition."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from summit.database import db

from .. import queries
from ..models import Category, Event, Zone
from ..rules import (
    Ask,
    CategoryIsStillUsed,
    IsGone,
    LetterIsTaken,
    ensure_colour,
    ensure_letter,
    ensure_number,
    ensure_span,
    ensure_texts,
    moved_by,
)
from .changing import change, erase, lock, next_position, note, write

LetterHook = Callable[[int, str, str], None]
_letter_hooks: list[LetterHook] = []


def on_new_letter(callback: LetterHook) -> None:
    """Let a package above that keeps letters follow a category: callback(event id, old letter, new letter)."""
    if callback not in _letter_hooks:
        _letter_hooks.append(callback)


class CategoryValues(TypedDict, total=False):
    """What may be set of a category; `quota` None: no limit, `opens_at`/`closes_at` aware, None: open on that side."""

    letter: str
    names: Mapping[str, str]
    colour: str
    quota: int | None
    needs_approval: bool
    needs_second_officer: bool
    needs_adult: bool
    needs_escort: bool
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    asks: Iterable[Ask]
    zone_ids: Iterable[int]


def add_category(event_id: int, *, actor_id: int | None, **values: Unpack[CategoryValues]) -> Category:
    """Add a category at the end of the list; needs letter, names and colour.

    Raises LetterIsTaken, IsGone for a zone of another edition, and the refusals of events.rules.
    """
    lock(Event, event_id)
    clean = _clean({"asks": (), "zone_ids": ()} | values, event_id)
    ensure_span(clean.get("opens_at"), clean.get("closes_at"))
    category = Category(event_id=event_id, position=next_position(Category.position, event_id), **clean)
    write(category, LetterIsTaken(letter=category.letter))
    note("added", category, actor_id, letter=category.letter)
    return category


def update_category(
    category_id: int, *, version: int | None = None, actor_id: int | None, **values: Unpack[CategoryValues]
) -> Category:
    """Change a category; raises ChangedMeanwhile, IsGone, LetterIsTaken and the refusals of events.rules."""
    category = _locked(category_id, version)
    clean = _clean(values, category.event_id)
    ensure_span(clean.get("opens_at", category.opens_at), clean.get("closes_at", category.closes_at))
    old_letter = category.letter
    changed = change(category, clean)
    write(category, LetterIsTaken(letter=category.letter))
    for callback in _letter_hooks if category.letter != old_letter else ():
        callback(category.event_id, old_letter, category.letter)
    note("updated", category, actor_id, fields=changed)
    return category


def move_category(category_id: int, steps: int, *, actor_id: int | None) -> Category:
    """Move a category in the list by `steps` places, negative towards the start; raises IsGone."""
    category = _locked(category_id, None)
    categories = {other.id: other for other in queries.list_categories(category.event_id)}
    for position, key in enumerate(moved_by(list(categories), category.id, steps)):
        categories[key].position = position
    note("moved", category, actor_id, steps=steps)
    return category


def delete_category(category_id: int, *, actor_id: int | None) -> None:
    """Delete a category that nobody has registered in; raises CategoryIsStillUsed, IsGone."""
    category = _locked(category_id, None)
    note("deleted", category, actor_id, letter=category.letter)
    erase(category, CategoryIsStillUsed())


def _locked(category_id: int, version: int | None) -> Category:
    row = lock(Category, category_id, version)
    category = queries.find_category(row.event_id, row.id)
    if category is None:
        raise IsGone
    return category


def _clean(values: Mapping[str, Any], event_id: int) -> dict[str, Any]:
    rules: dict[str, Callable[[Any], Any]] = {
        "letter": ensure_letter,
        "names": ensure_texts,
        "colour": ensure_colour,
        "quota": ensure_number,
        "asks": lambda asks: [Ask(ask).value for ask in asks],
    }
    clean = {name: rules[name](value) if name in rules else value for name, value in values.items()}
    if "zone_ids" in clean:
        clean["zones"] = _zones_of(event_id, set(clean.pop("zone_ids")))
    return clean


def _zones_of(event_id: int, zone_ids: set[int]) -> list[Zone]:
    """Return these zones of this very edition; raises IsGone where one is missing."""
    statement = db.select(Zone).where(Zone.event_id == event_id, Zone.id.in_(zone_ids)).order_by(Zone.letter)
    zones = list(db.session.scalars(statement))
    if len(zones) != len(zone_ids):
        raise IsGone
    return zones
