"""From one release to the next: what stays known of what is gone, what calendars must be told, what differs."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from typing import TypeVar

from .changes import OTHER_NAMES, ChangeKind, Changes, SlotChange
from .kinds import SlotStatus
from .programme import (
    Programme,
    ProgrammeHall,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeTrack,
    Texts,
)
from .timing import Placement

Kept = TypeVar("Kept", ProgrammeHall, ProgrammeTrack, ProgrammePerson, ProgrammeSession)
Found = tuple[ChangeKind, SlotChange]
_IDENTITY = {"id", "code", "guid"}


def next_programme(previous: Programme | None, draft: Programme, now: datetime) -> Programme:
    """Return what a release of the draft publishes at `now`.

    A slot that was public and is in the draft no more stays as cancelled, at its last place, with all it refers
    to (RFC 5545: STATUS:CANCELLED). A slot that differs from the release before gets the next SEQUENCE and `now`
    as the time of its change; an equal one keeps both.
    """
    if previous is None:
        return replace(draft, slots=tuple(replace(slot, sequence=0, changed_at=now) for slot in draft.slots))
    gone = [slot for slot in previous.slots if slot.id not in draft.slot_of]
    slots = [_succeeding(previous, draft, slot, now) for slot in draft.slots]
    slots += [_cancelled(slot, now) for slot in gone]
    sessions = _with_kept(draft.sessions, (previous.session_of[slot.session_id] for slot in gone))
    return Programme(
        time_zone=draft.time_zone,
        halls=_with_kept(draft.halls, (previous.hall_of[key] for slot in gone for key in slot.hall_ids)),
        tracks=_with_kept(draft.tracks, (previous.track_of[s.track_id] for s in _old(previous, gone) if s.track_id)),
        people=_with_kept(
            draft.people, (previous.person_of[p.person_id] for s in _old(previous, gone) for p in s.parts)
        ),
        sessions=sessions,
        slots=tuple(sorted(slots, key=lambda slot: (slot.starts_at, slot.id))),
    )


def _old(previous: Programme, gone: Iterable[ProgrammeSlot]) -> list[ProgrammeSession]:
    return [previous.session_of[slot.session_id] for slot in gone]


def _with_kept(present: tuple[Kept, ...], old: Iterable[Kept]) -> tuple[Kept, ...]:
    known = {one.id for one in present}
    kept: dict[int, Kept] = {one.id: one for one in old if one.id not in known}
    return present + tuple(kept.values())


def _succeeding(previous: Programme, draft: Programme, slot: ProgrammeSlot, now: datetime) -> ProgrammeSlot:
    before = previous.slot_of.get(slot.id)
    if before is None:
        return replace(slot, sequence=0, changed_at=now)
    same = replace(before, sequence=0, changed_at=None) == replace(slot, sequence=0, changed_at=None)
    old, new = previous.session_of[slot.session_id], draft.session_of[slot.session_id]
    if same and old == new:
        return replace(slot, sequence=before.sequence, changed_at=before.changed_at)
    return replace(slot, sequence=before.sequence + 1, changed_at=now)


def _cancelled(slot: ProgrammeSlot, now: datetime) -> ProgrammeSlot:
    if slot.is_cancelled:
        return slot
    return replace(slot, status=SlotStatus.CANCELLED, sequence=slot.sequence + 1, changed_at=now)


def compare(old: Programme | None, new: Programme) -> Changes:
    """Return what differs from the old programme (None: nothing was public) to the new one.

    A slot that the new programme does not know counts as cancelled, unless it already was. Sequence numbers and
    times of change are bookkeeping and no difference.
    """
    past = old or Programme(time_zone=new.time_zone)
    keys = dict.fromkeys([slot.id for slot in new.slots] + [slot.id for slot in past.slots])
    found = sorted(
        (one for key in keys for one in _slot_changes(past, new, key)),
        key=lambda one: (_start_of(one[1]), one[1].slot_id),
    )
    lists = {kind.value: tuple(change for own, change in found if own is kind) for kind in ChangeKind}
    others = tuple(name for name in OTHER_NAMES if old and _differs(past, new, name))
    halls = _hall_names(past, new, (change for _, change in found))
    return Changes(**lists, halls=halls, others=others, zone=new.time_zone)


def _differs(old: Programme, new: Programme, name: str) -> bool:
    """Tell whether halls, tracks or people differ; those that only the changed slots bring or take are no news."""
    before, after = getattr(old, name), getattr(new, name)
    if name != "people":
        return bool(before != after)
    common = {person.id: person for person in before}
    return any(person != common.get(person.id, person) for person in after)


def _slot_changes(old: Programme, new: Programme, slot_id: int) -> Iterator[Found]:
    before, after = old.slot_of.get(slot_id), new.slot_of.get(slot_id)
    kind = _kind_of(before, after)
    if kind is not None:
        yield kind, _change(old, new, slot_id)
    if before and after and (differing := _differing(old, new, before, after)):
        yield ChangeKind.CHANGED, replace(_change(old, new, slot_id), fields=differing)


def _kind_of(before: ProgrammeSlot | None, after: ProgrammeSlot | None) -> ChangeKind | None:
    """Return what became of the slot as such, whatever became of its session's contents."""
    was, is_now = bool(before and not before.is_cancelled), bool(after and not after.is_cancelled)
    if not is_now:
        return ChangeKind.CANCELLED if was or before is None else None
    if before is None:
        return ChangeKind.NEW
    if not was:
        return ChangeKind.RETURNED
    return ChangeKind.MOVED if place_of(before) != place_of(after) else None


def _differing(old: Programme, new: Programme, before: ProgrammeSlot, after: ProgrammeSlot) -> tuple[str, ...]:
    was, is_now = old.session_of[before.session_id], new.session_of[after.session_id]
    names = [one.name for one in fields(ProgrammeSession) if one.name not in _IDENTITY]
    found = [name for name in names if getattr(was, name) != getattr(is_now, name)]
    stays_cancelled = before.is_cancelled and after.is_cancelled
    if stays_cancelled and place_of(before) != place_of(after):
        found.append("place")
    return tuple(found)


def _change(old: Programme, new: Programme, slot_id: int) -> SlotChange:
    programme = new if slot_id in new.slot_of else old
    session = programme.session_of[programme.slot_of[slot_id].session_id]
    before, after = (place_of(one.slot_of.get(slot_id)) for one in (old, new))
    return SlotChange(slot_id, session.id, session.code, session.titles, before, after)


def place_of(slot: ProgrammeSlot | None) -> Placement | None:
    """Return a slot's place; None for no slot."""
    return Placement(slot.hall_ids, slot.starts_at, slot.ends_at) if slot else None


def _start_of(change: SlotChange) -> datetime:
    place = change.after or change.before
    if place is None:
        raise ValueError("A change of a slot that no programme knows.")
    return place.starts_at


def _hall_names(old: Programme, new: Programme, changes: Iterable[SlotChange]) -> dict[int, Texts]:
    """Return the names of all halls that the changes mention, as they are now where they still are."""
    places = [place for change in changes for place in (change.before, change.after) if place]
    used = sorted({key for place in places for key in place.hall_ids})
    halls = {**old.hall_of, **new.hall_of}
    return {key: halls[key].names for key in used}
