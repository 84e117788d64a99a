"""Proposals of the automatic schedule as JSON, and what is refused around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from summit.errors import N_, DomainError

from .autoschedule import Options, Outcome, Reason, ReasonKind, Unplaced
from .board import Board
from .kinds import ProposalStatus, SessionKind
from .places import place_from_json, place_to_json
from .timing import Placement

SECONDS = (5, 20, 60)
MOST_MOVES = 500
PROPOSAL_NAMES = {
    ProposalStatus.QUEUED: N_("At work"),
    ProposalStatus.READY: N_("Ready to be looked at"),
    ProposalStatus.ACCEPTED: N_("Accepted"),
    ProposalStatus.DISCARDED: N_("Discarded"),
    ProposalStatus.FAILED: N_("Failed"),
}


class NothingToPlace(DomainError):
    """No session waits for a place."""

    message = N_("There is nothing to place: every session has its place, or none of the chosen ones is waiting.")


class NowhereToPlace(DomainError):
    """No hall or no day is left to place anything in."""

    message = N_("Please choose at least one hall and one day of this edition.")


class NothingChosen(DomainError):
    """No place of the proposal was ticked."""

    message = N_("Please tick at least one session.")


class ProposalIsOver(DomainError):
    """The proposal is not there to be accepted or discarded any more."""

    message = N_("This proposal is accepted or discarded already, or it is still being worked on.")


@dataclass(frozen=True, slots=True)
class ProposedPlace:
    """A place that is proposed for a slot of this version; `before` None: it waits in the pool."""

    slot_id: int
    version: int
    place: Placement
    before: Placement | None = None
    is_accepted: bool = False


def ensure_options(board: Board, options: Options) -> Options:
    """Return the options without what is not there (any more); raises NothingToPlace, NowhereToPlace."""
    waiting = {slot.id for slot in board.pool if slot.kind is SessionKind.SESSION}
    slot_ids = tuple(key for key in dict.fromkeys(options.slot_ids) if key in waiting)
    halls = None if options.hall_ids is None else tuple(key for key in board.halls if key in options.hall_ids)
    days = None if options.days is None else tuple(day for day in sorted(board.hours) if day in options.days)
    usable = [key for key, hall in board.halls.items() if not hall.is_hidden] if halls is None else halls
    if not slot_ids:
        raise NothingToPlace
    if not usable or days == ():
        raise NowhereToPlace
    return Options(
        slot_ids=slot_ids,
        days=days,
        hall_ids=halls,
        most_moves=min(max(options.most_moves, 0), MOST_MOVES),
        prominent=options.prominent,
        seed=options.seed,
        iterations=options.iterations,
        seconds=options.seconds,
    )


def options_to_json(options: Options) -> dict[str, Any]:
    """Return options as models.Proposal keeps them."""
    return {
        "slots": list(options.slot_ids),
        "days": None if options.days is None else [day.isoformat() for day in options.days],
        "halls": None if options.hall_ids is None else list(options.hall_ids),
        "most_moves": options.most_moves,
        "prominent": sorted(options.prominent),
        "seed": options.seed,
        "iterations": options.iterations,
        "seconds": options.seconds,
    }


def options_from_json(values: Mapping[str, Any]) -> Options:
    """Return the options that `options_to_json` wrote."""
    days, halls = values["days"], values["halls"]
    return Options(
        slot_ids=tuple(values["slots"]),
        days=None if days is None else tuple(map(date.fromisoformat, days)),
        hall_ids=None if halls is None else tuple(halls),
        most_moves=values["most_moves"],
        prominent=frozenset(values["prominent"]),
        seed=values["seed"],
        iterations=values["iterations"],
        seconds=values["seconds"],
    )


def places_of(outcome: Outcome, board: Board, versions: Mapping[int, int]) -> list[ProposedPlace]:
    """Return the places of an outcome on the board that it was found for."""
    return [
        ProposedPlace(key, versions[key], place, board.slots[key].placement)
        for key, place in outcome.placements.items()
        if key in versions
    ]


def places_to_json(places: Sequence[ProposedPlace]) -> list[dict[str, Any]]:
    """Return proposed places as models.Proposal keeps them."""
    return [
        {
            "slot": one.slot_id,
            "version": one.version,
            "place": place_to_json(one.place),
            "before": place_to_json(one.before),
            "accepted": one.is_accepted,
        }
        for one in places
    ]


def places_from_json(values: Sequence[Mapping[str, Any]]) -> list[ProposedPlace]:
    """Return the proposed places that `places_to_json` wrote."""
    return [
        ProposedPlace(one["slot"], one["version"], place, place_from_json(one["before"]), one["accepted"])
        for one in values
        if (place := place_from_json(one["place"]))
    ]


def unplaced_to_json(unplaced: Sequence[Unplaced]) -> list[dict[str, Any]]:
    """Return what has no place, with the reasons, as models.Proposal keeps it."""
    return [
        {"slot": one.slot_id, "reason": one.reason.kind.value, "params": dict(one.reason.params)} for one in unplaced
    ]


def unplaced_from_json(values: Sequence[Mapping[str, Any]]) -> list[Unplaced]:
    """Return what `unplaced_to_json` wrote."""
    return [Unplaced(one["slot"], Reason(ReasonKind(one["reason"]), one["params"])) for one in values]
