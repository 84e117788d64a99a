"""Reading the organiser's list of meetings: filtered, sorted, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, literal, or_, select, tuple_

from summit.calendar.rules import NIGHT
from summit.companies.models import Company
from summit.database import db
from summit.registration.rules.search import escape_like, search_tokens

from ..models import Meeting, MeetingAttendee
from ..rules.kinds import Attendance, MeetingStatus
from ..rules.listing import MeetingFilter, MeetingSort, Position
from .one import parts_of_meeting

PAGE_SIZE = 50
_BATCH = 500
_COLUMNS: dict[MeetingSort, Any] = {
    MeetingSort.ASKED: Meeting.created_at,
    MeetingSort.TIME: Meeting.starts_at,
    MeetingSort.CHANGED: Meeting.changed_at,
}


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """A page of the list, and from where the neighbouring ones go on (None: there is none)."""

    rows: Sequence[Meeting]
    before: Position | None
    after: Position | None


def count_by_status(event_id: int) -> dict[MeetingStatus, int]:
    """Return how many meetings stand where."""
    statement = select(Meeting.status, func.count()).where(Meeting.event_id == event_id).group_by(Meeting.status)
    return dict(db.session.execute(statement).all())


def list_page(
    event_id: int,
    wanted: MeetingFilter,
    zone: str,
    *,
    after: Position | None = None,
    before: Position | None = None,
    size: int = PAGE_SIZE,
) -> MeetingsPage:
    """Return the page that follows the position `after`, or the one that leads up to `before`."""
    backwards = before is not None and after is None
    keys = _keys(event_id, wanted, zone, before if backwards else after, size + 1, backwards=backwards)
    if backwards and not keys:
        return list_page(event_id, wanted, zone, size=size)
    more, keys = len(keys) > size, keys[:size]
    if backwards:
        keys.reverse()
    has_newer, has_older = (more, True) if backwards else (after is not None, more)
    first, last = (keys[0], keys[-1]) if keys else (None, None)
    return MeetingsPage(_meetings(keys), first if has_newer else None, last if has_older else None)


def iterate_filtered(event_id: int, wanted: MeetingFilter, zone: str) -> Iterator[Meeting]:
    """Yield every meeting of the filtered list with its parts, in its order."""
    start: Position | None = None
    while keys := _keys(event_id, wanted, zone, start, _BATCH, backwards=False):
        yield from _meetings(keys)
        start = keys[-1]


def list_countries(event_id: int) -> list[str]:
    """Return the codes of the countries of the edition's companies."""
    statement = select(Company.country).where(Company.event_id == event_id).distinct()
    return list(db.session.scalars(statement.order_by(Company.country)))


def _keys(
    event_id: int, wanted: MeetingFilter, zone: str, start: Position | None, limit: int, *, backwards: bool
) -> list[Position]:
    column = _COLUMNS[wanted.sort]
    descending = wanted.descending != backwards
    statement = select(column, Meeting.id).where(*_conditions(event_id, wanted, zone)).limit(limit)
    if start is not None:
        key, bound = tuple_(column, Meeting.id), tuple_(literal(start.moment, column.type), literal(start.row_id))
        statement = statement.where(key < bound if descending else key > bound)
    order = (column.desc(), Meeting.id.desc()) if descending else (column, Meeting.id)
    return [Position(moment, row_id) for moment, row_id in db.session.execute(statement.order_by(*order))]


def _meetings(keys: Sequence[Position]) -> list[Meeting]:
    statement = select(Meeting).where(Meeting.id.in_([key.row_id for key in keys]))
    found = {row.id: row for row in db.session.scalars(statement.options(*parts_of_meeting()))}
    return [found[key.row_id] for key in keys if key.row_id in found]


def _conditions(event_id: int, wanted: MeetingFilter, zone: str) -> list[ColumnElement[bool]]:
    equal = {Meeting.origin: wanted.origin, Meeting.kind: wanted.kind, Meeting.format: wanted.format}
    conditions = [Meeting.event_id == event_id, *(column == value for column, value in equal.items() if value)]
    if wanted.statuses:
        conditions.append(Meeting.status.in_(wanted.statuses))
    if wanted.day is not None:
        midnight = datetime.combine(wanted.day, time(), ZoneInfo(zone))
        start = midnight + NIGHT
        conditions += [Meeting.starts_at >= start, Meeting.starts_at < start + timedelta(days=1)]
    if wanted.sort is MeetingSort.TIME:
        conditions.append(Meeting.starts_at.is_not(None))
    if wanted.lacks_interpreter:
        conditions += [Meeting.interpreter_id.is_(None), func.json_array_length(Meeting.interpreting) > 0]
    if wanted.no_show:
        absent = exists().where(
            MeetingAttendee.meeting_id == Meeting.id, MeetingAttendee.attendance == Attendance.ABSENT
        )
        conditions.append(or_(absent, Meeting.status == MeetingStatus.MISSED))
    return [*conditions, *_about_companies(event_id, wanted)]


def _about_companies(event_id: int, wanted: MeetingFilter) -> Iterator[ColumnElement[bool]]:
    here = select(Company.id).where(Company.event_id == event_id)
    if wanted.company:
        yield _either(here.where(Company.public_id == wanted.company))
    if wanted.country:
        yield _either(here.where(Company.country == wanted.country))
    for token in search_tokens(wanted.q):
        yield _either(here.where(Company.search_key.like(f"%{escape_like(token)}%", escape="\\")))


def _either(companies: Any) -> ColumnElement[bool]:
    return or_(Meeting.requester_id.in_(companies), Meeting.partner_id.in_(companies))
