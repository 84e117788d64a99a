"""Halls and zones of an edition."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from summit.database import db

from .. import queries
from ..models import Event, Hall, HallWindow, Zone, ZoneWindow
from ..rules import (
    LONGEST_ATTENTION,
    LONGEST_PASSBACK_MINUTES,
    AntiPassback,
    HallIsStillUsed,
    IsGone,
    LetterIsTaken,
    ZoneIsStillUsed,
    ensure_letter,
    ensure_number,
    ensure_span,
    ensure_text,
    ensure_texts,
    moved_by,
)
from .changing import change, erase, lock, next_position, note, write
from .editions import LONGEST_ADDRESS

Span = tuple[datetime, datetime]
HallHook = Callable[[int, int | None], None]
LONGEST_FLOOR = 200
_hall_hooks: list[HallHook] = []


class HallValues(TypedDict, total=False):
    """What may be set of a hall; `capacity` in people, None: not known."""

    names: Mapping[str, str]
    capacity: int | None
    floor: str
    address: str
    is_hidden: bool


class ZoneValues(TypedDict, total=False):
    """What may be set of a zone; `capacity` in people, None: no limit; `attention` is shown to the operator."""

    letter: str
    names: Mapping[str, str]
    capacity: int | None
    anti_passback: AntiPassback
    anti_passback_minutes: int
    once_per_day: bool
    needs_escort: bool
    attention: Mapping[str, str]


def on_hall_change(callback: HallHook) -> None:
    """Let a package above know that an edition's halls change: callback(event id, actor's account id).

    It runs in the transaction of the change, before a hall is locked.
    """
    if callback not in _hall_hooks:
        _hall_hooks.append(callback)


def _tell_of_change(hall_id: int, actor_id: int | None) -> None:
    event_id = db.session.scalar(db.select(Hall.event_id).where(Hall.id == hall_id))
    for callback in _hall_hooks if event_id is not None else ():
        callback(event_id, actor_id)


def add_hall(
    event_id: int, *, windows: Iterable[Span] = (), actor_id: int | None, **values: Unpack[HallValues]
) -> Hall:
    """Add a hall at the end of the list; needs names, raises the refusals of events.rules."""
    lock(Event, event_id)
    position = next_position(Hall.position, event_id)
    spans = [HallWindow(starts_at=start, ends_at=end) for start, end in _spans(windows)]
    hall = Hall(event_id=event_id, position=position, windows=spans, **_clean_hall(values))
    write(hall, HallIsStillUsed())
    _tell_of_change(hall.id, actor_id)
    note("added", hall, actor_id)
    return hall


def update_hall(
    hall_id: int,
    *,
    version: int | None = None,
    windows: Iterable[Span] | None = None,
    actor_id: int | None,
    **values: Unpack[HallValues],
) -> Hall:
    """Change a hall, and the spans in which it can be used where given.

    Raises ChangedMeanwhile, IsGone and the refusals of events.rules.
    """
    _tell_of_change(hall_id, actor_id)
    row = lock(Hall, hall_id, version)
    hall = queries.find_hall(row.event_id, row.id) or row
    changed = change(hall, _clean_hall(values))
    if windows is not None:
        hall.windows = [HallWindow(starts_at=start, ends_at=end) for start, end in _spans(windows)]
        changed.append("windows")
    write(hall, HallIsStillUsed())
    note("updated", hall, actor_id, fields=changed)
    return hall


def move_hall(hall_id: int, steps: int, *, actor_id: int | None) -> Hall:
    """Move a hall in the list by `steps` places, negative towards the start; raises IsGone."""
    _tell_of_change(hall_id, actor_id)
    hall = lock(Hall, hall_id)
    halls = {other.id: other for other in queries.list_halls(hall.event_id)}
    for position, key in enumerate(moved_by(list(halls), hall.id, steps)):
        halls[key].position = position
    note("moved", hall, actor_id, steps=steps)
    return hall


def delete_hall(hall_id: int, *, actor_id: int | None) -> None:
    """Delete a hall; raises HallIsStillUsed, IsGone."""
    _tell_of_change(hall_id, actor_id)
    row = lock(Hall, hall_id)
    hall = queries.find_hall(row.event_id, row.id) or row
    note("deleted", hall, actor_id)
    erase(hall, HallIsStillUsed())


def add_zone(
    event_id: int, *, windows: Iterable[Span] = (), actor_id: int | None, **values: Unpack[ZoneValues]
) -> Zone:
    """Add a zone with its opening windows; needs letter and names, raises LetterIsTaken and others of rules."""
    lock(Event, event_id)
    clean = _clean_zone(values)
    zone = Zone(event_id=event_id, windows=_windows(windows), **clean)
    write(zone, LetterIsTaken(letter=zone.letter))
    note("added", zone, actor_id, letter=zone.letter)
    return zone


def update_zone(
    zone_id: int,
    *,
    version: int | None = None,
    windows: Iterable[Span] | None = None,
    actor_id: int | None,
    **values: Unpack[ZoneValues],
) -> Zone:
    """Change a zone, and its windows where given; raises ChangedMeanwhile, IsGone, LetterIsTaken and others."""
    zone = _locked_zone(zone_id, version)
    changed = change(zone, _clean_zone(values))
    if windows is not None:
        zone.windows = _windows(windows)
        changed.append("windows")
    write(zone, LetterIsTaken(letter=zone.letter))
    note("updated", zone, actor_id, fields=changed)
    return zone


def set_windows(zone_id: int, windows: Iterable[Span], *, actor_id: int | None) -> Zone:
    """Replace the half-open UTC spans in which a zone is open; none means it is open throughout."""
    return update_zone(zone_id, windows=windows, actor_id=actor_id)


def delete_zone(zone_id: int, *, actor_id: int | None) -> None:
    """Delete a zone with its windows; raises ZoneIsStillUsed, IsGone."""
    zone = _locked_zone(zone_id, None)
    note("deleted", zone, actor_id, letter=zone.letter)
    erase(zone, ZoneIsStillUsed())


def _locked_zone(zone_id: int, version: int | None) -> Zone:
    row = lock(Zone, zone_id, version)
    zone = queries.find_zone(row.event_id, row.id)
    if zone is None:
        raise IsGone
    return zone


def _windows(spans: Iterable[Span]) -> list[ZoneWindow]:
    return [ZoneWindow(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in _spans(spans)]


def _spans(spans: Iterable[Span]) -> list[Span]:
    ordered = sorted(set(spans))
    for starts_at, ends_at in ordered:
        ensure_span(starts_at, ends_at)
    return ordered


def _clean_hall(values: Mapping[str, Any]) -> dict[str, Any]:
    rules: dict[str, Callable[[Any], Any]] = {
        "names": ensure_texts,
        "capacity": ensure_number,
        "floor": lambda text: ensure_text(text, LONGEST_FLOOR),
        "address": lambda text: ensure_text(text, LONGEST_ADDRESS),
    }
    return {name: rules[name](value) if name in rules else value for name, value in values.items()}


def _clean_zone(values: Mapping[str, Any]) -> dict[str, Any]:
    rules: dict[str, Callable[[Any], Any]] = {
        "letter": ensure_letter,
        "names": ensure_texts,
        "capacity": ensure_number,
        "anti_passback_minutes": lambda minutes: ensure_number(minutes, most=LONGEST_PASSBACK_MINUTES),
        "attention": lambda texts: ensure_texts(texts, needed=False, longest=LONGEST_ATTENTION),
    }
    return {name: rules[name](value) if name in rules else value for name, value in values.items()}
