"""Two functions for the rest of the house: enqueue() a job, and periodic() work."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import update

from summit.clock import utcnow
from summit.database import ROW_LOCK, after_commit, db, transaction

from . import queries, rules
from .models import Job
from .queue import push
from .rules import JobStatus

log = structlog.get_logger(__name__)
Handler = Callable[["Progress"], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}
_periodic: list[Callable[[datetime], object]] = []


class JobCancelled(Exception):
    """The job was asked to stop."""


class Progress:
    """What a running job knows of itself, and how it tells how far it is."""

    def __init__(self, job: Job) -> None:
        self.job_id = job.id
        self.public_id = job.public_id
        self.event_id = job.event_id
        self.arguments = job.arguments
        self.result = job.result

    def report(self, done: int, total: int) -> None:
        """Store how much is done and hold on to the job; raises JobCancelled when it was asked to stop."""
        now = utcnow()
        with transaction():
            held = db.session.scalar(
                update(Job)
                .where(Job.id == self.job_id, Job.status == JobStatus.RUNNING)
                .values(done=done, total=total, lease_until=now + rules.LEASE)
                .returning(Job.id)
            )
        if held is None:
            raise JobCancelled


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does the jobs of one kind."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def periodic(work: Callable[[datetime], object]) -> Callable[[datetime], object]:
    """Register work that the worker does every minute."""
    _periodic.append(work)
    return work


def enqueue(kind: str, arguments: dict[str, Any], *, event_id: int | None = None, created_by: int | None = None) -> Job:
    """Write down a job inside the present transaction; the queue hears of it after the commit."""
    job = Job(
        public_id=secrets.token_urlsafe(16),
        kind=kind,
        arguments=arguments,
        result={},
        event_id=event_id,
        created_by=created_by,
        not_before=utcnow(),
    )
    db.session.add(job)
    db.session.flush()
    after_commit(lambda: push("job", job.id))
    return job


def cancel_job(job: Job) -> None:
    """Ask a job to stop; what it has done so far stays."""
    unfinished = Job.status.in_((JobStatus.QUEUED, JobStatus.RUNNING))
    statement = update(Job).where(Job.id == job.id, unfinished)
    db.session.execute(statement.values(status=JobStatus.CANCELLED, finished_at=utcnow()))


def run_job(job_id: int) -> None:
    """Do one job if it is still to be done."""
    with transaction():
        job = _take(job_id)
    if job is None:
        return
    try:
        result = _handlers[job.kind](Progress(job)) or {}
    except JobCancelled:
        log.info("job cancelled", job=job.public_id)
    except Exception as error:
        log.exception("job failed", job=job.public_id, kind=job.kind)
        _finish_failed(job, error)
    else:
        _finish(job, status=JobStatus.DONE, result=result, finished_at=utcnow(), error="")


def _take(job_id: int) -> Job | None:
    now = utcnow()
    job = db.session.get(Job, job_id, with_for_update=ROW_LOCK, populate_existing=True)
    if job is None or not rules.may_start(job.status, job.lease_until, now):
        return None
    job.status, job.attempts = JobStatus.RUNNING, job.attempts + 1
    job.started_at, job.lease_until = now, now + rules.LEASE
    return job


def _finish_failed(job: Job, error: Exception) -> None:
    status = rules.after_failure(job.attempts)
    later = utcnow() + rules.retry_delay(job.attempts)
    _finish(job, status=status, error=f"{type(error).__name__}: {error}"[:2000], not_before=later)


def _finish(job: Job, **values: Any) -> None:
    with transaction():
        running = (Job.id == job.id, Job.status == JobStatus.RUNNING)
        db.session.execute(update(Job).where(*running).values(**values))


def run_waiting_jobs() -> int:
    """Do every job that is due and return how many there were (worker start, tests)."""
    jobs = queries.list_waiting_jobs(utcnow())
    for job in jobs:
        run_job(job.id)
    return len(jobs)


def run_periodic_work() -> None:
    """Do the every-minute work and hand forgotten jobs to the queue again."""
    now = utcnow()
    for work in _periodic:
        try:
            work(now)
        except Exception:
            log.exception("periodic work failed", work=work.__qualname__)
    for job in queries.list_waiting_jobs(now):
        push("job", job.id)
