"""Reading the directory: filtered, searched, sorted, a page at a time, by a fixed number of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import defer, selectinload

from summit.database import db
from summit.registration.rules.search import escape_like, search_tokens

from ..models import Company, CompanyDay, CompanyKindRow, CompanyLanguage, Interest
from ..rules.directory import DirectoryFilter, DirectorySort, kinds_wanted
from ..rules.search import kinds_meant, nodes_meant, with_leaves
from ..rules.status import CompanyStatus, InterestSide

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class Words:
    """What the reader's language calls things, for searching and for sorting by country.

    `nodes` and `kinds` are names by code; `countries` the codes in the order of their names.
    """

    nodes: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    countries: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page, how many companies all pages hold, and the companies at its edges where a neighbour goes on."""

    rows: Sequence[Company]
    total: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """How many companies the whole directory has, and each option of a filter; one object for each state of it."""

    total: int
    kinds: Mapping[str, int]
    countries: Mapping[str, int]
    languages: Mapping[str, int]
    offers: Mapping[str, int]
    needs: Mapping[str, int]


def is_shown(event_id: int, *, to_staff: bool) -> list[ColumnElement[bool]]:
    """Return which companies a reader sees: approved ones; delegates those alone that agreed to be listed."""
    seen = [Company.event_id == event_id, Company.status == CompanyStatus.APPROVED]
    return seen if to_staff else [*seen, Company.is_listed.is_(True)]


def count_facets(event_id: int, *, to_staff: bool) -> Facets:
    """Return the options of all filters with their numbers; counted once for each state of the directory."""
    shown = is_shown(event_id, to_staff=to_staff)
    state = select(func.count(), func.max(Company.updated_at), func.sum(Company.version)).where(*shown)
    count, changed_at, versions = db.session.execute(state).one()
    key = (event_id, to_staff, count, changed_at, versions)
    found = _counted.get(key)
    if found is None:
        if len(_counted) >= _MOST_COUNTED:
            _counted.clear()
        found = _counted[key] = _count_facets(shown, count)
    return found


# Counting 60,000 offers and needs takes longer than all the rest of the page. Whatever changes a company changes its
# time and its version, so equal keys mean equal counts, in whichever process.
_MOST_COUNTED = 32
_counted: dict[tuple[Any, ...], Facets] = {}


