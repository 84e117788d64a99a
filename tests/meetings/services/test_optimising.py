"""Runs: what they read, what they write, and how they come into force and are taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from summit.calendar.models import Claim
from summit.calendar.rules import ClaimKind
from summit.calendar.services import claim
from summit.database import transaction
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.mail.models import OutgoingMail
from summit.meetings.models import Meeting, MeetingWindow
from summit.meetings.queries.timetabling import find_published, list_runs, load_snapshot
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.kinds import MeetingFormat, MeetingStatus, RunStatus
from summit.meetings.rules.optimiser.problem import Cause, Place, Score, Timetable, Verdict
from summit.meetings.rules.timetabling import (
    ChangeKind,
    NothingToPlan,
    PlanOptions,
    RunIsAtWork,
    RunIsNotInForce,
    RunIsNotReady,
    RunIsStale,
)
from summit.meetings.services import optimising
from summit.meetings.services.placing import lock_meeting, place, unplace
from summit.meetings.services.publishing import publish_run, roll_back_run
from tests import factories
from tests.factories import NOON
from tests.meetings.factories import (
    EARLY,
    SLOT,
    make_meeting,
    make_pair,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)

STEP = timedelta(minutes=25)


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event, hours=2)
    make_table(event, "T1")
    make_table(event, "T2")
    return event


def order(event, **options):
    with transaction():
        return optimising.order_run(event.id, PlanOptions(**options), actor_id=None, now=EARLY)


def finished(event, *places, causes=(), **options):
    """A run that has found these places (slot, table) for the meetings in the order of their ids."""
    run = order(event, **options)
    with transaction():
        snapshot = optimising.begin_run(run.id, now=EARLY)
    found = tuple(Place(*one) if one else None for one in places)
    with transaction():
        timetable = Timetable(found, Verdict.FEASIBLE, Score(found.count(None), 0), causes=causes)
        optimising.finish_run(run.id, snapshot, timetable, now=EARLY)
    return run


def publish(run):
    with transaction():
        return publish_run(run.id, actor_id=None, now=EARLY)


def roll_back(run):
    with transaction():
        return roll_back_run(run.id, actor_id=None, now=EARLY)


def places(db):
    db.session.expire_all()
    rows = db.session.scalars(select(Meeting).order_by(Meeting.id))
    return [(row.starts_at - NOON) // STEP if row.starts_at else None for row in rows]


def mails(db):
    return db.session.scalar(select(func.count()).select_from(OutgoingMail))


def test_a_run_reads_what_can_be_placed(db, event):
    one, other = make_pair(event)
    agreed = make_meeting(one, other, MeetingStatus.ACCEPTED)
    placed = make_scheduled(one, make_spokesperson(event))
    make_meeting(*make_pair(event))
    online = make_scheduled(other, make_spokesperson(event), NOON + STEP, format=MeetingFormat.ONLINE)
    snapshot = load_snapshot(event, PlanOptions(), EARLY)
    assert [meeting.id for meeting in snapshot.meetings] == [agreed.id, placed.id]
    assert len(snapshot.slots) == 5
    assert one.registration_id not in snapshot.busy or not snapshot.busy[one.registration_id]
    assert snapshot.busy[other.registration_id], f"meeting {online.id} keeps its time"


def test_an_agreed_meeting_online_gets_a_time_beside_the_others(db, event):
    one, other = make_pair(event)
    make_meeting(one, other, MeetingStatus.ACCEPTED, format=MeetingFormat.ONLINE)
    make_meeting(one, make_spokesperson(event), MeetingStatus.ACCEPTED)
    publish(finished(event, (1, 0)))
    assert places(db) == [0, 1]
    assert [row.table_id is None for row in db.session.scalars(select(Meeting).order_by(Meeting.id))] == [True, False]


def test_what_has_begun_stays_where_it_is(db, event):
    make_scheduled(*make_pair(event))
    assert load_snapshot(event, PlanOptions(), NOON).meetings == ()


def test_reading_costs_the_same_for_one_meeting_and_three(db, event, count_queries):
    counts = []
    for size in (1, 2):
        for _ in range(size):
            make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
        db.session.expire_all()
        with count_queries() as counter:
            load_snapshot(event, PlanOptions(), EARLY)
        counts.append(counter.count)
    assert counts[0] == counts[1]


def test_one_run_at_a_time_and_none_without_meetings(db, event):
    with pytest.raises(NothingToPlan):
        order(event)
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    assert order(event).number == 1
    with pytest.raises(RunIsAtWork):
        order(event)


def test_a_published_run_places_everybody_tells_them_and_keeps_what_was_before(db, event):
    one, other = make_pair(event)
    make_meeting(one, other, MeetingStatus.ACCEPTED)
    make_scheduled(one, make_spokesperson(event))
    run = finished(event, (0, 1), (1, 0))
    before = mails(db)
    assert publish(run) == {ChangeKind.ADDED: 1, ChangeKind.MOVED: 1}
    assert places(db) == [0, 1]
    assert mails(db) - before == 3, "one mail a person, however many meetings"
    assert find_published(event.id).id == run.id
    assert all(row.informed_at for row in db.session.scalars(select(Meeting)))


def test_two_meetings_may_swap_their_places(db, event):
    one, other = make_pair(event)
    make_scheduled(one, other)
    make_scheduled(one, make_spokesperson(event), NOON + STEP)
    publish(finished(event, (1, 0), (0, 0)))
    assert places(db) == [1, 0]
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 2 * 3 * 4


def test_a_meeting_without_a_place_is_agreed_again_and_its_people_hear_of_it(db, event):
    meeting = make_scheduled(*make_pair(event))
    run = finished(event, None)
    before = mails(db)
    assert publish(run) == {ChangeKind.REMOVED: 1}
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.ACCEPTED
    assert mails(db) - before == 2


def test_a_run_is_taken_back_with_all_that_it_changed(db, event):
    one, other = make_pair(event)
    make_meeting(one, other, MeetingStatus.ACCEPTED)
    make_scheduled(one, make_spokesperson(event))
    run = finished(event, (0, 1), (1, 0))
    publish(run)
    assert roll_back(run) == {ChangeKind.REMOVED: 1, ChangeKind.MOVED: 1}
    assert places(db) == [None, 0]
    assert list_runs(event.id)[0].status is RunStatus.ROLLED_BACK
    with pytest.raises(RunIsNotInForce):
        roll_back(run)


def test_what_was_cancelled_meanwhile_is_passed_over(db, event):
    gone = make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run = finished(event, (0, 0), (0, 1))
    with transaction():
        unplace(lock_meeting(gone.id), MeetingStatus.CANCELLED, now=EARLY)
    assert publish(run) == {ChangeKind.ADDED: 1}
    assert places(db) == [None, 0]


def test_a_place_that_was_taken_meanwhile_makes_the_run_stale_and_changes_nothing(db, event):
    one, other = make_pair(event)
    make_meeting(one, other, MeetingStatus.ACCEPTED)
    run = finished(event, (0, 0))
    with transaction():
        span = (NOON, NOON + SLOT)
        claim(event.id, ClaimKind.PERSON, one.registration_id, *span, owner_kind="sign_up", owner_id=1)
    with pytest.raises(RunIsStale):
        publish(run)
    assert places(db) == [None]
    assert list_runs(event.id)[0].status is RunStatus.DONE


def test_a_meeting_that_somebody_moved_meanwhile_makes_the_run_stale(db, event):
    meeting = make_scheduled(*make_pair(event))
    run = finished(event, (2, 0))
    with transaction():
        place(lock_meeting(meeting.id), SlotSpan(NOON + STEP, NOON + STEP + SLOT), now=EARLY)
    with pytest.raises(RunIsStale):
        publish(run)
    assert places(db) == [1]


def test_only_a_finished_run_is_published_and_only_once(db, event):
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run = order(event)
    with pytest.raises(RunIsNotReady):
        publish(run)
    with transaction():
        optimising.stop_run(run.id, actor_id=None, now=EARLY)
    run = finished(event, (0, 0))
    publish(run)
    with pytest.raises(RunIsNotReady):
        publish(run)


def test_a_stopped_run_hears_of_it_at_its_next_report(db, event):
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run = order(event)
    with transaction():
        optimising.begin_run(run.id, now=EARLY)
        assert optimising.note_progress(run.id, 1.0, Score(0, 3))
        optimising.stop_run(run.id, actor_id=None, now=EARLY)
        assert not optimising.note_progress(run.id, 2.0, Score(0, 2))
    assert list_runs(event.id)[0].summary["breaks"] == 2


def test_causes_are_kept_with_people_and_meetings_by_their_ids(db, event):
    one, other = make_pair(event)
    meeting = make_meeting(one, other, MeetingStatus.ACCEPTED)
    cause = Cause("participant_overfull", participants=(0,), encounters=(0,), slots=(1,), needed=5, available=4)
    run = finished(event, None, causes=(cause,))
    kept = list_runs(event.id)[0].result["causes"]
    first = min(one.registration_id, other.registration_id)
    assert kept == [
        {
            "kind": "participant_overfull",
            "people": [first],
            "meetings": [meeting.id],
            "slots": [(NOON + STEP).isoformat()],
            "needed": 5,
            "available": 4,
        }
    ]
    assert run.number == 1


def test_a_run_that_was_stopped_while_its_worker_had_died_ends(db, event):
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run = order(event)
    with transaction():
        optimising.begin_run(run.id, now=EARLY)
        optimising.stop_run(run.id, actor_id=None, now=EARLY)
    with transaction():
        assert optimising.begin_run(run.id, now=EARLY) is None
    assert list_runs(event.id)[0].status is RunStatus.FAILED
    order(event)


def test_a_run_whose_job_was_given_up_ends_when_it_is_stopped(db, event):
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run = order(event)
    with transaction():
        optimising.begin_run(run.id, now=EARLY)
        db.session.scalars(select(Job).where(Job.public_id == run.job_public_id)).one().status = JobStatus.FAILED
    with transaction():
        optimising.stop_run(run.id, actor_id=None, now=EARLY)
    assert list_runs(event.id)[0].status is RunStatus.FAILED
    order(event)


def test_a_run_does_not_move_what_was_fixed_since(db, event):
    meeting = make_scheduled(*make_pair(event))
    run = finished(event, (1, 0))
    db.session.get_one(Meeting, meeting.id).is_pinned = True
    db.session.commit()
    with pytest.raises(RunIsStale):
        publish(run)
    assert db.session.get_one(Meeting, meeting.id, populate_existing=True).starts_at == NOON


def test_a_run_uses_no_slot_that_is_closed_meanwhile(db, event):
    meeting = make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run = finished(event, (1, 0))
    db.session.execute(update(MeetingWindow).values(ends_at=NOON + SLOT))
    db.session.commit()
    with pytest.raises(RunIsStale):
        publish(run)
    assert db.session.get_one(Meeting, meeting.id, populate_existing=True).status is MeetingStatus.ACCEPTED


def test_what_was_fixed_since_stays_when_a_run_is_taken_back(db, event):
    fixed, free = (make_meeting(*make_pair(event), MeetingStatus.ACCEPTED) for _ in range(2))
    run = finished(event, (0, 0), (1, 0))
    publish(run)
    db.session.get_one(Meeting, fixed.id).is_pinned = True
    db.session.commit()
    with transaction():
        roll_back_run(run.id, actor_id=None, now=EARLY)
    rows = [db.session.get_one(Meeting, one.id, populate_existing=True) for one in (fixed, free)]
    assert [row.starts_at for row in rows] == [NOON, None]


def test_a_meeting_that_gets_a_time_again_counts_its_sequence_on(db, event):
    meeting = make_scheduled(*make_pair(event))
    publish(finished(event, None))
    assert db.session.get_one(Meeting, meeting.id, populate_existing=True).sequence == 1
    publish(finished(event, (0, 0)))
    assert db.session.get_one(Meeting, meeting.id, populate_existing=True).sequence == 2
