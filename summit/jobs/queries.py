"""Reading jobs."""

from datetime import datetime

from sqlalchemy import or_, select

from summit.database import db

from .models import Job
from .rules import JobStatus


def find_job(public_id: str) -> Job | None:
    """Return the job with this public id."""
    return db.session.scalar(select(Job).where(Job.public_id == public_id))


def list_waiting_jobs(now: datetime, limit: int = 100) -> list[Job]:
    """Return the jobs that a worker should take now: due ones, and those whose worker went silent."""
    due = (Job.status == JobStatus.QUEUED) & (Job.not_before <= now)
    silent = (Job.status == JobStatus.RUNNING) & (Job.lease_until <= now)
    return list(db.session.scalars(select(Job).where(or_(due, silent)).order_by(Job.id).limit(limit)))


def list_jobs(event_id: int, kind: str, limit: int = 20) -> list[Job]:
    """Return an edition's latest jobs of one kind, newest first."""
    statement = select(Job).where(Job.event_id == event_id, Job.kind == kind)
    return list(db.session.scalars(statement.order_by(Job.id.desc()).limit(limit)))
