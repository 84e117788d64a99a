"""Reading releases; a programme once read is kept, because a release never changes."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from summit.database import db

from ..models import Release
from ..rules.programme import Programme, from_json

_programmes: dict[str, Programme] = {}
_MOST_KEPT = 16


def find_current_release(event_id: int) -> Release | None:
    """Return the newest release without its contents; public pages ask this once a request."""
    statement = select(Release).where(Release.event_id == event_id).order_by(Release.number.desc()).limit(1)
    return db.session.scalar(statement)


def find_release(event_id: int, number: int) -> Release | None:
    """Return one release of this very edition, without its contents."""
    return db.session.scalar(select(Release).where(Release.event_id == event_id, Release.number == number))


def get_release(release_id: int) -> Release:
    """Return the release of this id, without its contents; raises sqlalchemy's NoResultFound where there is none."""
    return db.session.execute(select(Release).where(Release.id == release_id)).scalar_one()


def list_releases(event_id: int, *, before: int | None = None, limit: int | None = None) -> list[Release]:
    """Return the edition's releases with what they changed, the newest first: those below a number, so many."""
    statement = select(Release).where(Release.event_id == event_id).order_by(Release.number.desc()).limit(limit)
    if before is not None:
        statement = statement.where(Release.number < before)
    return list(db.session.scalars(statement.options(undefer(Release.changes))))


def programme_of(release: Release) -> Programme:
    """Return the programme that a release published."""
    known = _programmes.get(release.content_hash)
    if known is None:
        values = db.session.scalar(select(Release.programme).where(Release.id == release.id))
        known = _keep(release.content_hash, from_json(values or {}))
    return known


def _keep(content_hash: str, programme: Programme) -> Programme:
    """Remember the programme, and forget the one remembered longest when there are many."""
    _programmes[content_hash] = programme
    while len(_programmes) > _MOST_KEPT:
        _programmes.pop(next(iter(_programmes)), None)
    return programme


def find_current_programme(event_id: int) -> Programme | None:
    """Return what the public sees now, or None before the first release."""
    release = find_current_release(event_id)
    return programme_of(release) if release else None
