"""The releases of an edition with what organisers want to know of each: who made it, and who was told."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import undefer

from summit.accounts.models import Account
from summit.database import db
from summit.jobs.models import Job

from ..models import Release, Speaker
from ..rules.changes import Changes, changes_from_json
from .notices import count_told
from .releases import list_releases


@dataclass(frozen=True, slots=True)
class Entry:
    """A release: its changes, who made it ("" for the machine), the job of its mails, and how many were told."""

    release: Release
    changes: Changes
    made_by: str
    job: Job | None
    told: int


def list_history(event_id: int) -> list[Entry]:
    """Return the edition's releases, the newest first, in four queries."""
    return _entries(list_releases(event_id))


def describe(release: Release) -> Entry:
    """Return one release with the same."""
    statement = select(Release).where(Release.id == release.id).options(undefer(Release.changes))
    (entry,) = _entries([db.session.execute(statement).scalar_one()])
    return entry


def _entries(releases: list[Release]) -> list[Entry]:
    told = count_told([one.id for one in releases])
    jobs = _jobs({one.notified_job_id for one in releases})
    names = _names({one.released_by for one in releases})
    return [
        Entry(
            release=one,
            changes=changes_from_json(one.changes),
            made_by=names.get(one.released_by or 0, ""),
            job=jobs.get(one.notified_job_id or 0),
            told=told.get(one.id, 0),
        )
        for one in releases
    ]


def _jobs(ids: set[int | None]) -> dict[int, Job]:
    statement = select(Job).where(Job.id.in_(ids - {None})).execution_options(populate_existing=True)
    return {job.id: job for job in db.session.scalars(statement)}


def _names(ids: set[int | None]) -> dict[int, str]:
    statement = select(Account.id, Account.name, Account.email).where(Account.id.in_(ids - {None}))
    return {key: name or email for key, name, email in db.session.execute(statement)}


def list_silent(entry: Entry) -> list[Speaker]:
    """Return the people on stage whom the mails could not reach, because nobody knows an address of theirs."""
    ids = entry.job.result.get("without_address", []) if entry.job else []
    return list_people(ids) if ids else []


def list_people(speaker_ids: Collection[int]) -> list[Speaker]:
    """Return these people in the order of their names."""
    statement = select(Speaker).where(Speaker.id.in_(speaker_ids)).order_by(Speaker.sort_key, Speaker.id)
    return list(db.session.scalars(statement))
