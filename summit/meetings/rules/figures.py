"""Figures about meetings, on plain rows: answers, pairs of countries, days."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from summit.calendar.rules import calendar_day

from .kinds import MeetingStatus

_NOT_YES = frozenset({MeetingStatus.DECLINED, MeetingStatus.WITHDRAWN, MeetingStatus.EXPIRED, MeetingStatus.PENDING})
OTHERS = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the figures need it: the kind of the company asked, how it stands, when it was answered."""

    kind: str
    status: MeetingStatus
    asked_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of requests; `hours` is the median from question to answer, None without an answer."""

    asked: int
    accepted: int
    declined: int
    expired: int
    waiting: int
    hours: float | None

    @property
    def rate(self) -> float | None:
        """Return the accepted among all that were decided or lapsed, from 0 to 1; None while there are none."""
        decided = self.accepted + self.declined + self.expired
        return self.accepted / decided if decided else None


def answers_of(rows: Iterable[Asked]) -> Answers:
    """Return what became of these requests; those taken back by the asker count as asked only."""
    rows = list(rows)
    statuses = Counter(row.status for row in rows)
    accepted = sum(row.answered_at is not None and row.status not in _NOT_YES for row in rows)
    waits = [(row.answered_at - row.asked_at).total_seconds() / 3600 for row in rows if row.answered_at is not None]
    return Answers(
        asked=len(rows),
        accepted=accepted,
        declined=statuses[MeetingStatus.DECLINED],
        expired=statuses[MeetingStatus.EXPIRED],
        waiting=statuses[MeetingStatus.PENDING],
        hours=median(waits) if waits else None,
    )


def answers_by_kind(rows: Iterable[Asked]) -> dict[str, Answers]:
    """Return the same by the kind of the company that was asked."""
    groups: dict[str, list[Asked]] = {}
    for row in rows:
        groups.setdefault(row.kind, []).append(row)
    return {kind: answers_of(own) for kind, own in sorted(groups.items())}


def by_day(moments: Iterable[datetime], zone: str) -> list[tuple[date, int]]:
    """Return how many moments fall on each day of the venue, in order; days without any are left out."""
    return sorted(Counter(calendar_day(moment, zone) for moment in moments).items())


def pairs_of(rows: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Return (country, country, meetings) with each pair once, in the order of the codes, the busiest pair first."""
    counts: Counter[tuple[str, str]] = Counter()
    for one, other, count in rows:
        counts[min(one, other), max(one, other)] += count
    return [(*pair, count) for pair, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Meetings between the busiest countries: `cells[row][column]`, symmetrical; OTHERS stands for all further ones."""

    countries: Sequence[str]
    cells: Sequence[Sequence[int]]

    @property
    def largest(self) -> int:
        """Return the largest number of the matrix, 0 for an empty one."""
        return max((max(row) for row in self.cells), default=0)


def matrix_of(pairs: Iterable[tuple[str, str, int]], most: int = 10) -> Matrix:
    """Return the matrix of the `most` countries with the most meetings, and of all others together."""
    pairs = list(pairs)
    totals: Counter[str] = Counter()
    for one, other, count in pairs:
        for country in {one, other}:
            totals[country] += count
    ranked = sorted(totals, key=lambda code: (-totals[code], code))
    shown = [*ranked[:most], OTHERS] if len(ranked) > most else ranked
    place = {code: number for number, code in enumerate(shown)}
    cells = [[0] * len(shown) for _code in shown]
    for one, other, count in pairs:
        row, column = (place.get(code, len(shown) - 1) for code in (one, other))
        cells[row][column] += count
        if row != column:
            cells[column][row] += count
    return Matrix(shown, cells)


def use_by_day(
    held: Mapping[datetime, int], slots: Iterable[datetime], tables: int, zone: str
) -> list[tuple[date, int, int]]:
    """Return (day, meetings at tables, places there are) for each day with slots."""
    used: Counter[date] = Counter()
    for moment, count in held.items():
        used[calendar_day(moment, zone)] += count
    offered = Counter(calendar_day(start, zone) for start in slots)
    return [(day, used[day], offered[day] * tables) for day in sorted(offered)]
