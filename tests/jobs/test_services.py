from contextlib import suppress
from datetime import timedelta

from summit.clock import utcnow
from summit.database import transaction
from summit.jobs import queries, services
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.jobs.services import Progress, cancel_job, enqueue, handles, run_job, run_waiting_jobs


@handles("tests.count")
def count_up(progress: Progress) -> dict[str, int]:
    for done in range(1, progress.arguments["total"] + 1):
        progress.report(done, progress.arguments["total"])
    return {"counted": progress.arguments["total"]}


@handles("tests.fail")
def fail(progress: Progress) -> None:
    raise ValueError("the printer is on fire")


def enqueued(db, kind, **arguments) -> Job:
    with transaction():
        return enqueue(kind, arguments)


def test_a_job_is_done_with_its_progress_and_result(db):
    job = enqueued(db, "tests.count", total=3)
    assert run_waiting_jobs() == 1
    db.session.refresh(job)
    assert (job.status, job.done, job.total, job.result) == (JobStatus.DONE, 3, 3, {"counted": 3})
    assert job.is_finished


def test_a_rolled_back_transaction_leaves_no_job(db):
    with suppress(RuntimeError), transaction():
        enqueue("tests.count", {"total": 1})
        raise RuntimeError
    assert queries.list_waiting_jobs(utcnow()) == []


def test_a_failed_job_waits_and_is_tried_again(db):
    job = enqueued(db, "tests.fail")
    run_job(job.id)
    db.session.refresh(job)
    assert (job.status, job.attempts, job.error) == (JobStatus.QUEUED, 1, "ValueError: the printer is on fire")
    assert job.not_before > utcnow()


def test_a_job_that_keeps_failing_is_given_up(db):
    job = enqueued(db, "tests.fail")
    for _ in range(3):
        run_job(job.id)
    db.session.refresh(job)
    assert job.status is JobStatus.FAILED


def test_a_job_whose_worker_was_killed_is_found_again(db):
    job = enqueued(db, "tests.count", total=1)
    job.status, job.lease_until = JobStatus.RUNNING, utcnow() - timedelta(seconds=1)
    db.session.commit()
    assert run_waiting_jobs() == 1
    db.session.refresh(job)
    assert job.status is JobStatus.DONE


def test_a_job_that_another_worker_holds_is_left_alone(db):
    job = enqueued(db, "tests.count", total=1)
    job.status, job.lease_until = JobStatus.RUNNING, utcnow() + timedelta(minutes=1)
    db.session.commit()
    run_job(job.id)
    db.session.refresh(job)
    assert (job.status, job.done) == (JobStatus.RUNNING, 0)


def test_a_cancelled_job_stops_at_its_next_report(db):
    @handles("tests.cancelled")
    def cancel_itself(progress: Progress) -> None:
        progress.report(1, 3)
        with transaction():
            cancel_job(db.session.get(Job, progress.job_id))
        progress.report(2, 3)

    job = enqueued(db, "tests.cancelled")
    run_job(job.id)
    db.session.refresh(job)
    assert (job.status, job.done) == (JobStatus.CANCELLED, 1)


def test_the_sweep_goes_on_after_a_failing_work(db, monkeypatch):
    done = []

    def broken(now):
        raise ValueError

    monkeypatch.setattr(services, "_periodic", [broken, done.append])
    services.run_periodic_work()
    assert len(done) == 1
