"""Bringing the draft back to a release."""

from datetime import UTC, datetime, timedelta

import pytest

from summit.agenda.models import DraftChange, Session, Slot
from summit.agenda.queries.draft import draft_programme
from summit.agenda.queries.releases import find_release, programme_of
from summit.agenda.queries.upcoming import load_upcoming
from summit.agenda.rules.kinds import SessionKind, SessionState
from summit.agenda.rules.places import ChangeIsOverridden
from summit.agenda.rules.releases import NothingToRestore, ReleaseIsGone
from summit.agenda.rules.restoring import LossReason
from summit.agenda.rules.timing import Placement
from summit.agenda.rules.versions import compare
from summit.agenda.services import placing, releasing, restoring
from summit.audit.models import AuditEntry
from summit.database import transaction
from summit.events.rules import wall_time
from summit.events.services import update_event
from tests.agenda.factories import make_placed, make_session, make_slot
from tests.factories import NOON, make_account, make_event, make_hall

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def halls(event):
    return [make_hall(event, names={"en": f"Hall {number}"}) for number in range(3)]


@pytest.fixture
def actor(db):
    return make_account()


def do(service, *args, **values):
    with transaction():
        return service(*args, now=NOW, **values)


def release(event, name="1"):
    return do(releasing.release, event.id, name=name, actor_id=None, despite_conflicts=True)


def restore(event, actor, number=1):
    return do(restoring.restore, event.id, number, actor_id=actor.id)


def put(db, slot, hall, start=NOON):
    """Place a slot (None: the pool) without any questions."""
    slot.hall_id = hall.id if hall else None
    slot.starts_at, slot.ends_at = (start, start + 45 * timedelta(minutes=1)) if hall else (None, None)
    db.session.commit()


def stands(db):
    """Every slot's place and its session's state."""
    rows = db.session.execute(db.select(Slot.id, Slot.hall_id, Slot.starts_at, Session.state).join(Slot.session))
    return {key: (hall, start, state) for key, hall, start, state in rows}


def test_everything_goes_back_to_where_it_was(event, halls, actor, db):
    moved, swapped, other = (make_placed(event, hall) for hall in halls)
    plenary = make_slot(make_session(event), halls[0], NOON + 5 * HOUR, joined=(halls[2], halls[1]))
    release(event)
    before = stands(db)
    put(db, moved, halls[2], NOON + 24 * HOUR)
    put(db, swapped, halls[2])
    put(db, other, halls[1])
    put(db, plenary, None)
    db.session.refresh(plenary, ["joined_halls"])
    plenary.joined_halls = []
    new = make_placed(event, halls[0])
    db.session.commit()
    found = restore(event, actor)
    assert stands(db) == before | {new.id: (None, None, SessionState.CONFIRMED)}
    assert len(found.steps) == 5
    again = programme_of(find_release(event.id, 1))
    assert [(one.id, one.hall_ids, one.starts_at) for one in draft_programme(event).slots] == [
        (one.id, one.hall_ids, one.starts_at) for one in again.slots
    ]


def test_what_is_released_then_shows_the_old_places(event, halls, actor, db):
    slots = [make_placed(event, hall) for hall in halls]
    release(event)
    put(db, slots[0], halls[0], NOON + 3 * HOUR)
    db.session.get(Session, slots[1].session_id).state = SessionState.CANCELLED
    put(db, slots[2], None)
    release(event, "2")
    restore(event, actor)
    upcoming = load_upcoming(event, NOW)
    changes = compare(programme_of(find_release(event.id, 1)), upcoming.programme)
    assert not changes.touches_places
    assert {one.slot_id for one in upcoming.changes.returned} == {slots[1].id, slots[2].id}


def test_a_cancellation_comes_back_as_it_was_too(event, halls, actor, db):
    slot = make_placed(event, halls[0], state=SessionState.CANCELLED)
    make_placed(event, halls[1])
    release(event)
    db.session.get(Session, slot.session_id).state = SessionState.CONFIRMED
    put(db, slot, halls[2])
    restore(event, actor)
    assert stands(db)[slot.id] == (halls[0].id, NOON, SessionState.CANCELLED)


def test_it_is_one_change_that_can_be_undone_and_done_again(event, halls, actor, db):
    slots = [make_placed(event, hall) for hall in halls[:2]]
    release(event)
    restored = stands(db)
    put(db, slots[0], halls[2])
    session = db.session.get(Session, slots[1].session_id)
    session.state = SessionState.CANCELLED
    late = make_placed(event, halls[0], NOON + 2 * HOUR)
    db.session.commit()
    before = stands(db)
    restore(event, actor)
    changes = list(db.session.scalars(db.select(DraftChange).where(DraftChange.kind == "restored")))
    assert [len(change.steps) for change in changes] == [3]
    do(placing.undo, event.id, actor_id=actor.id)
    db.session.expire_all()
    assert stands(db) == before
    do(placing.redo, event.id, actor_id=actor.id)
    db.session.expire_all()
    assert stands(db) == restored | {late.id: (None, None, SessionState.CONFIRMED)}


