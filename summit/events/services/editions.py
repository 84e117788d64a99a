"""Making and changing an edition."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from summit.clock import utcnow
from summit.database import db

from .. import queries
from ..models import Category, Event, Hall, Zone
from ..rules import (
    DEFAULT_CATEGORIES,
    DEFAULT_ZONES,
    LANGUAGES,
    CategoryDefaults,
    EventKind,
    SlugIsTaken,
    ensure_accent,
    ensure_country,
    ensure_days,
    ensure_languages,
    ensure_slug,
    ensure_text,
    ensure_texts,
    ensure_time_zone,
    moved_span,
    moved_window,
    rezoned,
)
from .changing import change, lock, note, write

LONGEST_ADDRESS = 500
_DEFAULTS: dict[str, Any] = {
    "kind": EventKind.EDITION,
    "venue_names": {},
    "address": "",
    "languages": LANGUAGES,
    "accent": "#8a1538",
    "contact_email": "",
    "is_public": False,
}

RezoneHook = Callable[[Event, Callable[[datetime], datetime]], None]
_rezone_hooks: list[RezoneHook] = []


class EventValues(TypedDict, total=False):
    """What may be set of an edition: texts are {language tag: text}, days are calendar days at the venue."""

    kind: EventKind
    names: Mapping[str, str]
    starts_on: date
    ends_on: date
    time_zone: str
    venue_names: Mapping[str, str]
    address: str
    country: str
    languages: Iterable[str]
    accent: str
    contact_email: str
    is_public: bool


def create_event(
    *,
    slug: str,
    actor_id: int | None,
    with_defaults: bool = True,
    now: datetime | None = None,
    **values: Unpack[EventValues],
) -> Event:
    """Make an edition, with the usual zones and categories unless told otherwise.

    Needs names, starts_on, ends_on, time_zone and country; raises the refusals of events.rules,
    SlugIsTaken among them.
    """
    clean = _clean(_DEFAULTS | values)
    ensure_days(clean["starts_on"], clean["ends_on"])
    event = Event(slug=ensure_free_slug(slug), created_at=now or utcnow(), **clean)
    write(event, SlugIsTaken(slug=event.slug))
    if with_defaults:
        _add_defaults(event.id)
    note("created", event, actor_id, slug=event.slug)
    return event


def ensure_free_slug(slug: str) -> str:
    """Return the address if it is well-formed and no edition has it; raises SlugIsInvalid, SlugIsTaken."""
    clean = ensure_slug(slug)
    if queries.find_event(clean) is not None:
        raise SlugIsTaken(slug=clean)
    return clean


def update_event(
    event_id: int, *, version: int | None = None, actor_id: int | None, **values: Unpack[EventValues]
) -> Event:
    """Change an edition; a new time zone keeps what the clocks on the wall show.

    `version`: the one that the form was opened with (None: not asked); raises ChangedMeanwhile, IsGone
    and the refusals of events.rules.
    """
    event = lock(Event, event_id, version)
    old_zone = event.time_zone
    clean = _clean(values)
    ensure_days(clean.get("starts_on", event.starts_on), clean.get("ends_on", event.ends_on))
    changed = change(event, clean)
    write(event, SlugIsTaken(slug=event.slug))
    if event.time_zone != old_zone:
        _keep_wall_times(event, old_zone)
    note("updated", event, actor_id, fields=changed)
    return event


def on_rezone(callback: RezoneHook) -> None:
    """Let a package above move its own times with a new zone: callback(event, move), same transaction.

    `move` takes a UTC moment and returns the one at which the new zone's clock shows the same time.
    """
    if callback not in _rezone_hooks:
        _rezone_hooks.append(callback)


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they may be stored; each is checked by its rule."""
    rules: dict[str, Callable[[Any], Any]] = {
        "names": ensure_texts,
        "venue_names": lambda texts: ensure_texts(texts, needed=False),
        "address": lambda text: ensure_text(text, LONGEST_ADDRESS),
        "time_zone": ensure_time_zone,
        "country": ensure_country,
        "languages": ensure_languages,
        "accent": ensure_accent,
        "contact_email": str.strip,
    }
    return {name: rules[name](value) if name in rules else value for name, value in values.items()}


def _add_defaults(event_id: int) -> None:
    """Give a new edition the zones and categories that every summit has."""
    zones = {zone.letter: Zone(event_id=event_id, letter=zone.letter, names=zone.names) for zone in DEFAULT_ZONES}
    db.session.add_all(zones.values())
    db.session.add_all(
        _default_category(event_id, position, default, zones) for position, default in enumerate(DEFAULT_CATEGORIES)
    )
    db.session.flush()


def _default_category(event_id: int, position: int, default: CategoryDefaults, zones: Mapping[str, Zone]) -> Category:
    return Category(
        event_id=event_id,
        position=position,
        letter=default.letter,
        names=default.names,
        colour=default.colour,
        zones=[zones[letter] for letter in default.zones],
        asks=[ask.value for ask in default.asks],
        quota=default.quota,
        needs_approval=default.needs_approval,
        needs_second_officer=default.needs_second_officer,
        needs_adult=default.needs_adult,
        needs_escort=default.needs_escort,
    )


def _keep_wall_times(event: Event, old_zone: str) -> None:
    """Move opening times and windows so that the new zone's clock shows what the old one's did."""

    def move(moment: datetime) -> datetime:
        return rezoned(moment, old_zone, event.time_zone)

    for category in queries.list_categories(event.id):
        category.opens_at, category.closes_at = moved_span(category.opens_at, category.closes_at, move)
    places: list[Zone | Hall] = [*queries.list_zones(event.id), *queries.list_halls(event.id)]
    for window in (window for place in places for window in place.windows):
        window.starts_at, window.ends_at = moved_window(window.starts_at, window.ends_at, move)
    for callback in _rezone_hooks:
        callback(event, move)
    db.session.flush()
