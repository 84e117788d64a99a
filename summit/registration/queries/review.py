"""Reading the review desk's list: filtered, sorted, a page at a time, at 50,000 people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload, load_only

from summit.database import BigKey, db
from summit.events.models import Category
from summit.registration.models import Photo, Registration
from summit.registration.queries.searching import WordSearch, matching
from summit.registration.rules.desk import NO_COUNTRY, Position, QueueFilter, QueueSort
from summit.registration.rules.status import RegistrationStatus

PAGE_SIZE = 50
_BATCH = 500
_COLUMNS: dict[QueueSort, InstrumentedAttribute[Any]] = {
    QueueSort.SUBMITTED: Registration.created_at,
    QueueSort.NAME: Registration.sort_key,
    QueueSort.UPDATED: Registration.updated_at,
    QueueSort.WAITLIST: Registration.waitlisted_at,
}
_LIST_COLUMNS = (
    Registration.id,
    Registration.reference,
    Registration.name_latin,
    Registration.name_native,
    Registration.native_language,
    Registration.organisation,
    Registration.represents,
    Registration.represents_name,
    Registration.category_id,
    Registration.status,
    Registration.created_at,
    Registration.updated_at,
    Registration.waitlisted_at,
    Registration.version,
)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the list and the positions from which its neighbours go on (None: there is none)."""

    rows: Sequence[Any]
    before: Position | None
    after: Position | None


def count_by_status(event_id: int) -> dict[RegistrationStatus, int]:
    """Return how many registrations stand where, read from one narrow index."""
    statement = (
        select(Registration.status, func.count()).where(Registration.event_id == event_id).group_by(Registration.status)
    )
    return dict(db.session.execute(statement).all())


def count_by_country(event_id: int) -> dict[str, int]:
    """Return how many registrations represent each country ("" for none), read from one narrow index."""
    statement = (
        select(Registration.represents, func.count())
        .where(Registration.event_id == event_id)
        .group_by(Registration.represents)
    )
    return dict(db.session.execute(statement).all())


def list_countries(event_id: int) -> list[str]:
    """Return the codes that somebody represents, jumping from one to the next instead of reading every row."""
    here = Registration.event_id == event_id
    first = select(func.min(Registration.represents).label("code")).where(here, Registration.represents > "")
    codes = first.cte("codes", recursive=True)
    following = select(func.min(Registration.represents)).where(here, Registration.represents > codes.c.code)
    codes = codes.union_all(select(following.scalar_subquery()).where(codes.c.code.is_not(None)))
    return list(db.session.scalars(select(codes.c.code).where(codes.c.code.is_not(None))))


def count_submissions(event_id: int, midnights: Sequence[datetime]) -> list[int]:
    """Return how many registrations came in between each two neighbouring moments, one index range each."""
    days = {f"day{number}": moment for number, moment in enumerate(midnights)}
    return list(db.session.execute(_submissions(len(midnights)), {"event": event_id, **days}).one())


@lru_cache(maxsize=8)
def _submissions(moments: int) -> Select[Any]:
    """Return the question, built once: drawing up thirty counts costs more than answering them."""
    days = [bindparam(f"day{number}", type_=Registration.created_at.type) for number in range(moments)]
    here = Registration.event_id == bindparam("event", type_=BigKey)
    columns = [
        select(func.count())
        .where(here, Registration.created_at >= start, Registration.created_at < end)
        .scalar_subquery()
        for start, end in pairwise(days)
    ]
    return select(*columns)


def list_page(
    event_id: int,
    wanted: QueueFilter,
    categories: Sequence[Category],
    *,
    after: Position | None = None,
    before: Position | None = None,
    size: int = PAGE_SIZE,
) -> QueuePage:
    """Return the page that follows the position `after`, or the one that leads up to `before`."""
    asked = _asked(event_id, wanted, categories)
    backwards = before is not None and after is None
    start = before if backwards else after
    keys = _page_keys(asked, wanted, start, size + 1, backwards=backwards)
    if backwards and not keys:
        return list_page(event_id, wanted, categories, size=size)
    more, keys = len(keys) > size, keys[:size]
    if backwards:
        keys.reverse()
    edges = (_position(keys[0]), _position(keys[-1])) if keys else (None, None)
    has_newer, has_older = (more, True) if backwards else (start is not None, more)
    rows = _rows([row_id for _, row_id in keys])
    return QueuePage(rows, edges[0] if has_newer else None, edges[1] if has_older else None)


