"""Meetings as PDFs: one person's at once, everybody's, the tables' and the doors' in the background."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import current_app
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select

from summit.database import db
from summit.events.models import Event
from summit.events.queries import get_event
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.jobs.services import enqueue
from summit.paper.press import make_pdf
from summit.registration.models import Registration
from summit.registration.services.photos import write_whole
from summit.web.locale import LAUNCH_LANGUAGES
from summit.web.paper import paper_css, render_paper

from ..models import MeetingSettings
from ..queries.papers import find_paper_job, list_paper_meetings, list_people
from ..queries.settings import get_settings
from ..rules.kinds import Phase
from ..rules.papers import PaperKind, PaperMeeting, sheets_of_tables, signs_of_halls, timetable_of

KIND = "meetings.paper"
# Raised when the pages are designed anew, so that files of the old design are made again.
DESIGN = 1
_RETRY_AFTER = timedelta(minutes=2)
_KEPT = timedelta(days=1)


def render_timetables(event: Event, people: Sequence[Registration], language: str, now: datetime) -> bytes:
    """Return the timetables of people in one language, each on a sheet of its own."""
    only = people[0].id if len(people) == 1 else None
    meetings = list_paper_meetings(event.id, only)
    sheets = [(person, timetable_of(person.id, meetings, event.time_zone)) for person in people]
    return _press("timetables", event, language, now, sheets=sheets)


def _press(template: str, event: Event, language: str, now: datetime, **context: Any) -> bytes:
    html = render_paper(
        f"meetings/paper/{template}.html",
        language,
        zone=event.time_zone,
        event=event,
        now=now,
        is_provisional=get_settings(event.id).phase is Phase.PROVISIONAL,
        **context,
    )
    return make_pdf(html, css=[*paper_css("meetings", language), f"html {{ --accent: {event.accent} }}"])


def render_paper_of(event: Event, kind: PaperKind, language: str, now: datetime) -> bytes:
    """Return everything of a kind: tables and doors in the language, timetables each in its reader's."""
    meetings = list_paper_meetings(event.id)
    if kind is PaperKind.TABLES:
        return _press("tables", event, language, now, sheets=sheets_of_tables(meetings, event.time_zone))
    if kind is PaperKind.DOORS:
        return _press("doors", event, language, now, sheets=signs_of_halls(meetings, event.time_zone))
    return _all_timetables(event, meetings, language, now)


def _all_timetables(event: Event, meetings: Sequence[PaperMeeting], language: str, now: datetime) -> bytes:
    """Lay out each language by itself, because a page has one direction, and bind the sheets in the desk's order."""
    people = list_people(meetings)
    if not people:
        return _press("timetables", event, language, now, sheets=[])
    spoken = {person.id: person.language if person.language in LAUNCH_LANGUAGES else "en" for person in people}
    sheets: dict[int, Any] = {}
    for tag in sorted(set(spoken.values())):
        group = [person for person in people if spoken[person.id] == tag]
        pages = PdfReader(BytesIO(render_timetables(event, group, tag, now)))
        sheets |= _by_person(pages, [person.id for person in group])
    return _bound([sheets[person.id] for person in people])


def _by_person(pages: PdfReader, people: Sequence[int]) -> dict[int, list[Any]]:
    """Return the pages of each person: a sheet's first page carries an outline entry, in the order of the people."""
    starts = [pages.get_destination_page_number(entry) or 0 for entry in pages.outline if not isinstance(entry, list)]
    ends = [*starts[1:], len(pages.pages)]
    spans = zip(people, starts, ends, strict=True)
    return {person: list(pages.pages[start:end]) for person, start, end in spans}


def _bound(sheets: Sequence[Sequence[Any]]) -> bytes:
    book, target = PdfWriter(), BytesIO()
    for pages in sheets:
        for page in pages:
            book.add_page(page)
    book.write(target)
    return target.getvalue()


def find_paper(event: Event, kind: PaperKind, language: str) -> Path | None:
    """Return the finished file of the timetable as it stands, None while there is none."""
    path = _folder() / _file_name(event, kind, language)
    return path if path.is_file() else None


def order_paper(event: Event, kind: PaperKind, language: str, now: datetime) -> Job | None:
    """Have a file made in the background and return the job; None where it is there already.

    Many orders at once make one job, because each locks the edition's settings of meetings.
    """
    db.session.execute(
        select(MeetingSettings.event_id).where(MeetingSettings.event_id == event.id).with_for_update(key_share=True)
    )
    name = _file_name(event, kind, language)
    if (_folder() / name).is_file():
        return None
    known = find_paper_job(event.id, name, KIND)
    if known is not None and not _is_over(known, now):
        return known
    return enqueue(
        KIND, {"event_id": event.id, "kind": kind.value, "language": language, "name": name}, event_id=event.id
    )


def _is_over(job: Job, now: datetime) -> bool:
    if job.status is JobStatus.FAILED:
        return job.finished_at is None or now - job.finished_at >= _RETRY_AFTER
    return job.is_finished


def make_paper(event_id: int, kind: PaperKind, language: str, now: datetime) -> str:
    """Write the file of the timetable as it stands now and return its name."""
    event = get_event(event_id)
    name = _file_name(event, kind, language)
    if not (_folder() / name).is_file():
        write_whole(_folder(), name, render_paper_of(event, kind, language, now))
    return name


def _file_name(event: Event, kind: PaperKind, language: str) -> str:
    """Return the name that says all that the file depends on: the meetings, their people, the words, the languages."""
    found = list_paper_meetings(event.id)
    meetings = [asdict(meeting) for meeting in found]
    people = list_people(found) if kind is PaperKind.TIMETABLES else []
    persons = [(one.id, one.name_latin, one.organisation, one.language) for one in people]
    words = [event.names, event.accent, event.time_zone, get_settings(event.id).phase.value]
    text = json.dumps([DESIGN, kind.value, language, words, meetings, persons], sort_keys=True, default=str)
    return f"{event.id}-{kind.value}-{hashlib.sha256(text.encode()).hexdigest()[:40]}.pdf"


def delete_old(now: datetime) -> int:
    """Delete files older than a day, which are made anew when wanted; return how many."""
    oldest = (now - _KEPT).timestamp()
    old = [path for path in _folder().iterdir() if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    folder = Path(current_app.extensions["summit_config"].var) / "meeting-papers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