def _count_facets(shown: list[ColumnElement[bool]], total: int) -> Facets:
    """Count the options of all filters in one question."""
    parts = {
        "kinds": (CompanyKindRow.kind, CompanyKindRow.company_id),
        "languages": (CompanyLanguage.language, CompanyLanguage.company_id),
    }
    statements = [select(literal("countries"), Company.country, func.count()).where(*shown).group_by(Company.country)]
    for name, (column, company_id) in parts.items():
        counted = select(literal(name), column, func.count()).join(Company, Company.id == company_id)
        statements.append(counted.where(*shown).group_by(column))
    for name, side in (("offers", InterestSide.OFFER), ("needs", InterestSide.NEED)):
        counted = select(literal(name), Interest.node, func.count()).join(Company, Company.id == Interest.company_id)
        statements.append(counted.where(*shown, Interest.side == side).group_by(Interest.node))
    found: dict[str, dict[str, int]] = {name: {} for name in ("kinds", "countries", "languages", "offers", "needs")}
    for name, value, count in db.session.execute(union_all(*statements)):
        found[name][value] = count
    return Facets(total, **found)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a page begins: after or before the company of a public id ("" for the first page).

    `whole` is how many companies the directory has without a filter, None where that is not known.
    """

    after: str = ""
    before: str = ""
    whole: int | None = None


def list_page(
    event_id: int, wanted: DirectoryFilter, words: Words, places: Places, *, to_staff: bool, size: int = PAGE_SIZE
) -> DirectoryPage:
    """Return the page of companies that begins at the place."""
    conditions = [*is_shown(event_id, to_staff=to_staff), *_filters(wanted, words)]
    order = _order(wanted.sort, words)
    backwards = bool(places.before) and not places.after
    start = _start(event_id, places.before if backwards else places.after, order)
    keys = _page_keys(conditions, order, start, size + 1, backwards=backwards)
    more, keys = len(keys) > size, keys[:size]
    if backwards:
        keys.reverse()
    rows = _rows(keys)
    total = _count(conditions) if places.whole is None or wanted.is_narrowed else places.whole
    has_newer = more if backwards else start is not None
    has_older = start is not None if backwards else more
    first, last = (rows[0].public_id, rows[-1].public_id) if rows else (None, None)
    return DirectoryPage(rows, total, first if has_newer else None, last if has_older else None)


def list_filtered(event_id: int, wanted: DirectoryFilter, words: Words) -> list[int]:
    """Return the ids of all companies that staff see under this filter, in its order."""
    conditions = [*is_shown(event_id, to_staff=True), *_filters(wanted, words)]
    keys = [part.expression for part in _order(wanted.sort, words)]
    ordered = [part.desc() for part in keys] if wanted.sort is DirectorySort.NEWEST else keys
    return list(db.session.scalars(select(Company.id).where(*conditions).order_by(*ordered)))


def _count(conditions: Sequence[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(func.count()).select_from(Company).where(*conditions)) or 0


@dataclass(frozen=True, slots=True)
class _Key:
    """One column of the order; `is_descending` is the same for all of an order."""

    expression: ColumnElement[Any]
    is_descending: bool = False


def _order(sort: DirectorySort, words: Words) -> list[_Key]:
    """Return by what the rows are sorted, ending in the id, so that no two rows stand at the same place."""
    if sort is DirectorySort.NEWEST:
        return [_Key(Company.created_at.expression, True), _Key(Company.id.expression, True)]
    by_name = [_Key(Company.sort_key.expression), _Key(Company.id.expression)]
    if sort is DirectorySort.COUNTRY and words.countries:
        places = {code: place for place, code in enumerate(words.countries)}
        return [_Key(case(places, value=Company.country, else_=len(places))), *by_name]
    if sort is DirectorySort.NEWCOMERS:
        return [_Key(case((Company.is_newcomer, 0), else_=1)), *by_name]
    return by_name


def _start(event_id: int, public_id: str, order: list[_Key]) -> list[Any] | None:
    """Return what the company at the edge of a page is sorted by; None where there is no such company."""
    if not public_id:
        return None
    statement = select(*(key.expression for key in order))
    row = db.session.execute(
        statement.where(Company.event_id == event_id, Company.public_id == public_id)
    ).one_or_none()
    return list(row) if row else None


def _page_keys(
    conditions: Sequence[ColumnElement[bool]],
    order: list[_Key],
    start: list[Any] | None,
    limit: int,
    *,
    backwards: bool,
) -> list[int]:
    """Return the ids of the rows that follow the position."""
    descending = order[0].is_descending != backwards
    keys = [key.expression for key in order]
    statement: Select[Any] = select(Company.id).where(*conditions).limit(limit)
    if start is not None:
        place = tuple_(*keys)
        bound = tuple_(*(literal(value, key.type) for value, key in zip(start, keys, strict=True)))
        statement = statement.where(place < bound if descending else place > bound)
    ordered = [key.desc() for key in keys] if descending else keys
    return list(db.session.scalars(statement.order_by(*ordered)))


def _rows(ids: list[int]) -> list[Company]:
    """Return the companies with what a card shows of them, in the order of the ids."""
    parts = (Company.kinds, Company.languages, Company.days, Company.interests)
    unseen = (Company.descriptions, Company.search_key, Company.status_note)
    statement = select(Company).where(Company.id.in_(ids))
    statement = statement.options(*map(selectinload, parts), *(defer(one, raiseload=True) for one in unseen))
    found = {company.id: company for company in db.session.scalars(statement)}
    return [found[key] for key in ids if key in found]


def _filters(wanted: DirectoryFilter, words: Words) -> list[ColumnElement[bool]]:
    """Return the filter as conditions on Company."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.kinds:
        conditions.append(_is_of_kind(kinds_wanted(wanted.kinds)))
    for side, codes in ((InterestSide.OFFER, wanted.offers), (InterestSide.NEED, wanted.needs)):
        if codes:
            nodes = [node for code in codes for node in with_leaves(code)]
            conditions.append(_has_interest(nodes, side))
    if wanted.countries:
        conditions.append(Company.country.in_(wanted.countries))
    if wanted.languages:
        spoken = select(CompanyLanguage.company_id).where(CompanyLanguage.language.in_(wanted.languages))
        conditions.append(Company.id.in_(spoken))
    if wanted.day:
        conditions.append(_is_there(wanted))
    if wanted.newcomers:
        conditions.append(Company.is_newcomer.is_(True))
    return [*conditions, *_words(wanted.q, words)]


def _is_there(wanted: DirectoryFilter) -> ColumnElement[bool]:
    """A company that names no day is there throughout."""
    days = exists().where(CompanyDay.company_id == Company.id)
    return or_(days.where(CompanyDay.day == wanted.day), ~days)


def _is_of_kind(kinds: list[str]) -> ColumnElement[bool]:
    return Company.id.in_(select(CompanyKindRow.company_id).where(CompanyKindRow.kind.in_(kinds)))


def _has_interest(nodes: list[str], side: InterestSide | None = None) -> ColumnElement[bool]:
    found = select(Interest.company_id).where(Interest.node.in_(nodes))
    return Company.id.in_(found if side is None else found.where(Interest.side == side))


def _words(query: str, words: Words) -> list[ColumnElement[bool]]:
    """Every word stands in the key or means what the company offers, needs or is; signs alone find nobody."""
    tokens = search_tokens(query)
    if query.strip() and not tokens:
        return [false()]
    return [_means(token, words) for token in tokens]


def _means(token: str, words: Words) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = [Company.search_key.like(f"%{escape_like(token)}%", escape="\\")]
    if nodes := nodes_meant(token, words.nodes):
        ways.append(_has_interest(nodes))
    if kinds := kinds_meant(token, words.kinds):
        ways.append(_is_of_kind(kinds))
    return or_(*ways)


def find_shown(event_id: int, public_id: str, *, to_staff: bool) -> Company | None:
    """Return a company that the reader may see with its kinds, languages, days and interests."""
    parts = (Company.kinds, Company.languages, Company.days, Company.interests)
    statement = select(Company).where(Company.public_id == public_id, *is_shown(event_id, to_staff=to_staff))
    return db.session.scalar(statement.options(*map(selectinload, parts)))
