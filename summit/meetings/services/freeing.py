"""Telling whom it may concern that a place in the timetable has become free."""

from collections.abc import Callable
from datetime import datetime

from ..models import Meeting
from ..rules.grid import SlotSpan

# hook(event_id, slot, *, now), in the transaction that frees the place.
FreedHook = Callable[..., None]
_hooks: list[FreedHook] = []


def on_freed(hook: FreedHook) -> None:
    """Call hook(event_id, slot, now=…) within the transaction whenever a meeting gives up its time."""
    if hook not in _hooks:
        _hooks.append(hook)


def span_of(meeting: Meeting) -> SlotSpan | None:
    """Return the time of a meeting, None while it has none."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    return SlotSpan(meeting.starts_at, meeting.ends_at)


def tell_freed(event_id: int, slot: SlotSpan | None, *, now: datetime) -> None:
    """Tell that a time yet to come has become free; without a time nothing happens."""
    if slot is None or slot.starts_at <= now:
        return
    for hook in _hooks:
        hook(event_id, slot, now=now)
