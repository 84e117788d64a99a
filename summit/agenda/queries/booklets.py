"""Finding the work on a printed programme."""

from sqlalchemy import select

from summit.database import db
from summit.jobs.models import Job

_KIND = "agenda.booklet"
_LOOKED_AT = 100


def find_booklet_job(event_id: int, name: str) -> Job | None:
    """Return the newest job that makes (or made) the file of this name."""
    statement = select(Job).where(Job.kind == _KIND, Job.event_id == event_id).order_by(Job.id.desc())
    jobs = db.session.scalars(statement.limit(_LOOKED_AT).execution_options(populate_existing=True))
    return next((job for job in jobs if job.arguments.get("name") == name), None)
