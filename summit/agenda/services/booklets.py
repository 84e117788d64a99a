"""The programme as a PDF to print: made once for each release and language, kept as a file, made anew when lost."""

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from summit.database import db
from summit.events.models import Event
from summit.events.queries import get_event, list_events
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.jobs.services import enqueue
from summit.paper.press import make_pdf
from summit.registration.services.photos import write_whole
from summit.web.locale import LAUNCH_LANGUAGES
from summit.web.paper import paper_css, render_paper

from ..models import Release
from ..queries.booklets import find_booklet_job
from ..queries.releases import find_current_release, programme_of
from ..rules.booklet import booklet_days, booklet_index, booklet_sessions
from ..rules.kinds import FORMAT_NAMES
from ..rules.programme import Programme

KIND = "agenda.booklet"
# Raised when the pages are designed anew, so that files of the old design are made again.
DESIGN = 1
_RETRY_AFTER = timedelta(minutes=10)
_ORPHAN_AGE = timedelta(days=1)
_AFTERWARDS = timedelta(days=7)


def find_booklet(event: Event, release: Release, language: str) -> Path | None:
    """Return the finished file of a release in a language, None while there is none."""
    path = _folder() / _file_name(event, release, language)
    return path if path.is_file() else None


def order_booklet(event: Event, release: Release, language: str, now: datetime) -> Job | None:
    """Have the file made in the background and return the job; None where the file is there already.

    Many orders at once make one job, because each locks the release; one that failed is tried anew after ten minutes.
    """
    db.session.execute(select(Release.id).where(Release.id == release.id).with_for_update(key_share=True))
    name = _file_name(event, release, language)
    if (_folder() / name).is_file():
        return None
    known = find_booklet_job(event.id, name)
    if known is not None and not _is_over(known, now):
        return known
    arguments = {"release_id": release.id, "language": language, "name": name}
    return enqueue(KIND, arguments, event_id=event.id)


def _is_over(job: Job, now: datetime) -> bool:
    """Tell whether a new job is needed: the file was made and is gone, or the last attempt is long ago."""
    if job.status is JobStatus.FAILED:
        return job.finished_at is None or now - job.finished_at >= _RETRY_AFTER
    return job.is_finished


def list_missing(now: datetime) -> list[tuple[Event, Release, str]]:
    """Return the files that nobody has ordered yet: of the newest releases, in every language, unless all is over."""
    coming = [event for event in list_events() if event.ends_on >= now.date() - _AFTERWARDS]
    newest = [(event, find_current_release(event.id)) for event in coming]
    return [
        (event, release, language)
        for event, release in newest
        if release is not None
        for language in LAUNCH_LANGUAGES
        if _is_unheard_of(event, release, language)
    ]


def _is_unheard_of(event: Event, release: Release, language: str) -> bool:
    is_made = find_booklet(event, release, language) is not None
    return not is_made and find_booklet_job(event.id, _file_name(event, release, language)) is None


def make_booklet(release_id: int, language: str) -> str:
    """Write the file of a release in a language and return its name; "" where a newer release made it needless."""
    release = db.session.get_one(Release, release_id)
    newest = find_current_release(release.event_id)
    if newest is None or newest.id != release.id:
        return ""
    event = get_event(release.event_id)
    name = _file_name(event, release, language)
    if not (_folder() / name).is_file():
        write_whole(_folder(), name, render_booklet(event, release, language))
    return name


def render_booklet(event: Event, release: Release, language: str) -> bytes:
    """Return the PDF of a release in a language; laid out in a child process."""
    programme = programme_of(release)
    days = booklet_days(programme)
    sessions = booklet_sessions(days)
    html = render_paper(
        "agenda/paper/programme.html",
        language,
        event=event,
        zone=programme.time_zone,
        release=release,
        days=days,
        sessions=sessions,
        index=booklet_index(sessions, programme),
        tracks=[track for track in programme.tracks if any(one.session.track_id == track.id for one in sessions)],
        format_names=FORMAT_NAMES,
    )
    return make_pdf(html, css=[*paper_css("programme", language), _colours(event, programme)])


def _colours(event: Event, programme: Programme) -> str:
    """Return the style that an edition adds: its accent, and the colours of its tracks."""
    marks = "".join(f".track-{track.id} {{ background: {track.colour} }}" for track in programme.tracks)
    return f"html {{ --accent: {event.accent} }} {marks}"


def _file_name(event: Event, release: Release, language: str) -> str:
    """Return the name that says all that the file depends on: the release, the language, the edition's own words."""
    days = [event.starts_on.isoformat(), event.ends_on.isoformat()]
    words = [event.names, event.venue_names, event.address, event.accent, days, release.name]
    text = json.dumps([DESIGN, release.content_hash, release.number, language, *words], sort_keys=True)
    return f"{event.id}-{hashlib.sha256(text.encode()).hexdigest()[:40]}.pdf"


def delete_old(now: datetime) -> int:
    """Delete files older than a day that no newest release needs; return how many."""
    oldest = (now - _ORPHAN_AGE).timestamp()
    files = [path for path in _folder().iterdir() if path.stat().st_mtime < oldest]
    needed = _needed_names() if files else set()
    old = [path for path in files if path.name not in needed]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _needed_names() -> set[str]:
    found = ((event, find_current_release(event.id)) for event in list_events())
    return {
        _file_name(event, release, language) for event, release in found if release for language in LAUNCH_LANGUAGES
    }


def _folder() -> Path:
    folder: Path = current_app.extensions["summit_config"].var / "programmes"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