def test_it_can_be_undone_though_the_draft_had_a_grave_conflict(event, halls, actor, db):
    slot = make_placed(event, halls[0])
    release(event)
    other = make_placed(event, halls[0])
    before = stands(db)
    restore(event, actor)
    assert stands(db)[other.id][0] is None
    do(placing.undo, event.id, actor_id=actor.id)
    db.session.expire_all()
    assert stands(db) == before
    assert slot.id in before


def test_what_was_moved_since_is_not_overwritten_by_the_undo(event, halls, actor, db):
    slot = make_placed(event, halls[0])
    release(event)
    put(db, slot, halls[1])
    restore(event, actor)
    put(db, slot, halls[2])
    with pytest.raises(ChangeIsOverridden):
        do(placing.undo, event.id, actor_id=actor.id)


def test_a_release_with_grave_conflicts_can_be_restored(event, halls, actor, db):
    one, other = make_placed(event, halls[0]), make_placed(event, halls[0])
    release(event)
    put(db, one, halls[1])
    put(db, other, halls[2])
    restore(event, actor)
    assert {stands(db)[key][0] for key in (one.id, other.id)} == {halls[0].id}


def test_locked_sessions_move_too_and_stay_locked(event, halls, actor, db):
    slot = make_placed(event, halls[0])
    release(event)
    put(db, slot, halls[1])
    slot.is_locked = True
    db.session.commit()
    assert restore(event, actor).locked == (slot.id,)
    db.session.refresh(slot)
    assert (slot.hall_id, slot.is_locked) == (halls[0].id, True)
    do(placing.undo, event.id, actor_id=actor.id)
    db.session.refresh(slot)
    assert (slot.hall_id, slot.is_locked) == (halls[1].id, True)


def test_blockers_and_texts_are_left_alone(event, halls, actor, db):
    slot = make_placed(event, halls[0], title="Linen")
    release(event)
    blocker = make_placed(event, halls[1], title="Cleaning", kind=SessionKind.BLOCKER)
    slot.session.titles = {"en": "Hemp"}
    put(db, slot, halls[2])
    restore(event, actor)
    assert stands(db)[blocker.id][0] == halls[1].id
    assert db.session.get(Session, slot.session_id).titles == {"en": "Hemp"}


def test_what_is_gone_is_named_and_the_rest_is_done(event, halls, actor, db):
    kept, homeless, deleted = make_placed(event, halls[0]), make_placed(event, halls[1]), make_placed(event, halls[2])
    release(event)
    put(db, kept, halls[2], NOON + 3 * HOUR)
    put(db, homeless, halls[2], NOON + 5 * HOUR)
    db.session.delete(halls[1])
    gone_id = deleted.id
    db.session.execute(db.delete(Slot).where(Slot.id == gone_id))
    db.session.commit()
    found = restore(event, actor)
    assert {loss.slot_id: loss.reason for loss in found.losses} == {
        homeless.id: LossReason.HALL_GONE,
        gone_id: LossReason.SESSION_GONE,
    }
    assert stands(db)[kept.id][:2] == (halls[0].id, NOON)
    assert stands(db)[homeless.id][:2] == (None, None)


def test_days_that_the_edition_has_lost_are_named(event, halls, actor, db):
    slot = make_placed(event, halls[0])
    release(event)
    event.starts_on += timedelta(days=1)
    db.session.commit()
    found = restore(event, actor)
    assert [loss.reason for loss in found.losses] == [LossReason.TIME_GONE]
    assert found.losses[0].placement == Placement((halls[0].id,), NOON, NOON + timedelta(minutes=45))
    assert stands(db)[slot.id][0] is None


def test_an_equal_draft_and_a_missing_release_are_refused(event, halls, actor, db):
    make_placed(event, halls[0])
    release(event)
    with pytest.raises(NothingToRestore):
        restore(event, actor)
    with pytest.raises(ReleaseIsGone):
        restore(event, actor, 2)
    with pytest.raises(ReleaseIsGone), transaction():
        restoring.restore(make_event().id, 1, actor_id=actor.id, now=NOW)


def test_the_act_is_recorded(event, halls, actor, db):
    slot = make_placed(event, halls[0])
    release(event)
    put(db, slot, halls[1])
    restore(event, actor)
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "release.restored")).one()
    assert (entry.actor_id, entry.detail) == (actor.id, {"number": 1, "slots": 1, "sessions": 0, "lost": 0})


def test_a_release_of_before_another_zone_comes_back_as_the_clock_showed_it(event, halls, actor, db):
    slot = make_placed(event, halls[0], NOON)
    release(event)
    with transaction():
        update_event(event.id, actor_id=None, time_zone="Asia/Shanghai")
    with pytest.raises(NothingToRestore):
        restore(event, actor)
    put(db, db.session.get(Slot, slot.id), None)
    restore(event, actor)
    starts_at = db.session.scalar(db.select(Slot.starts_at).where(Slot.id == slot.id))
    assert wall_time(starts_at, "Asia/Shanghai") == wall_time(NOON, "Europe/Moscow")
