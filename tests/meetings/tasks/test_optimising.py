"""Working out a timetable in the background."""

import pytest

from summit.database import db as database
from summit.database import transaction
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.jobs.services import run_job
from summit.meetings.models import MeetingRun
from summit.meetings.rules.kinds import MeetingStatus, RunStatus
from summit.meetings.rules.timetabling import PlanOptions
from summit.meetings.services import optimising
from tests import factories
from tests.meetings.factories import make_meeting, make_pair, make_settings, make_spokesperson, make_table, make_window


@pytest.fixture
def event(db, future):
    event = factories.make_event(starts_on=future.date(), ends_on=future.date())
    make_settings(event)
    make_window(event, future)
    make_table(event, "T1")
    return event


def order(event, now):
    with transaction():
        run = optimising.order_run(event.id, PlanOptions(seconds=5), actor_id=None, now=now)
    job = database.session.query(Job).filter_by(public_id=run.job_public_id).one()
    return run, job


def test_the_worker_finds_a_timetable_in_a_child_process(db, event, future):
    one, other = make_pair(event)
    make_meeting(one, other, MeetingStatus.ACCEPTED)
    make_meeting(one, make_spokesperson(event), MeetingStatus.ACCEPTED)
    run, job = order(event, future.replace(hour=0))
    run_job(job.id)
    db.session.expire_all()
    done = db.session.get_one(MeetingRun, run.id)
    assert done.status is RunStatus.DONE
    assert (done.summary["held"], done.summary["breaks"], done.summary["verdict"]) == (2, 0, "optimal")
    assert db.session.get_one(Job, job.id).status is JobStatus.DONE


def test_a_run_that_was_stopped_before_it_began_is_left_alone(db, event, future):
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run, job = order(event, future.replace(hour=0))
    with transaction():
        optimising.stop_run(run.id, actor_id=None, now=future)
    run_job(job.id)
    db.session.expire_all()
    assert db.session.get_one(MeetingRun, run.id).status is RunStatus.FAILED


def test_what_cannot_all_be_held_says_why(db, event, future):
    one = make_spokesperson(event)
    for _ in range(11):
        make_meeting(one, make_spokesperson(event), MeetingStatus.ACCEPTED)
    run, job = order(event, future.replace(hour=0))
    run_job(job.id)
    db.session.expire_all()
    done = db.session.get_one(MeetingRun, run.id)
    assert (done.summary["held"], done.summary["unplaced"], done.summary["verdict"]) == (9, 2, "unsatisfiable")
    (cause,) = [cause for cause in done.result["causes"] if cause["kind"] == "participant_overfull"]
    assert (cause["people"], cause["needed"], cause["available"]) == ([one.registration_id], 11, 9)
