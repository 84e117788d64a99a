"""Placing sessions: move, exchange, lock, undo and redo; always all of it or nothing.

Every function locks the draft first, so that changes of one edition have an order; then the slots, fresh.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from summit.audit import services as audit
from summit.database import db
from summit.events.models import Event
from summit.events.queries import get_event
from summit.events.services.changing import refused_as

from ..models import AgendaSettings, DraftChange, Slot, SlotHall
from ..queries.board import load_board
from ..rules.board import Board, Level
from ..rules.conflicts import Conflict, conflicts_of, with_places
from ..rules.kinds import SessionState
from ..rules.places import (
    REDONE,
    REZONED,
    UNDONE,
    ChangeIsOverridden,
    HallIsGone,
    NothingToRedo,
    NothingToUndo,
    PlaceChangedMeanwhile,
    PlaceHasWarnings,
    PlaceIsBlocked,
    SlotIsGone,
    SlotIsLocked,
    Standing,
    Step,
    ensure_halls,
    exchanged,
    in_order,
    steps_from_json,
    steps_to_json,
)
from ..rules.timing import Placement, ensure_span_fits
from .drafting import lock_draft, note_change

Places = Mapping[int, Placement | None]
Versions = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change of places did: the slots now, its steps, and the draft before and after it."""

    slots: tuple[Slot, ...]
    steps: tuple[Step, ...]
    before: Board
    after: Board
    number: int
    change: DraftChange | None = None

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the conflicts that the changed slots have now, worth a warning."""
        return _conflicts(self.after, [step.slot_id for step in self.steps])


def place(
    slot_id: int, placement: Placement | None, *, version: int | None = None, actor_id: int | None, now: datetime
) -> Slot:
    """Put a slot into a place (None: the pool) and return it; raises what `place_many` raises."""
    event_id = _event_of(slot_id)
    outcome = place_many(event_id, {slot_id: placement}, versions={slot_id: version}, actor_id=actor_id, now=now)
    return outcome.slots[0]


def place_many(
    event_id: int,
    placements: Places,
    *,
    versions: Versions | None = None,
    actor_id: int | None,
    now: datetime,
    kind: str | None = None,
    accepts_warnings: bool = True,
) -> Outcome:
    """Put several slots into places at once; a slot that stands there already is left alone.

    `versions` are those that the actor saw (None: not asked), `kind` names the change if it is a special one.
    Raises SlotIsGone, PlaceChangedMeanwhile, SlotIsLocked, PlaceIsBlocked, HallIsMissing, HallIsGone, the refusals of
    rules.timing, and PlaceHasWarnings unless the actor accepts them.
    """
    settings = lock_draft(event_id)
    slots = _locked_slots(event_id, placements)
    asked: dict[str, Any] = {"kind": kind, "accepts_warnings": accepts_warnings}
    return _carry_out(settings, slots, placements, versions or {}, actor_id=actor_id, now=now, **asked)


def force(event_id: int, steps: Collection[Step], *, kind: str, actor_id: int | None, now: datetime) -> Outcome:
    """Take steps whatever is locked and whatever conflicts stand against them, as one change that can be undone.

    Raises SlotIsGone, HallIsMissing, HallIsGone and the refusals of rules.timing.
    """
    settings = lock_draft(event_id)
    wanted = {step.slot_id: replace(step, forced=True) for step in steps}
    slots = _locked_slots(event_id, wanted)
    places = {key: step.after for key, step in wanted.items()}
    return _carry_out(settings, slots, places, {}, actor_id=actor_id, now=now, kind=kind, like=wanted)


def swap(
    first_id: int, second_id: int, *, versions: Versions | None = None, actor_id: int | None, now: datetime
) -> Outcome:
    """Let two slots of an edition change places, each keeping its length; raises what `place_many` raises."""
    settings = lock_draft(_event_of(first_id))
    slots = _locked_slots(settings.event_id, {first_id, second_id})
    first, second = slots[first_id], slots[second_id]
    lengths = (first.session.minutes, second.session.minutes)
    places = dict(zip((first_id, second_id), exchanged(first.placement, second.placement, lengths), strict=True))
    return _carry_out(settings, slots, places, versions or {}, actor_id=actor_id, now=now, kind="swapped")


def undo(event_id: int, *, actor_id: int, now: datetime) -> Outcome:
    """Take back the actor's latest change of places that still stands.

    Raises NothingToUndo, ChangeIsOverridden where the slots were changed since, and what `place_many` raises.
    """
    settings = lock_draft(event_id)
    change: DraftChange | None = db.session.scalar(_mine(event_id, actor_id).where(DraftChange.kind != UNDONE).limit(1))
    if change is None:
        raise NothingToUndo
    return _take_back(settings, change, UNDONE, actor_id=actor_id, now=now)


def redo(event_id: int, *, actor_id: int, now: datetime) -> Outcome:
    """Bring back what the actor took back last, unless something else was placed since.

    Raises NothingToRedo, ChangeIsOverridden and what `place_many` raises.
    """
    settings = lock_draft(event_id)
    change: DraftChange | None = db.session.scalar(_mine(event_id, actor_id).where(DraftChange.kind == UNDONE).limit(1))
    onwards = _mine(event_id, actor_id).where(DraftChange.kind.not_in((UNDONE, REDONE)))
    newer: DraftChange | None = db.session.scalar(onwards.limit(1))
    if change is None or (newer is not None and newer.number > change.number):
        raise NothingToRedo
    return _take_back(settings, change, REDONE, actor_id=actor_id, now=now)


def lock_slot(slot_id: int, *, version: int | None = None, actor_id: int | None, now: datetime) -> Slot:
    """Hold a slot in its place until it is unlocked; raises SlotIsGone, PlaceChangedMeanwhile."""
    return _set_lock(slot_id, True, version=version, actor_id=actor_id, now=now)


def unlock_slot(slot_id: int, *, version: int | None = None, actor_id: int | None, now: datetime) -> Slot:
    """Let a slot be moved again; raises SlotIsGone, PlaceChangedMeanwhile."""
    return _set_lock(slot_id, False, version=version, actor_id=actor_id, now=now)


def _carry_out(
    settings: AgendaSettings,
    slots: Mapping[int, Slot],
    places: Places,
    versions: Versions,
    *,
    actor_id: int | None,
    now: datetime,
    kind: str | None,
    accepts_warnings: bool = True,
    like: Mapping[int, Step] | None = None,
) -> Outcome:
    event = get_event(settings.event_id)
    before = load_board(event)
    # Asked again after a lost answer, a change that is done already is no change.
    wanted = {key: in_order(place) for key, place in places.items()}
    steps = _steps(slots, wanted, like or {})
    moved = {step.slot_id: step.after for step in steps}
    _ensure_seen(slots, {key: versions.get(key) for key in moved})
    _ensure_possible(event, before, steps)
    after = with_places(before, moved)
    _ensure_accepted(after, {step.slot_id: step.after for step in steps if not step.forced}, accepts_warnings)
    change = _write(settings, slots, steps, kind=kind, actor_id=actor_id, now=now) if steps else None
    rows = tuple(slots[key] for key in places)
    return Outcome(rows, steps, before, after, settings.draft_number, change)


def _steps(slots: Mapping[int, Slot], wanted: Places, like: Mapping[int, Step]) -> tuple[Step, ...]:
    """Return the steps that change something, otherwise like the given ones."""
    steps = (
        replace(like.get(key) or Step(key, None, None), before=slots[key].placement, after=place)
        for key, place in wanted.items()
    )
    return tuple(step for step in steps if step.before != step.after or step.states)


def _ensure_seen(slots: Mapping[int, Slot], versions: Versions) -> None:
    """Refuse a change upon older versions than the present ones; raises PlaceChangedMeanwhile."""
    stale = [slots[key] for key, seen in versions.items() if seen is not None and seen != slots[key].version]
    if stale:
        raise PlaceChangedMeanwhile(list(map(_standing, stale)))


def _standing(slot: Slot) -> Standing:
    """Return how the slot stands now."""
    return Standing(slot.id, slot.placement, slot.updated_by, slot.updated_at)


def _ensure_possible(event: Event, board: Board, steps: Iterable[Step]) -> None:
    for step in steps:
        if board.slots[step.slot_id].is_locked and not step.forced:
            raise SlotIsLocked
        if step.after is not None:
            ensure_halls(step.after, board)
            ensure_span_fits(
                step.after.starts_at,
                step.after.ends_at,
                zone=event.time_zone,
                first_day=event.starts_on,
                last_day=event.ends_on,
            )


def _ensure_accepted(board: Board, places: Places, accepts_warnings: bool) -> None:
    """Refuse places by their conflicts; raises PlaceIsBlocked, PlaceHasWarnings."""
    conflicts = _conflicts(board, places)
    for conflict in conflicts:
        if conflict.level is Level.BLOCK:
            raise PlaceIsBlocked(conflict, places)
    if conflicts and not accepts_warnings:
        raise PlaceHasWarnings(conflicts, places)


def _conflicts(board: Board, slot_ids: Iterable[int]) -> tuple[Conflict, ...]:
    found = (conflict for slot_id in slot_ids for conflict in conflicts_of(board, slot_id))
    return tuple(dict.fromkeys(conflict for conflict in found if conflict.level is not Level.IGNORE))


def _write(
    settings: AgendaSettings,
    slots: Mapping[int, Slot],
    steps: tuple[Step, ...],
    *,
    kind: str | None,
    actor_id: int | None,
    now: datetime,
) -> DraftChange:
    with refused_as(HallIsGone()):
        for step in steps:
            _put(slots[step.slot_id], step.after, actor_id, now)
            if step.states:
                slots[step.slot_id].session.state = SessionState(step.states[1])
        db.session.flush()
    only = slots[steps[0].slot_id].session_id if len(steps) == 1 else None
    name = kind or (steps[0].kind if len(steps) == 1 else "moved")
    audit.record(
        f"slots.{name}", "event", settings.event_id, actor_id=actor_id, event_id=settings.event_id, slots=len(steps)
    )
    return note_change(settings, name, actor_id=actor_id, now=now, session_id=only, steps=steps_to_json(steps))


def _put(slot: Slot, place: Placement | None, actor_id: int | None, now: datetime) -> None:
    halls = place.hall_ids if place else ()
    slot.hall_id = halls[0] if halls else None
    slot.starts_at, slot.ends_at = (place.starts_at, place.ends_at) if place else (None, None)
    kept = {joined.hall_id: joined for joined in slot.joined_halls}
    slot.joined_halls = [kept.get(hall_id) or SlotHall(hall_id=hall_id) for hall_id in halls[1:]]
    _touch(slot, actor_id, now)


def _touch(slot: Slot, actor_id: int | None, now: datetime) -> None:
    """Count a new version even where only joined halls have changed."""
    slot.updated_by, slot.updated_at = actor_id, now
    flag_modified(slot, "updated_at")


def _take_back(settings: AgendaSettings, change: DraftChange, kind: str, *, actor_id: int, now: datetime) -> Outcome:
    steps = [step.inverse for step in reversed(steps_from_json(change.steps))]
    slots = _found_slots(settings.event_id, [step.slot_id for step in steps])
    overridden = [
        _standing(slots[step.slot_id]) if step.slot_id in slots else Standing(step.slot_id, None, None, None, True)
        for step in steps
        if step.slot_id not in slots or slots[step.slot_id].placement != step.before
    ]
    if overridden:
        raise ChangeIsOverridden(overridden)
    places = {step.slot_id: step.after for step in steps}
    like = {step.slot_id: step for step in steps}
    outcome = _carry_out(settings, slots, places, {}, actor_id=actor_id, now=now, kind=kind, like=like)
    change.undone_by = outcome.number
    return outcome


def _mine(event_id: int, actor_id: int) -> Select[Any]:
    """Return the question for the actor's changes of places that were not taken back, the latest first.

    What was done before the edition got another zone cannot be taken back: its times are those of the old clock.
    """
    rezoned = select(func.max(DraftChange.number)).where(DraftChange.event_id == event_id, DraftChange.kind == REZONED)
    return (
        select(DraftChange)
        .where(
            DraftChange.event_id == event_id,
            DraftChange.actor_id == actor_id,
            DraftChange.undone_by.is_(None),
            DraftChange.number > func.coalesce(rezoned.scalar_subquery(), 0),
            cast(DraftChange.steps, Text) != "[]",
        )
        .order_by(DraftChange.number.desc())
        .execution_options(populate_existing=True)
    )


def _set_lock(slot_id: int, locked: bool, *, version: int | None, actor_id: int | None, now: datetime) -> Slot:
    settings = lock_draft(_event_of(slot_id))
    slots = _locked_slots(settings.event_id, [slot_id])
    slot = slots[slot_id]
    if slot.is_locked == locked:
        return slot
    _ensure_seen(slots, {slot_id: version})
    slot.is_locked = locked
    _touch(slot, actor_id, now)
    kind = "locked" if locked else "unlocked"
    audit.record(f"slot.{kind}", "slot", slot_id, actor_id=actor_id, event_id=settings.event_id)
    note_change(settings, kind, actor_id=actor_id, now=now, session_id=slot.session_id)
    return slot


def _event_of(slot_id: int) -> int:
    event_id = db.session.scalar(select(Slot.event_id).where(Slot.id == slot_id))
    if event_id is None:
        raise SlotIsGone
    return event_id


def _locked_slots(event_id: int, keys: Collection[int]) -> dict[int, Slot]:
    slots = _found_slots(event_id, keys)
    if len(slots) < len(set(keys)):
        raise SlotIsGone
    return slots


def _found_slots(event_id: int, keys: Collection[int]) -> dict[int, Slot]:
    statement = (
        select(Slot)
        .where(Slot.event_id == event_id, Slot.id.in_(keys))
        .options(selectinload(Slot.joined_halls), selectinload(Slot.session))
        .order_by(Slot.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {slot.id: slot for slot in db.session.scalars(statement)}
