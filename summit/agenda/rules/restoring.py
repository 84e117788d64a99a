"""Bringing the draft back to what a release showed: which slots move where, and what cannot be brought back."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from summit.errors import N_
from summit.events.rules import moved_window, rezoned

from .kinds import SessionKind, SessionState
from .places import Step, in_order
from .programme import Programme, ProgrammeSlot, Texts
from .timing import Placement


class LossReason(StrEnum):
    """Why a slot of a release cannot be brought back."""

    SESSION_GONE = "session_gone"
    SLOT_GONE = "slot_gone"
    HALL_GONE = "hall_gone"
    TIME_GONE = "time_gone"


LOSS_NAMES = {
    LossReason.SESSION_GONE: N_("The session was deleted."),
    LossReason.SLOT_GONE: N_("The session is no longer repeated at this time."),
    LossReason.HALL_GONE: N_("The hall was deleted, so the session goes to the unscheduled ones."),
    LossReason.TIME_GONE: N_(
        "The time lies outside of the edition's days, so the session goes to the unscheduled ones."
    ),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a slot stands in the draft now; `placement` None: in the pool."""

    slot_id: int
    session_id: int
    kind: SessionKind
    state: SessionState
    placement: Placement | None = None
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """A slot of the release that cannot be brought back, with its session's titles and its place then."""

    slot_id: int
    session_id: int
    titles: Texts
    placement: Placement
    reason: LossReason


@dataclass(frozen=True, slots=True)
class Restoration:
    """What restoring a release does to the draft: a step for each slot that differs from how it stands now.

    `states` is {session id: state} of the sessions whose state changes; `locked` are the slots among the steps whose
    place is locked: they move all the same, and stay locked.
    """

    steps: tuple[Step, ...] = ()
    states: Mapping[int, SessionState] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    locked: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether the draft stands as it did already, but for what is lost."""
        return not self.steps

    @property
    def places(self) -> dict[int, Placement | None]:
        """Return {slot id: place, None for the pool} of the slots whose place changes."""
        return {step.slot_id: step.after for step in self.steps if step.before != step.after}


def plan_restoration(
    programme: Programme,
    draft: Mapping[int, Standing],
    *,
    hall_ids: Collection[int],
    fits: Callable[[Placement], bool],
) -> Restoration:
    """Return what brings the draft's places and cancellations back to those of a release.

    `draft` holds every slot of the edition by id, `hall_ids` the halls that there are, `fits` tells whether a place
    lies within the edition's days. What the release did not show goes to the pool, but for blockers, which no
    release shows. A slot that was cancelled keeps its place with its session cancelled; while its session was held
    at other times it goes to the pool.
    """
    sessions = {slot.session_id for slot in draft.values()}
    losses: list[Loss] = []
    wanted: dict[int, Placement | None] = {
        key: None for key, slot in draft.items() if slot.kind is not SessionKind.BLOCKER
    }
    for slot in programme.slots:
        reason = _loss(slot, draft, sessions, hall_ids, fits)
        place = Placement(slot.hall_ids, slot.starts_at, slot.ends_at)
        if reason is not None:
            titles = programme.session_of[slot.session_id].titles
            losses.append(Loss(slot.id, slot.session_id, titles, place, reason))
        elif not slot.is_cancelled or not _is_held(programme, slot.session_id):
            wanted[slot.id] = place
    states = _states(programme, draft)
    steps = tuple(step for key in sorted(draft) if (step := _step(draft[key], wanted, states)))
    # What was cancelled then is not missed now.
    kept = tuple(loss for loss in losses if not programme.slot_of[loss.slot_id].is_cancelled)
    locked = tuple(step.slot_id for step in steps if draft[step.slot_id].is_locked and step.before != step.after)
    return Restoration(steps, states, kept, locked)


def in_zone(programme: Programme, zone: str) -> Programme:
    """Return the programme with its slots at the moments when the clock of `zone` shows what its own showed."""
    if programme.time_zone == zone:
        return programme

    def move(moment: datetime) -> datetime:
        return rezoned(moment, programme.time_zone, zone)

    spans = {slot.id: moved_window(slot.starts_at, slot.ends_at, move) for slot in programme.slots}
    slots = tuple(replace(slot, starts_at=spans[slot.id][0], ends_at=spans[slot.id][1]) for slot in programme.slots)
    return replace(programme, time_zone=zone, slots=slots)


def _step(slot: Standing, wanted: Mapping[int, Placement | None], states: Mapping[int, SessionState]) -> Step | None:
    after = in_order(wanted.get(slot.slot_id, slot.placement))
    change = (slot.state.value, states[slot.session_id].value) if slot.session_id in states else None
    if after == slot.placement and change is None:
        return None
    return Step(slot.slot_id, slot.placement, after, forced=True, states=change)


def _loss(
    slot: ProgrammeSlot,
    draft: Mapping[int, Standing],
    sessions: Collection[int],
    hall_ids: Collection[int],
    fits: Callable[[Placement], bool],
) -> LossReason | None:
    if slot.id not in draft:
        return LossReason.SLOT_GONE if slot.session_id in sessions else LossReason.SESSION_GONE
    if not set(slot.hall_ids) <= set(hall_ids):
        return LossReason.HALL_GONE
    place = Placement(slot.hall_ids, slot.starts_at, slot.ends_at)
    return None if fits(place) else LossReason.TIME_GONE


def _is_held(programme: Programme, session_id: int) -> bool:
    return any(not slot.is_cancelled for slot in programme.slots_of_session[session_id])


def _states(programme: Programme, draft: Mapping[int, Standing]) -> dict[int, SessionState]:
    """Return the sessions whose state differs from what the release said of them."""
    present = {slot.session_id: slot.state for slot in draft.values()}
    held = {
        session.id: SessionState.CONFIRMED if _is_held(programme, session.id) else SessionState.CANCELLED
        for session in programme.sessions
        if session.id in present and programme.slots_of_session.get(session.id)
    }
    return {key: state for key, state in held.items() if present[key] is not state}
