"""Reading jobs."""

from datetime import datetime

from sqlalchemy import or_, select

from summit.database import db

from .models import Job
from .rules import JobStatus


def list_waiting_jobs(now: datetime, limit: int = 100) -> list[Job]:
    """Return the jobs that a worker should take now: due ones, and those whose worker went silent."""
    due = (Job.status == JobStatus.QUEUED) & (Job.not_before <= now)
    silent = (Job.status == JobStatus.RUNNING) & (Job.lease_until <= now)
    return list(db.session.scalars(select(Job).where(or_(due, silent)).order_by(Job.id).limit(limit)))


def find_job(job_id: int) -> Job | None:
    """Return the job as it stands now."""
    return db.session.get(Job, job_id, populate_existing=True)
