"""The companies of an edition as they are compared; kept in memory until one of them changes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from summit.database import db

from ..models import Company, CompanyDay, CompanyKindRow, CompanyLanguage, Interest
from ..rules import matching
from ..rules.kinds import CompanyKind, group_of
from ..rules.matching import MatchIndex, MatchProfile
from ..rules.status import CompanyStatus, InterestSide, LanguageLevel, PriceSegment

_MOST_KEPT = 4
_COLUMNS = (
    Company.id,
    Company.country,
    Company.tags,
    Company.price_segments,
    Company.minimum_order,
    Company.minimum_order_unit,
    Company.markets_served,
    Company.markets_sought,
    Company.is_newcomer,
    Company.is_listed,
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All approved companies of an edition: `listed` may be shown to others, `groups` are those of their kinds."""

    version: str
    index: MatchIndex
    listed: frozenset[int]
    groups: Mapping[int, frozenset[str]]


_catalogues: dict[int, Catalogue] = {}


def find_version(event_id: int) -> str:
    """Return what changes with every change of an approved company of the edition; one query."""
    values = (func.count(), func.sum(Company.version), func.max(Company.id), func.max(Company.updated_at))
    row = db.session.execute(select(*values).where(*_approved(event_id))).one()
    return " ".join(map(str, row))


def load_catalogue(event_id: int) -> Catalogue:
    """Return the edition's companies ready to be compared, from memory while nothing has changed."""
    version = find_version(event_id)
    known = _catalogues.get(event_id)
    if known is not None and known.version == version:
        return known
    made = _read(event_id, version)
    _catalogues[event_id] = made
    while len(_catalogues) > _MOST_KEPT:
        _catalogues.pop(next(iter(_catalogues)), None)
    return made


def _approved(event_id: int) -> tuple[Any, ...]:
    return (Company.event_id == event_id, Company.status == CompanyStatus.APPROVED)


def _read(event_id: int, version: str) -> Catalogue:
    rows = db.session.execute(select(*_COLUMNS).where(*_approved(event_id)).order_by(Company.id)).all()
    parts = _Parts(event_id)
    groups = {row.id: frozenset(map(group_of, parts.kinds[row.id])) for row in rows}
    listed = frozenset(row.id for row in rows if row.is_listed)
    return Catalogue(version, MatchIndex(_profile(row, parts) for row in rows), listed, groups)


class _Parts:
    """What belongs to the companies of an edition, by company."""

    def __init__(self, event_id: int) -> None:
        self.kinds: dict[int, list[str]] = defaultdict(list)
        self.languages: dict[int, dict[str, LanguageLevel]] = defaultdict(dict)
        self.days: dict[int, list[date]] = defaultdict(list)
        self.interests: dict[tuple[int, InterestSide], list[matching.Interest]] = defaultdict(list)
        self._read_interests(event_id)
        for company, kind in _rows(event_id, CompanyKindRow.company_id, CompanyKindRow.kind):
            self.kinds[company] += [kind] if kind in set(CompanyKind) else []
        for company, tag, level in _rows(
            event_id, CompanyLanguage.company_id, CompanyLanguage.language, CompanyLanguage.level
        ):
            self.languages[company][tag] = level
        for company, day in _rows(event_id, CompanyDay.company_id, CompanyDay.day):
            self.days[company].append(day)

    def _read_interests(self, event_id: int) -> None:
        columns = (Interest.company_id, Interest.side, Interest.node, Interest.quantity, Interest.unit)
        for company, side, node, quantity, unit in _rows(event_id, *columns):
            self.interests[company, side].append(matching.Interest(node, quantity, unit))


def _rows(event_id: int, *columns: Any) -> Any:
    """Return columns of a table with a company_id, the first of them, for the approved companies of the edition."""
    statement: Select[Any] = select(*columns).join(Company, Company.id == columns[0]).where(*_approved(event_id))
    return db.session.execute(statement.order_by(*columns[:3]))


def _profile(row: Any, parts: _Parts) -> MatchProfile:
    segments = set(PriceSegment)
    return MatchProfile(
        company_id=row.id,
        country=row.country,
        offers=tuple(parts.interests[row.id, InterestSide.OFFER]),
        needs=tuple(parts.interests[row.id, InterestSide.NEED]),
        tags=frozenset(tag.strip().casefold() for tag in row.tags),
        languages=parts.languages[row.id],
        price_segments=frozenset(PriceSegment(one) for one in row.price_segments if one in segments),
        minimum_order=row.minimum_order,
        minimum_unit=row.minimum_order_unit,
        markets_served=frozenset(row.markets_served),
        markets_sought=frozenset(row.markets_sought),
        days=frozenset(parts.days[row.id]),
        is_newcomer=row.is_newcomer,
    )
