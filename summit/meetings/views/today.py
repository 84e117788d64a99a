"""The reader's meetings of the day, to be read on a phone and without a network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, make_response, render_template, session

from summit.calendar.rules import calendar_day
from summit.clock import utcnow
from summit.events.models import Event
from summit.web.access import current_edition, public, signed_in
from summit.web.keeping import kept, page_worker

from ..models import Meeting, MeetingSettings
from ..queries.meetings import list_visible
from ..queries.onsite import has_noted, list_attended, list_without_outcome
from ..queries.settings import get_settings
from ..rules.attending import may_arrive, may_miss
from ..rules.grid import SlotSpan
from ..rules.kinds import Attendance
from ..rules.today import Standing, day_to_show, standings_of
from .blueprints import meetings_bp
from .looks import MeetingLook, look_at, name_for
from .reader import find_reader


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting of the day as the reader sees it: people of the other side, and what may be said."""

    look: MeetingLook
    state: Standing
    others: tuple[str, ...]
    is_here: bool
    may_arrive: bool
    may_miss: bool
    is_noted: bool


@meetings_bp.get("/today")
@signed_in
def today(edition: str) -> Response:
    """Show the reader's meetings of the present day, or of the next that has any; kept for times without a network."""
    event, reader, now = current_edition(), find_reader(), utcnow()
    if reader is None:
        return make_response(render_template("meetings/today.html", reader=None, day=None, lines=[]))
    says_something, settings = bool(session.get("_flashes")), get_settings(event.id)
    day, rows = _day(event, reader.registration_id, settings, now)
    unnoted = list_without_outcome(event.id, reader.company_id, now)
    page = render_template(
        "meetings/today.html",
        reader=reader,
        settings=settings,
        day=day,
        is_today=day == calendar_day(now, event.time_zone),
        now=now,
        lines=_lines(rows, reader.registration_id, reader.company_id, settings, now),
        unnoted=[look_at(row, reader.company_id, settings) for row in unnoted],
    )
    return kept(make_response(page), once=says_something)


def _day(
    event: Event, registration_id: int, settings: MeetingSettings, now: datetime
) -> tuple[date | None, list[Meeting]]:
    by_day: dict[date, list[Meeting]] = {}
    for row in list_attended(event.id, registration_id):
        start = look_at(row, row.partner_id, settings).starts_at
        if start is not None:
            by_day.setdefault(calendar_day(start, event.time_zone), []).append(row)
    day = day_to_show(by_day, calendar_day(now, event.time_zone))
    return day, by_day[day] if day is not None else []


def _lines(
    rows: Sequence[Meeting], registration_id: int, company_id: int, settings: MeetingSettings, now: datetime
) -> list[Line]:
    spans = [SlotSpan(row.starts_at, row.ends_at) for row in rows if row.starts_at and row.ends_at]
    visible = list_visible([one.registration_id for row in rows for one in row.attendees])
    noted = has_noted([row.id for row in rows], company_id)
    return [
        Line(
            look=look_at(row, company_id, settings),
            state=state,
            others=tuple(_others(row, company_id, visible)),
            is_here=_is_here(row, registration_id),
            may_arrive=may_arrive(row.status, row.starts_at, row.ends_at, now),
            may_miss=may_miss(row.status, row.starts_at, row.ends_at, now),
            is_noted=row.id in noted,
        )
        for row, state in zip(rows, standings_of(spans, now), strict=True)
    ]


def _others(row: Meeting, company_id: int, visible: set[int]) -> Iterable[str]:
    for one in row.attendees:
        if one.company_id != company_id:
            yield name_for(one.registration, visible, is_own=False)


def _is_here(row: Meeting, registration_id: int) -> bool:
    own = [one.attendance for one in row.attendees if one.registration_id == registration_id]
    return own == [Attendance.HERE]


@meetings_bp.get("/offline/")
@signed_in
def offline(edition: str) -> Response:
    """Say that there is no network, and which pages were kept."""
    current_edition()
    return kept(make_response(render_template("meetings/offline.html")))


@meetings_bp.get("/worker.js")
@public
def worker(edition: str) -> Response:
    """Serve the service worker from the folder of the meetings, so that it governs their pages and nothing else."""
    current_edition()
    return page_worker()
