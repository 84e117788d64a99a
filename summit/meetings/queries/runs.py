"""What the pages of runs name: meetings with their companies, people, tables."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from summit.database import db
from summit.jobs.models import Job
from summit.registration.models import Registration

from ..models import Meeting, MeetingRun, MeetingTable


@dataclass(frozen=True, slots=True)
class RunNames:
    """Rows by their ids, for the words of a run."""

    meetings: dict[int, Meeting]
    people: dict[int, str]
    tables: dict[int, str]


def load_names(event_id: int, meeting_ids: Collection[int], people: Collection[int]) -> RunNames:
    """Return the meetings with both companies and attendees, the people's names, and all tables' labels."""
    meetings = (
        select(Meeting)
        .where(Meeting.event_id == event_id, Meeting.id.in_(meeting_ids))
        .options(
            joinedload(Meeting.requester, innerjoin=True),
            joinedload(Meeting.partner, innerjoin=True),
            selectinload(Meeting.attendees),
        )
    )
    named = select(Registration.id, Registration.name_latin).where(
        Registration.event_id == event_id, Registration.id.in_(people)
    )
    labels = select(MeetingTable.id, MeetingTable.label).where(MeetingTable.event_id == event_id)
    return RunNames(
        meetings={row.id: row for row in db.session.scalars(meetings)},
        people=dict(db.session.execute(named).all()),
        tables=dict(db.session.execute(labels).all()),
    )


def find_job(run: MeetingRun) -> Job | None:
    """Return the job that works on a run."""
    return db.session.scalar(select(Job).where(Job.public_id == run.job_public_id))
