"""Placing sessions: what is written, what is refused, and what undo and redo make of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from summit.agenda.models import DraftChange, Slot
from summit.agenda.queries.board import load_board
from summit.agenda.rules.board import ConflictKind
from summit.agenda.rules.kinds import SessionKind
from summit.agenda.rules.places import (
    ChangeIsOverridden,
    HallIsGone,
    HallIsMissing,
    NothingToRedo,
    NothingToUndo,
    PlaceChangedMeanwhile,
    PlaceIsBlocked,
    SlotIsGone,
    SlotIsLocked,
)
from summit.agenda.rules.timing import Placement, SlotCrossesDays, SlotIsEmpty, SlotIsOffGrid, SlotIsOutsideDays
from summit.agenda.services import placing
from summit.database import transaction
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_session, make_settings, make_slot, make_speaker
from tests.factories import NOON, make_event, make_hall, make_staff

HOUR = timedelta(hours=1)


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event)


@pytest.fixture
def actor(event):
    return make_staff(event, Role.AGENDA)


def at(hall, start=NOON, minutes=45, *joined):
    return Placement((hall.id, *(one.id for one in joined)), start, start + timedelta(minutes=minutes))


def place(slot, placement, actor, **values):
    with transaction():
        return placing.place(slot.id, placement, actor_id=actor.id, now=NOON, **values)


def place_many(event, places, actor, **values):
    with transaction():
        return placing.place_many(event.id, places, actor_id=actor.id, now=NOON, **values)


def undo(event, actor):
    with transaction():
        return placing.undo(event.id, actor_id=actor.id, now=NOON)


def redo(event, actor):
    with transaction():
        return placing.redo(event.id, actor_id=actor.id, now=NOON)


def standing(event):
    return {key: slot.placement for key, slot in load_board(event).slots.items()}


def changes(db, event):
    rows = db.session.scalars(select(DraftChange).where(DraftChange.event_id == event.id).order_by(DraftChange.number))
    return [(row.number, row.kind) for row in rows]


def test_a_session_leaves_the_pool_for_a_place(db, event, hall, actor):
    slot = make_slot(make_session(event))
    placed = place(slot, at(hall), actor, version=slot.version)
    assert standing(event) == {slot.id: at(hall)}
    assert (placed.updated_by, placed.updated_at, placed.version) == (actor.id, NOON, 2)
    change = db.session.scalars(select(DraftChange)).one()
    assert (change.number, change.kind, change.session_id, change.actor_id) == (1, "placed", slot.session_id, actor.id)
    assert [(step["slot"], step["before"]) for step in change.steps] == [(slot.id, None)]


def test_a_session_may_fill_several_halls_in_any_order(event, hall, actor):
    second, third = make_hall(event), make_hall(event)
    slot = make_slot(make_session(event))
    place(slot, at(second, NOON, 45, third, hall), actor)
    assert standing(event)[slot.id].hall_ids == (second.id, hall.id, third.id)
    place(slot, at(second, NOON, 45, hall), actor)
    assert standing(event)[slot.id].hall_ids == (second.id, hall.id)


def test_a_change_of_the_further_halls_alone_counts_a_version(event, hall, actor):
    other = make_hall(event)
    slot = make_placed(event, hall)
    assert place(slot, at(hall, NOON, 45, other), actor, version=1).version == 2


@pytest.mark.parametrize(
    ("move", "kind"),
    [
        (lambda hall: None, "unplaced"),
        (lambda hall: at(hall, NOON, 60), "resized"),
        (lambda hall: at(hall, NOON + HOUR), "moved"),
    ],
)
def test_a_change_says_what_it_did(db, event, hall, actor, move, kind):
    slot = make_placed(event, hall)
    place(slot, move(hall), actor)
    assert changes(db, event) == [(1, kind)]


def test_a_session_that_stands_there_already_is_no_change(db, event, hall, actor):
    slot = make_placed(event, hall)
    assert place(slot, at(hall), actor, version=99).version == slot.version
    assert changes(db, event) == []


def test_a_stale_board_is_refused_with_what_is_there_now(event, hall, actor):
    slot, other = make_placed(event, hall), make_staff(event, Role.OWNER)
    seen = slot.version
    place(slot, at(hall, NOON + HOUR), other)
    with pytest.raises(PlaceChangedMeanwhile) as refusal:
        place(slot, at(hall, NOON + 2 * HOUR), actor, version=seen)
    (found,) = refusal.value.found
    expected = (slot.id, at(hall, NOON + HOUR), other.id, NOON)
    assert (found.slot_id, found.placement, found.actor_id, found.changed_at) == expected
    assert standing(event)[slot.id] == at(hall, NOON + HOUR)


def test_a_taken_hall_is_refused_and_nothing_is_done(db, event, hall, actor):
    taken, slot, free = make_placed(event, hall), make_slot(make_session(event)), make_slot(make_session(event))
    with pytest.raises(PlaceIsBlocked) as refusal:
        place_many(event, {free.id: at(hall, NOON + 3 * HOUR), slot.id: at(hall, NOON + timedelta(minutes=40))}, actor)
    assert refusal.value.conflict.kind is ConflictKind.HALL_OVERLAP
    assert standing(event) == {taken.id: at(hall), slot.id: None, free.id: None}
    assert changes(db, event) == []


def test_a_further_hall_that_is_taken_is_refused(event, hall, actor):
    make_placed(event, hall)
    slot = make_slot(make_session(event))
    with pytest.raises(PlaceIsBlocked):
        place(slot, at(make_hall(event), NOON, 45, hall), actor)


def test_sessions_that_touch_stand_side_by_side(event, hall, actor):
    make_placed(event, hall)
    make_settings(event, changeover_minutes=0)
    slot = make_slot(make_session(event))
    place(slot, at(hall, NOON + timedelta(minutes=45)), actor)
    assert standing(event)[slot.id] is not None


def test_a_warning_is_given_back(event, hall, actor):
    speaker = make_speaker(event)
    first, second = make_session(event, "", speaker), make_session(event, "", speaker)
    make_slot(first, make_hall(event))
    slot = make_slot(second)
    outcome = place_many(event, {slot.id: at(hall)}, actor)
    assert [conflict.kind for conflict in outcome.conflicts] == [ConflictKind.PERSON_OVERLAP]


def test_a_level_set_to_refuse_refuses(event, hall, actor):
    make_settings(event, levels={"outside_hours": "block"})
    slot = make_slot(make_session(event))
    with pytest.raises(PlaceIsBlocked):
        place(slot, at(hall, NOON - 6 * HOUR), actor)


@pytest.mark.parametrize(
    ("start", "minutes", "refusal"),
    [
        (NOON, 0, SlotIsEmpty),
        (NOON, -30, SlotIsEmpty),
        (NOON + timedelta(minutes=2), 45, SlotIsOffGrid),
        (NOON, 43, SlotIsOffGrid),
        (NOON - timedelta(days=1), 45, SlotIsOutsideDays),
        (NOON + timedelta(days=5), 45, SlotIsOutsideDays),
        (datetime(2026, 11, 29, 0, 30, tzinfo=UTC), 60, SlotCrossesDays),
    ],
)
def test_an_impossible_time_is_refused(event, hall, actor, start, minutes, refusal):
    slot = make_slot(make_session(event))
    with pytest.raises(refusal):
        place(slot, at(hall, start, minutes), actor)


def test_a_hall_of_another_edition_is_refused(event, actor):
    slot = make_slot(make_session(event))
    with pytest.raises(HallIsGone):
        place(slot, at(make_hall(make_event())), actor)


@pytest.mark.parametrize("halls", [(), (1, 1)])
def test_no_hall_and_the_same_twice_are_refused(event, actor, halls):
    slot = make_slot(make_session(event))
    with pytest.raises(HallIsMissing):
        place(slot, Placement(halls, NOON, NOON + HOUR), actor)


def test_a_slot_that_is_gone_or_of_another_edition_is_refused(event, hall, actor):
    foreign = make_slot(make_session(make_event()))
    with pytest.raises(SlotIsGone):
        place_many(event, {foreign.id: None}, actor)
    with pytest.raises(SlotIsGone), transaction():
        placing.place(10**9, at(hall), actor_id=actor.id, now=NOON)


def test_a_locked_session_stays_until_it_is_unlocked(db, event, hall, actor):
    slot = make_placed(event, hall)
    with transaction():
        assert placing.lock_slot(slot.id, version=slot.version, actor_id=actor.id, now=NOON).is_locked
    with pytest.raises(SlotIsLocked):
        place(slot, None, actor)
    with transaction():
        placing.lock_slot(slot.id, actor_id=actor.id, now=NOON)
        placing.unlock_slot(slot.id, actor_id=actor.id, now=NOON)
    place(slot, None, actor)
    assert changes(db, event) == [(1, "locked"), (2, "unlocked"), (3, "unplaced")]


def test_a_lock_upon_a_stale_board_is_refused(event, hall, actor):
    slot = make_placed(event, hall)
    seen = slot.version
    place(slot, at(hall, NOON + HOUR), actor)
    with pytest.raises(PlaceChangedMeanwhile), transaction():
        placing.lock_slot(slot.id, version=seen, actor_id=actor.id, now=NOON)


def swap(first, second, actor, **values):
    with transaction():
        return placing.swap(first.id, second.id, actor_id=actor.id, now=NOON, **values)


def test_two_sessions_change_places_and_keep_their_lengths(event, hall, actor):
    other = make_hall(event)
    first = make_slot(make_session(event, minutes=30), hall)
    second = make_slot(make_session(event, minutes=60), other, NOON + HOUR)
    swap(first, second, actor)
    assert standing(event) == {first.id: at(other, NOON + HOUR, 30), second.id: at(hall, NOON, 60)}


def test_a_session_changes_places_with_one_of_the_pool(event, hall, actor):
    placed, waiting = make_placed(event, hall), make_slot(make_session(event, minutes=30))
    swap(placed, waiting, actor)
    assert standing(event) == {placed.id: None, waiting.id: at(hall, NOON, 30)}


def test_an_exchange_that_does_not_fit_is_refused_whole(event, hall, actor):
    other = make_hall(event)
    short, _after = (
        make_slot(make_session(event, minutes=30), hall),
        make_placed(event, hall, NOON + timedelta(minutes=30)),
    )
    long = make_slot(make_session(event, minutes=60), other)
    before = standing(event)
    with pytest.raises(PlaceIsBlocked):
        swap(short, long, actor)
    assert standing(event) == before


def test_neighbours_move_on_together(event, hall, actor):
    first, second = make_placed(event, hall), make_placed(event, hall, NOON + timedelta(minutes=45))
    moved = {first.id: at(hall, NOON + timedelta(minutes=45)), second.id: at(hall, NOON + timedelta(minutes=90))}
    place_many(event, moved, actor)
    assert standing(event) == moved


def test_undo_and_redo_go_back_and_forth_through_all_changes(db, event, hall, actor):
    slot = make_slot(make_session(event))
    place(slot, at(hall), actor)
    place(slot, at(hall, NOON + HOUR), actor)
    assert undo(event, actor).slots[0].starts_at == NOON
    undo(event, actor)
    assert standing(event) == {slot.id: None}
    with pytest.raises(NothingToUndo):
        undo(event, actor)
    redo(event, actor)
    redo(event, actor)
    assert standing(event) == {slot.id: at(hall, NOON + HOUR)}
    with pytest.raises(NothingToRedo):
        redo(event, actor)
    undo(event, actor)
    assert standing(event) == {slot.id: at(hall)}
    assert changes(db, event) == [
        (1, "placed"), (2, "moved"), (3, "undone"), (4, "undone"), (5, "redone"), (6, "redone"), (7, "undone"),
    ]  # fmt: skip
    links = dict(db.session.execute(select(DraftChange.number, DraftChange.undone_by)).all())
    assert links == {1: 4, 2: 3, 3: 6, 4: 5, 5: None, 6: 7, 7: None}


def test_a_new_change_ends_what_could_be_redone(event, hall, actor):
    slot = make_slot(make_session(event))
    place(slot, at(hall), actor)
    undo(event, actor)
    place(slot, at(hall, NOON + HOUR), actor)
    with pytest.raises(NothingToRedo):
        redo(event, actor)


def test_undo_is_of_the_own_changes_only(event, hall, actor):
    mine, theirs = make_slot(make_session(event)), make_slot(make_session(event))
    other = make_staff(event, Role.OWNER)
    place(mine, at(hall), actor)
    place(theirs, at(hall, NOON + HOUR), other)
    undo(event, actor)
    assert standing(event) == {mine.id: None, theirs.id: at(hall, NOON + HOUR)}


def test_undo_is_refused_where_somebody_changed_the_session_since(event, hall, actor):
    slot, other = make_slot(make_session(event)), make_staff(event, Role.OWNER)
    place(slot, at(hall), actor)
    place(slot, at(hall, NOON + HOUR), other)
    with pytest.raises(ChangeIsOverridden) as refusal:
        undo(event, actor)
    assert [(found.slot_id, found.actor_id) for found in refusal.value.found] == [(slot.id, other.id)]


def test_undo_is_refused_where_the_place_was_taken_since(event, hall, actor):
    slot, other = make_placed(event, hall), make_slot(make_session(event))
    place(slot, None, actor)
    place(other, at(hall), make_staff(event, Role.OWNER))
    with pytest.raises(PlaceIsBlocked):
        undo(event, actor)


def test_undo_is_refused_where_the_session_was_deleted_since(db, event, hall, actor):
    slot = make_slot(make_session(event))
    place(slot, at(hall), actor)
    db.session.delete(db.session.get(Slot, slot.id))
    db.session.commit()
    with pytest.raises(ChangeIsOverridden) as refusal:
        undo(event, actor)
    assert [found.is_gone for found in refusal.value.found] == [True]


def test_undo_takes_back_all_of_a_common_move(event, hall, actor):
    first, second = make_placed(event, hall), make_placed(event, hall, NOON + timedelta(minutes=45))
    before = standing(event)
    later = {key: at(hall, place.starts_at + timedelta(minutes=45)) for key, place in before.items()}
    place_many(event, later, actor)
    undo(event, actor)
    assert standing(event) == before
    assert {first.id, second.id} == set(before)


def test_a_lock_is_not_what_undo_takes_back(event, hall, actor):
    slot, held = make_slot(make_session(event)), make_placed(event, make_hall(event))
    place(slot, at(hall), actor)
    with transaction():
        placing.lock_slot(held.id, actor_id=actor.id, now=NOON)
    undo(event, actor)
    assert standing(event)[slot.id] is None


def test_many_rapid_moves_keep_numbers_without_gaps(db, event, hall, actor):
    slot = make_slot(make_session(event))
    for number in range(60):
        place(slot, at(hall, NOON + (number % 5) * HOUR), actor)
    assert [number for number, _ in changes(db, event)] == list(range(1, 61))


@pytest.mark.parametrize("moved", [1, 3])
def test_a_move_takes_as_many_queries_on_a_full_board_as_on_an_empty_one(event, actor, count_queries, moved):
    def queries(slot_count):
        edition = make_event()
        halls = [make_hall(edition) for _ in range(moved + 1)]
        speaker = make_speaker(edition)
        for number in range(slot_count):
            make_placed(edition, halls[-1], NOON + timedelta(days=number % 5, minutes=45 * (number // 5)))
        slots = [make_slot(make_session(edition, "", speaker)) for _ in range(moved)]
        places = {slot.id: at(hall) for slot, hall in zip(slots, halls, strict=False)}
        with count_queries() as counter:
            place_many(edition, places, actor)
        return counter.count

    assert queries(3) == queries(30)


def test_a_blocker_holds_its_hall(event, hall, actor):
    make_slot(make_session(event, kind=SessionKind.BLOCKER), hall)
    with pytest.raises(PlaceIsBlocked):
        place(make_slot(make_session(event)), at(hall), actor)
