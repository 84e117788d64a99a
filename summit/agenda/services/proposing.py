"""Proposals of the automatic schedule: ordered, finished, accepted whole or in part, discarded.

Every function locks the draft before the proposal, as everything does that may change the draft.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from summit.audit import services as audit
from summit.database import db
from summit.events.queries import get_event
from summit.jobs.services import JobCancelled, cancel_job, enqueue

from ..models import Proposal
from ..queries import proposals
from ..queries.board import load_board
from ..queries.names import load_names
from ..rules.autoschedule import Options, Outcome
from ..rules.board import Board
from ..rules.kinds import ProposalStatus
from ..rules.proposals import (
    NothingChosen,
    ProposalIsOver,
    ensure_options,
    options_from_json,
    options_to_json,
    places_from_json,
    places_of,
    places_to_json,
    unplaced_to_json,
)
from .drafting import lock_draft
from .placing import Outcome as Placed
from .placing import place_many

KIND = "agenda.autoschedule"
# The name of the change by which a proposal comes into the draft.
CHANGE = "scheduled"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The draft of one moment: what a proposal is worked out for."""

    board: Board
    versions: dict[int, int]
    draft_number: int
    options: Options


def order_proposal(event_id: int, wanted: Options, *, actor_id: int | None, now: datetime) -> Proposal:
    """Order a proposal; the same order of the same person while one is at work returns that one.

    The seed grows from proposal to proposal, so that asking again gives another one. Raises NothingToPlace,
    NowhereToPlace.
    """
    settings = lock_draft(event_id)
    event = get_event(event_id)
    asked = ensure_options(load_board(event), wanted)
    for known in proposals.list_unfinished(event_id):
        same = replace(options_from_json(known.options), seed=asked.seed, prominent=asked.prominent) == asked
        if same and known.created_by == actor_id and known.job is not None and not known.job.is_finished:
            return known
    seed = proposals.count_proposals(event_id) + 1
    prominent = frozenset(proposals.list_prominent(event_id))
    proposal = Proposal(
        event_id=event_id,
        options=options_to_json(replace(asked, seed=seed, prominent=prominent)),
        score={},
        draft_number=settings.draft_number,
        created_by=actor_id,
        created_at=now,
    )
    db.session.add(proposal)
    db.session.flush()
    proposal.job = enqueue(KIND, {"proposal_id": proposal.id}, event_id=event_id, created_by=actor_id)
    proposal.job.total = asked.seconds
    _record("ordered", proposal, actor_id, sessions=len(asked.slot_ids))
    return proposal


def read_draft(proposal_id: int) -> Snapshot | None:
    """Return the draft as it stands, none of it changing meanwhile; None where the proposal is not at work any more."""
    proposal = proposals.get_proposal(proposal_id)
    settings = lock_draft(proposal.event_id)
    event = get_event(proposal.event_id)
    if proposals.lock_proposal(proposal_id).status is not ProposalStatus.QUEUED:
        return None
    versions = {key: slot.version for key, slot in load_names(event).slots.items()}
    return Snapshot(load_board(event), versions, settings.draft_number, options_from_json(proposal.options))


def finish_proposal(proposal_id: int, snapshot: Snapshot, outcome: Outcome) -> None:
    """Write down what was worked out; raises JobCancelled when nobody waits for it any more."""
    proposal = proposals.lock_proposal(proposal_id)
    if proposal.status is not ProposalStatus.QUEUED:
        raise JobCancelled
    proposal.placements = places_to_json(places_of(outcome, snapshot.board, snapshot.versions))
    proposal.unplaced = unplaced_to_json(outcome.unplaced)
    proposal.score = dict(outcome.score)
    proposal.draft_number = snapshot.draft_number
    proposal.status = ProposalStatus.READY
    _record("finished", proposal, proposal.created_by, places=len(outcome.placements), without=len(outcome.unplaced))


def accept_proposal(proposal_id: int, slot_ids: Collection[int], *, actor_id: int | None, now: datetime) -> Placed:
    """Put these slots of a proposal into their places, all of them or none; what was accepted before is passed over.

    Raises ProposalIsOver, NothingChosen, and what services.placing.place_many raises: above all
    PlaceChangedMeanwhile for what somebody else has moved since.
    """
    event_id = proposals.get_proposal(proposal_id).event_id
    lock_draft(event_id)
    proposal = proposals.lock_proposal(proposal_id)
    if proposal.status is not ProposalStatus.READY:
        raise ProposalIsOver
    places = places_from_json(proposal.placements)
    chosen = [one for one in places if one.slot_id in slot_ids and not one.is_accepted]
    if not chosen:
        raise NothingChosen
    placed = place_many(
        event_id,
        {one.slot_id: one.place for one in chosen},
        versions={one.slot_id: one.version for one in chosen},
        actor_id=actor_id,
        now=now,
        kind=CHANGE,
    )
    keys = {one.slot_id for one in chosen}
    places = [replace(one, is_accepted=one.is_accepted or one.slot_id in keys) for one in places]
    proposal.placements = places_to_json(places)
    if all(one.is_accepted for one in places):
        proposal.status = ProposalStatus.ACCEPTED
    _record("accepted", proposal, actor_id, places=len(chosen))
    return placed


def discard_proposal(proposal_id: int, *, actor_id: int | None) -> None:
    """Give up a proposal, also while it is worked on; a repeat changes nothing. Raises ProposalIsOver if accepted."""
    lock_draft(proposals.get_proposal(proposal_id).event_id)
    proposal = proposals.lock_proposal(proposal_id)
    if proposal.status is ProposalStatus.DISCARDED:
        return
    if proposal.status is ProposalStatus.ACCEPTED:
        raise ProposalIsOver
    found = proposals.find_proposal(proposal.event_id, proposal_id)
    if found is not None and found.job is not None:
        cancel_job(found.job)
    proposal.status = ProposalStatus.DISCARDED
    _record("discarded", proposal, actor_id)


def _record(action: str, proposal: Proposal, actor_id: int | None, **detail: Any) -> None:
    audit.record(f"proposal.{action}", "proposal", proposal.id, actor_id=actor_id, event_id=proposal.event_id, **detail)
