"""Copying last year's edition: everything moves with its first day."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from summit.database import db

from .. import queries
from ..models import Category, Event, Hall, HallWindow, Zone, ZoneWindow
from ..rules import SlugIsTaken, ensure_days, ensure_texts, moved, moved_span, moved_window, shift_for_copy
from .changing import lock, note, write
from .editions import ensure_free_slug

CopyHook = Callable[[Event, Event, int], None]
_copy_hooks: list[CopyHook] = []


def on_copy(callback: CopyHook) -> None:
    """Let a package above copy its own part: callback(source, copy, shift in whole days), same transaction."""
    if callback not in _copy_hooks:
        _copy_hooks.append(callback)


def copy_event(
    source_id: int,
    *,
    slug: str,
    starts_on: date,
    names: Mapping[str, str],
    actor_id: int | None,
    now: datetime,
) -> Event:
    """Make an edition like `source` that begins on `starts_on`; it is not public yet.

    Last day, opening times and zone windows move by as many days, keeping the venue's wall-clock time
    across clock changes. Raises IsGone, SlugIsInvalid, SlugIsTaken and the refusals of events.rules.
    """
    source = lock(Event, source_id)
    shift = shift_for_copy(source.starts_on, starts_on)
    copy = _copied_event(source, ensure_free_slug(slug), starts_on, ensure_texts(names), now)
    write(copy, SlugIsTaken(slug=copy.slug))
    mover = _mover(shift, source.time_zone)
    _copy_halls(source, copy, mover)
    _copy_categories(source, copy, _copy_zones(source, copy, mover), mover)
    for callback in _copy_hooks:
        callback(source, copy, shift)
    note("copied", copy, actor_id, source=source.slug, shift=shift)
    return copy


def _mover(shift: int, time_zone: str) -> Callable[[datetime], datetime]:
    return lambda moment: moved(moment, shift, time_zone)


def _copied_event(source: Event, slug: str, starts_on: date, names: Mapping[str, str], now: datetime) -> Event:
    ensure_days(starts_on, starts_on)
    ends_on = starts_on + (source.ends_on - source.starts_on)
    ensure_days(starts_on, ends_on)
    return Event(
        slug=slug,
        names=dict(names),
        starts_on=starts_on,
        ends_on=ends_on,
        kind=source.kind,
        time_zone=source.time_zone,
        venue_names=source.venue_names,
        address=source.address,
        country=source.country,
        languages=source.languages,
        accent=source.accent,
        contact_email=source.contact_email,
        is_public=False,
        copied_from_id=source.id,
        created_at=now,
    )


def _copy_halls(source: Event, copy: Event, mover: Callable[[datetime], datetime]) -> None:
    db.session.add_all(
        Hall(
            event_id=copy.id,
            position=hall.position,
            names=hall.names,
            capacity=hall.capacity,
            floor=hall.floor,
            address=hall.address,
            is_hidden=hall.is_hidden,
            windows=[
                HallWindow(starts_at=start, ends_at=end)
                for start, end in (moved_window(one.starts_at, one.ends_at, mover) for one in hall.windows)
            ],
        )
        for hall in queries.list_halls(source.id)
    )


def _copy_zones(source: Event, copy: Event, mover: Callable[[datetime], datetime]) -> dict[int, Zone]:
    """Copy the zones with their windows and return {id of the source's zone: copy}."""
    copies = {}
    for zone in queries.list_zones(source.id):
        spans = [moved_window(window.starts_at, window.ends_at, mover) for window in zone.windows]
        copies[zone.id] = Zone(
            event_id=copy.id,
            letter=zone.letter,
            names=zone.names,
            capacity=zone.capacity,
            anti_passback=zone.anti_passback,
            anti_passback_minutes=zone.anti_passback_minutes,
            once_per_day=zone.once_per_day,
            needs_escort=zone.needs_escort,
            attention=zone.attention,
            windows=[ZoneWindow(starts_at=start, ends_at=end) for start, end in spans],
        )
    db.session.add_all(copies.values())
    return copies


def _copy_categories(
    source: Event, copy: Event, zones: Mapping[int, Zone], mover: Callable[[datetime], datetime]
) -> None:
    for category in queries.list_categories(source.id):
        opens_at, closes_at = moved_span(category.opens_at, category.closes_at, mover)
        db.session.add(
            Category(
                event_id=copy.id,
                letter=category.letter,
                position=category.position,
                names=category.names,
                colour=category.colour,
                quota=category.quota,
                needs_approval=category.needs_approval,
                needs_second_officer=category.needs_second_officer,
                needs_adult=category.needs_adult,
                needs_escort=category.needs_escort,
                is_open=category.is_open,
                opens_at=opens_at,
                closes_at=closes_at,
                asks=category.asks,
                zones=[zones[zone.id] for zone in category.zones],
            )
        )
    db.session.flush()
