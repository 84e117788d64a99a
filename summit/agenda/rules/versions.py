"""From the draft to the next release: what stays known of what is gone, and what calendars must be told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from .kinds import SlotStatus
from .programme import Programme, ProgrammeHall, ProgrammePerson, ProgrammeSession, ProgrammeSlot, ProgrammeTrack

Kept = TypeVar("Kept", ProgrammeHall, ProgrammeTrack, ProgrammePerson, ProgrammeSession)


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
