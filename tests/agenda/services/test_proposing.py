"""Proposals of the automatic schedule: ordered, worked out, accepted whole or in part, discarded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.agenda.models import DraftChange, Proposal, Slot
from summit.agenda.queries.proposals import find_proposal, list_proposals
from summit.agenda.rules.autoschedule import Options, Outcome, Reason, ReasonKind, Unplaced, propose
from summit.agenda.rules.kinds import ProposalStatus, SessionFormat, SessionKind
from summit.agenda.rules.places import PlaceChangedMeanwhile, PlaceIsBlocked, SlotIsGone
from summit.agenda.rules.proposals import (
    NothingChosen,
    NothingToPlace,
    NowhereToPlace,
    ProposalIsOver,
    options_from_json,
    options_to_json,
    places_from_json,
    unplaced_from_json,
)
from summit.agenda.rules.timing import Placement
from summit.agenda.services import placing, proposing, sessions
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.rules import JobStatus
from summit.jobs.services import JobCancelled
from tests.agenda.factories import make_placed, make_session, make_slot
from tests.factories import NOON, make_account, make_event, make_hall

HOUR = timedelta(hours=1)


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event)


@pytest.fixture
def actor(db):
    return make_account().id


def waiting(event, count: int = 2, **values) -> list[Slot]:
    return [make_slot(make_session(event, f"Session {number}", **values)) for number in range(count)]


def order(event, actor, slots, **values) -> Proposal:
    wanted = Options(**({"slot_ids": tuple(slot.id for slot in slots), "iterations": 50} | values))
    with transaction():
        return proposing.order_proposal(event.id, wanted, actor_id=actor, now=utcnow())


def worked_out(event, actor, slots, **values) -> Proposal:
    """A proposal that is ready, without a process of its own."""
    proposal = order(event, actor, slots, **values)
    with transaction():
        snapshot = proposing.read_draft(proposal.id)
        proposing.finish_proposal(proposal.id, snapshot, propose(snapshot.board, snapshot.options))
    return find_proposal(event.id, proposal.id)


def accept(proposal, actor, *slots) -> placing.Outcome:
    with transaction():
        return proposing.accept_proposal(proposal.id, [one.id for one in slots], actor_id=actor, now=utcnow())


def fresh(db, slot) -> Slot:
    options = [selectinload(Slot.joined_halls)]
    return db.session.get(Slot, slot.id, populate_existing=True, options=options)


def test_an_order_is_a_job_with_the_chosen_options(event, hall, actor):
    slots = waiting(event)
    proposal = order(event, actor, slots, days=(date(2026, 11, 29),), hall_ids=(hall.id, 99), most_moves=3, seconds=5)
    options = options_from_json(proposal.options)
    assert options.slot_ids == tuple(slot.id for slot in slots)
    assert (options.days, options.hall_ids, options.most_moves) == ((date(2026, 11, 29),), (hall.id,), 3)
    assert (proposal.status, proposal.job.status) == (ProposalStatus.QUEUED, JobStatus.QUEUED)
    assert (proposal.job.kind, proposal.job.total) == (proposing.KIND, 5)


def test_the_same_order_while_one_is_at_work_is_that_one(event, hall, actor):
    slots = waiting(event)
    first = order(event, actor, slots)
    assert order(event, actor, slots).id == first.id
    assert order(event, actor, slots[:1]).id != first.id
    assert order(event, make_account().id, slots).id != first.id


def test_each_proposal_has_another_seed(event, hall, actor):
    slots = waiting(event)
    seeds = {options_from_json(worked_out(event, actor, slots).options).seed for _ in range(2)}
    assert len(seeds) == 2


def test_featured_and_plenary_sessions_are_prominent(event, hall, actor):
    (featured,) = waiting(event, 1, is_featured=True)
    (plenary,) = waiting(event, 1, format=SessionFormat.PLENARY)
    (plain,) = waiting(event, 1)
    proposal = order(event, actor, [featured, plenary, plain])
    assert options_from_json(proposal.options).prominent == {featured.id, plenary.id}


def test_without_anything_that_waits_there_is_no_proposal(event, hall, actor):
    placed = make_placed(event, hall)
    other = make_slot(make_session(make_event()))
    blocker = make_slot(make_session(event, kind=SessionKind.BLOCKER))
    with pytest.raises(NothingToPlace):
        order(event, actor, [placed, other, blocker])


def test_without_a_hall_or_a_day_there_is_no_proposal(event, actor):
    slots = waiting(event)
    with pytest.raises(NowhereToPlace):
        order(event, actor, slots)
    hall = make_hall(event)
    with pytest.raises(NowhereToPlace):
        order(event, actor, slots, hall_ids=(hall.id + 1,))
    with pytest.raises(NowhereToPlace):
        order(event, actor, slots, days=(date(2030, 1, 1),))


def test_what_was_worked_out_is_kept_with_versions_and_reasons(event, actor):
    slots = waiting(event, 1)
    (large,) = waiting(event, 1, capacity=500)
    hall = make_hall(event, capacity=50)
    proposal = worked_out(event, actor, [*slots, large])
    (place,) = places_from_json(proposal.placements)
    assert (place.slot_id, place.version, place.before) == (slots[0].id, slots[0].version, None)
    assert place.place.hall_ids == (hall.id,)
    reason = Reason(ReasonKind.HALL_TOO_SMALL, {"people": 500, "room": 50})
    assert unplaced_from_json(proposal.unplaced) == [Unplaced(large.id, reason)]
    assert proposal.status is ProposalStatus.READY
    assert (proposal.score["placed"], proposal.score["unplaced"]) == (1, 1)


def test_a_proposal_changes_nothing_until_it_is_accepted(event, hall, actor, db):
    slots = waiting(event)
    proposal = worked_out(event, actor, slots)
    assert [fresh(db, slot).starts_at for slot in slots] == [None, None]
    accept(proposal, actor, *slots)
    places = {one.slot_id: one.place for one in places_from_json(proposal.placements)}
    assert {slot.id: fresh(db, slot).placement for slot in slots} == places
    assert find_proposal(event.id, proposal.id).status is ProposalStatus.ACCEPTED


def test_an_accepted_proposal_is_one_change_that_can_be_undone(event, hall, actor, db):
    slots = waiting(event)
    accept(worked_out(event, actor, slots), actor, *slots)
    changes = db.session.scalars(select(DraftChange).where(DraftChange.event_id == event.id)).all()
    assert [(change.kind, len(change.steps)) for change in changes] == [(proposing.CHANGE, 2)]
    with transaction():
        placing.undo(event.id, actor_id=actor, now=utcnow())
    assert [fresh(db, slot).starts_at for slot in slots] == [None, None]


def test_a_part_can_be_accepted_and_later_the_rest(event, hall, actor, db):
    one, other = waiting(event)
    proposal = worked_out(event, actor, [one, other])
    accept(proposal, actor, one)
    assert fresh(db, one).starts_at is not None
    assert fresh(db, other).starts_at is None
    half = find_proposal(event.id, proposal.id)
    assert half.status is ProposalStatus.READY
    assert {row.slot_id: row.is_accepted for row in places_from_json(half.placements)} == {
        one.id: True,
        other.id: False,
    }
    with pytest.raises(NothingChosen):
        accept(proposal, actor, one)
    accept(proposal, actor, one, other)
    assert fresh(db, other).starts_at is not None
    assert find_proposal(event.id, proposal.id).status is ProposalStatus.ACCEPTED


def test_what_somebody_moved_meanwhile_is_refused_by_name_and_nothing_is_half_done(event, hall, actor, db):
    one, other = waiting(event)
    proposal = worked_out(event, actor, [one, other])
    elsewhere = Placement((make_hall(event).id,), NOON + 5 * HOUR, NOON + 6 * HOUR)
    with transaction():
        placing.place(other.id, elsewhere, actor_id=make_account().id, now=utcnow())
    with pytest.raises(PlaceChangedMeanwhile) as refused:
        accept(proposal, actor, one, other)
    assert [standing.slot_id for standing in refused.value.found] == [other.id]
    assert fresh(db, one).starts_at is None
    assert find_proposal(event.id, proposal.id).status is ProposalStatus.READY
    accept(proposal, actor, one)
    assert fresh(db, one).starts_at is not None


def test_a_place_that_somebody_else_has_taken_is_refused(event, hall, actor, db):
    (one,) = waiting(event, 1)
    proposal = worked_out(event, actor, [one])
    (place,) = places_from_json(proposal.placements)
    make_placed(event, hall, place.place.starts_at)
    with pytest.raises(PlaceIsBlocked):
        accept(proposal, actor, one)
    assert fresh(db, one).starts_at is None


def test_a_session_that_was_deleted_meanwhile_is_refused(event, hall, actor, db):
    one, other = waiting(event)
    proposal = worked_out(event, actor, [one, other])
    with transaction():
        sessions.delete_session(other.session_id, actor_id=actor, now=utcnow())
    with pytest.raises(SlotIsGone):
        accept(proposal, actor, one, other)
    assert fresh(db, one).starts_at is None


def test_nothing_ticked_or_something_strange_is_refused(event, hall, actor):
    slots = waiting(event)
    proposal = worked_out(event, actor, slots)
    with pytest.raises(NothingChosen):
        accept(proposal, actor)
    with pytest.raises(NothingChosen):
        accept(proposal, actor, make_placed(event, hall))


def test_discarding_stops_the_work_and_a_repeat_is_harmless(event, hall, actor):
    proposal = order(event, actor, waiting(event))
    for _ in range(2):
        with transaction():
            proposing.discard_proposal(proposal.id, actor_id=actor)
    found = find_proposal(event.id, proposal.id)
    assert (found.status, found.job.status) == (ProposalStatus.DISCARDED, JobStatus.CANCELLED)


def test_what_is_over_can_be_neither_accepted_nor_discarded(event, hall, actor):
    slots = waiting(event)
    proposal = worked_out(event, actor, slots)
    accept(proposal, actor, *slots)
    with pytest.raises(ProposalIsOver), transaction():
        proposing.discard_proposal(proposal.id, actor_id=actor)
    with pytest.raises(ProposalIsOver):
        accept(proposal, actor, *slots)
    at_work = order(event, actor, waiting(event))
    with pytest.raises(ProposalIsOver):
        accept(at_work, actor, *slots)


def test_an_answer_for_a_discarded_proposal_is_thrown_away(event, hall, actor):
    proposal = order(event, actor, waiting(event))
    with transaction():
        snapshot = proposing.read_draft(proposal.id)
    with transaction():
        proposing.discard_proposal(proposal.id, actor_id=actor)
        assert proposing.read_draft(proposal.id) is None
    with pytest.raises(JobCancelled), transaction():
        proposing.finish_proposal(proposal.id, snapshot, Outcome({}, (), {}))
    assert find_proposal(event.id, proposal.id).status is ProposalStatus.DISCARDED


def test_the_snapshot_counts_the_changes_of_the_draft(event, hall, actor):
    one, other = waiting(event)
    proposal = order(event, actor, [one])
    with transaction():
        placing.place(other.id, Placement((hall.id,), NOON, NOON + HOUR), actor_id=actor, now=utcnow())
    with transaction():
        snapshot = proposing.read_draft(proposal.id)
    assert snapshot.draft_number == proposal.draft_number + 1
    assert [slot.id for slot in snapshot.board.placed] == [other.id]


def test_acts_are_recorded(event, hall, actor, db):
    slots = waiting(event)
    proposal = worked_out(event, actor, slots)
    accept(proposal, actor, slots[0])
    with transaction():
        proposing.discard_proposal(proposal.id, actor_id=actor)
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_type == "proposal").order_by(AuditEntry.id)
    ).all()
    assert actions == ["proposal.ordered", "proposal.finished", "proposal.accepted", "proposal.discarded"]


def test_proposals_of_another_edition_are_not_found(event, hall, actor, db):
    proposal = order(event, actor, waiting(event))
    other = make_event()
    assert find_proposal(other.id, proposal.id) is None
    assert list_proposals(other.id) == []
    assert [one.id for one in list_proposals(event.id)] == [proposal.id]


def test_options_come_back_from_json_as_they_went():
    asked = Options((1, 2), (date(2026, 11, 28),), (3,), 4, frozenset({2}), 5, None, 20)
    assert options_from_json(options_to_json(asked)) == asked
    anywhere = replace(asked, days=None, hall_ids=None)
    assert options_from_json(options_to_json(anywhere)) == anywhere
