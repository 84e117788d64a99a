"""The organisers' list of sessions: what is searched and filtered, and in which order it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache

from summit.errors import N_
from summit.events.rules import localized
from summit.registration.rules.search import search_key, search_tokens, sort_key

from .kinds import SessionFormat, SessionKind, SessionState
from .timing import programme_day

# Stands for sessions that belong to no track.
NO_TRACK = 0
_NEVER = datetime.max.replace(tzinfo=UTC)


class SessionSort(StrEnum):
    """In which order sessions are listed."""

    TIME = "time"
    TITLE = "title"
    CHANGED = "changed"


SORT_NAMES = {
    SessionSort.TIME: N_("By time"),
    SessionSort.TITLE: N_("By title"),
    SessionSort.CHANGED: N_("Changed last"),
}


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """What is asked for; None and blank: everything. `unscheduled`: only sessions with a time that has no place yet."""

    q: str = ""
    kind: SessionKind | None = None
    state: SessionState | None = None
    track_id: int | None = None
    format: SessionFormat | None = None
    day: date | None = None
    unscheduled: bool = False
    sort: SessionSort = SessionSort.TIME

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is left out."""
        return self != SessionFilter(sort=self.sort)


@dataclass(frozen=True, slots=True)
class ListedSession:
    """What the list decides on: `starts` are the starts of its times, None where one waits in the pool;
    `people_key` is what the people on stage are found by."""

    id: int
    code: str
    titles: Mapping[str, str]
    kind: SessionKind
    state: SessionState
    format: SessionFormat
    track_id: int | None
    updated_at: datetime
    starts: tuple[datetime | None, ...] = ()
    people_key: str = ""

    @property
    def waits(self) -> bool:
        """Tell whether one of its times has no place yet though it is to take place."""
        return self.state is not SessionState.CANCELLED and (None in self.starts or not self.starts)


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many of the sessions that the other filters leave stand where."""

    total: int
    unscheduled: int
    by_state: Mapping[SessionState, int]


def matching(rows: Iterable[ListedSession], wanted: SessionFilter, *, zone: str) -> list[ListedSession]:
    """Return the sessions that pass every filter, in the order of `rows`; days are the programme's in `zone`."""
    tokens = search_tokens(wanted.q)
    if wanted.q.strip() and not tokens:
        return []
    return [row for row in rows if _passes(row, wanted, zone) and _is_found(row, tokens)]


def counts_of(rows: Iterable[ListedSession], wanted: SessionFilter, *, zone: str) -> ListCounts:
    """Count the sessions that the filters other than state and `unscheduled` leave."""
    found = matching(rows, replace(wanted, state=None, unscheduled=False), zone=zone)
    by_state = {state: sum(row.state is state for row in found) for state in SessionState}
    return ListCounts(len(found), sum(row.waits for row in found), by_state)


def in_order(rows: Iterable[ListedSession], sort: SessionSort, language: str) -> list[ListedSession]:
    """Return the sessions sorted; by time the unscheduled come last, titles are those of the reader's language."""
    if sort is SessionSort.CHANGED:
        return sorted(rows, key=lambda row: (row.updated_at, row.id), reverse=True)
    if sort is SessionSort.TITLE:
        return sorted(rows, key=lambda row: (_title_key(localized(row.titles, language)[0]), row.id))
    return sorted(rows, key=lambda row: (min((one or _NEVER for one in row.starts), default=_NEVER), row.id))


def _passes(row: ListedSession, wanted: SessionFilter, zone: str) -> bool:
    pairs = ((wanted.kind, row.kind), (wanted.state, row.state), (wanted.format, row.format))
    if any(asked is not None and asked is not present for asked, present in pairs):
        return False
    if wanted.track_id is not None and (row.track_id or NO_TRACK) != wanted.track_id:
        return False
    if wanted.unscheduled and not row.waits:
        return False
    return wanted.day is None or any(start and programme_day(start, zone) == wanted.day for start in row.starts)


def _is_found(row: ListedSession, tokens: list[str]) -> bool:
    if not tokens:
        return True
    key = f"{_titles_key(row.code, *row.titles.values())} {row.people_key}"
    return all(token in key for token in tokens)


@lru_cache(maxsize=8192)
def _titles_key(*texts: str) -> str:
    return search_key(*texts)


@lru_cache(maxsize=8192)
def _title_key(title: str) -> str:
    return sort_key(title)