def find_neighbour(
    event_id: int,
    wanted: QueueFilter,
    categories: Sequence[Category],
    person: Registration,
    *,
    backwards: bool,
) -> str | None:
    """Return the reference of the next (or previous) person in the filtered list, None at its end."""
    value = getattr(person, _COLUMNS[wanted.sort].key)
    if value is None:
        return None
    start = _position((value, person.id))
    keys = _page_keys(_asked(event_id, wanted, categories), wanted, start, 1, backwards=backwards)
    return db.session.scalar(select(Registration.reference).where(Registration.id == keys[0][1])) if keys else None


def iterate_filtered(
    event_id: int, wanted: QueueFilter, categories: Sequence[Category]
) -> Iterator[Sequence[Registration]]:
    """Yield everybody in the filtered list with their photo's existence, in batches that fit in memory."""
    asked = _asked(event_id, wanted, categories)
    start: Position | None = None
    while keys := _page_keys(asked, wanted, start, _BATCH, backwards=False):
        yield _people([row_id for _, row_id in keys])
        start = _position(keys[-1])
        db.session.expunge_all()


def conditions_of(event_id: int, wanted: QueueFilter, categories: Sequence[Category]) -> list[ColumnElement[bool]]:
    """Return the filter as conditions on Registration."""
    return _asked(event_id, wanted, categories).conditions


def _asked(event_id: int, wanted: QueueFilter, categories: Sequence[Category]) -> WordSearch:
    """Return the filter as conditions, and the hint that its words need."""
    words = matching(wanted.q)
    return WordSearch([*_filters(event_id, wanted, categories), *words.conditions], words.sqlite_hint)


def _filters(event_id: int, wanted: QueueFilter, categories: Sequence[Category]) -> list[ColumnElement[bool]]:
    conditions = [Registration.event_id == event_id]
    if wanted.statuses:
        conditions.append(Registration.status.in_(wanted.statuses))
    if wanted.letters:
        chosen = [category.id for category in categories if category.letter in wanted.letters]
        conditions.append(Registration.category_id.in_(chosen))
    if wanted.represents:
        codes = ["" if code == NO_COUNTRY else code for code in wanted.represents]
        conditions.append(Registration.represents.in_(codes))
    if wanted.second_officer:
        guarded = [category.id for category in categories if category.needs_second_officer]
        conditions += [Registration.category_id.in_(guarded), Registration.status == RegistrationStatus.PRE_APPROVED]
    if wanted.has_photo is not None:
        photo = exists().where(Photo.registration_id == Registration.id)
        conditions.append(photo if wanted.has_photo else ~photo)
    if wanted.sort is QueueSort.WAITLIST:
        conditions.append(Registration.waitlisted_at.is_not(None))
    return conditions


def _page_keys(
    asked: WordSearch,
    wanted: QueueFilter,
    start: Position | None,
    limit: int,
    *,
    backwards: bool,
) -> list[tuple[Any, int]]:
    """Return (sort value, id) of the rows that follow the position; the keys alone, from an index."""
    column = _COLUMNS[wanted.sort]
    descending = wanted.descending != backwards
    statement: Select[Any] = select(column, Registration.id).where(*asked.conditions).limit(limit)
    if start is not None:
        key, bound = tuple_(column, Registration.id), _bound(start, wanted.sort)
        statement = statement.where(key < bound if descending else key > bound)
    order = (column.desc(), Registration.id.desc()) if descending else (column, Registration.id)
    statement = asked.hint(statement.order_by(*order))
    return [(value, row_id) for value, row_id in db.session.execute(statement)]


def _bound(start: Position, sort: QueueSort) -> ColumnElement[Any]:
    value = start.value if sort is QueueSort.NAME else datetime.fromisoformat(start.value)
    return tuple_(literal(value, _COLUMNS[sort].type), literal(start.row_id))


def _position(key: tuple[Any, int]) -> Position:
    value, row_id = key
    return Position(value if isinstance(value, str) else value.isoformat(), row_id)


def _rows(row_ids: list[int]) -> list[Any]:
    """Return the list's columns of these registrations, in the order of the ids."""
    has_photo = exists().where(Photo.registration_id == Registration.id).label("has_photo")
    statement = select(*_LIST_COLUMNS, has_photo).where(Registration.id.in_(row_ids))
    found = {row.id: row for row in db.session.execute(statement)}
    return [found[row_id] for row_id in row_ids if row_id in found]


def _people(row_ids: list[int]) -> list[Registration]:
    statement = (
        select(Registration)
        .where(Registration.id.in_(row_ids))
        .options(joinedload(Registration.photo).options(load_only(Photo.created_at)))
    )
    found = {person.id: person for person in db.session.scalars(statement)}
    return [found[row_id] for row_id in row_ids if row_id in found]
