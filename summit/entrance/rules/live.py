"""What the live board shows of an edition's doors, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.entrance.rules.hall import DoorSession
from summit.entrance.rules.outcomes import Direction, Outcome

WINDOW_MINUTES = 60
# One reading of the database serves every watcher for so long.
INTERVAL = timedelta(seconds=2)
# A device reports every 30 seconds (heartbeat_seconds); six missed reports in a row are no accident.
SILENT_AFTER = timedelta(minutes=3)
LATEST_SCANS = 12
# Whoever loses the right to watch keeps a stream for 16 seconds at most.
_TURNS_BETWEEN_RIGHTS = 8
# Whom a device let in against the rules has entered all the same, and who was not known to be inside goes out.
_LET_IN = frozenset({Outcome.ADMITTED, Outcome.CONFLICT})
_PASSED = _LET_IN | {Outcome.EXITED, Outcome.NOT_INSIDE}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many scans one gate answered alike within the minute that begins at `minute`."""

    gate_id: int
    outcome: Outcome
    minute: datetime
    scans: int


@dataclass(frozen=True, slots=True)
class GateArrivals:
    """People let in at one gate: `minutes` counts each of the last 60 minutes, the present one last."""

    names: Mapping[str, str]
    letter: str
    minutes: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return the arrivals of the whole hour."""
        return sum(self.minutes)


@dataclass(frozen=True, slots=True)
class ZoneInside:
    """How full a zone is; `capacity` None means without limit."""

    letter: str
    names: Mapping[str, str]
    inside: int
    entries: int
    capacity: int | None

    @property
    def share(self) -> float | None:
        """Return how full the zone is, from 0 to 1 and never more; None without limit."""
        if self.capacity is None:
            return None
        return min(1.0, self.inside / self.capacity) if self.capacity else 1.0


@dataclass(frozen=True, slots=True)
class SilentDevice:
    """A device that has not been heard of for too long, and how many scans it still held then."""

    name: str
    operator: str
    last_seen_at: datetime
    queue_length: int


@dataclass(frozen=True, slots=True)
class LatestScan:
    """One of the latest scans, without the person."""

    gate_names: Mapping[str, str]
    letter: str
    direction: Direction
    outcome: Outcome
    scanned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBoard:
    """The doors of an edition at one moment. Every scan of the hour has an id of at least `floor`."""

    moment: datetime
    floor: int
    gates: tuple[GateArrivals, ...]
    zones: tuple[ZoneInside, ...]
    refusals: tuple[tuple[Outcome, int], ...]
    silent: tuple[SilentDevice, ...]
    conflicts: int
    latest: tuple[LatestScan, ...]


@dataclass(frozen=True, slots=True)
class GateCounts:
    """What one gate shows: how many are inside its zone (`capacity` None: no limit), and its hall's sessions."""

    inside: int
    capacity: int | None
    sessions: tuple[DoorSession, ...]


@dataclass(frozen=True, slots=True)
class LiveDoors:
    """The counts of all gates of an edition, by gate, at one moment."""

    moment: datetime
    counts: Mapping[int, GateCounts]


def are_rights_due(turn: int) -> bool:
    """Tell whether the reader's rights are asked anew before the stream's turn (0: the first, just allowed)."""
    return turn > 0 and turn % _TURNS_BETWEEN_RIGHTS == 0


def is_fresh(moment: datetime, now: datetime) -> bool:
    """Tell whether a board of the moment may still be shown; one from the future may not (the clock was set back)."""
    return timedelta(0) <= now - moment < INTERVAL


def window_start(now: datetime) -> datetime:
    """Return the beginning of the first of the last 60 minutes, the present one counted."""
    return now.replace(second=0, microsecond=0) - timedelta(minutes=WINDOW_MINUTES - 1)


def is_silent(last_seen_at: datetime | None, now: datetime) -> bool:
    """Tell whether a device was heard of once and then not for too long."""
    return last_seen_at is not None and now - last_seen_at > SILENT_AFTER


def arrivals_of(gate_id: int, tallies: Iterable[Tally], now: datetime) -> tuple[int, ...]:
    """Return how many people the gate let in during each of the last 60 minutes."""
    counts, start = [0] * WINDOW_MINUTES, window_start(now)
    for tally in tallies:
        place = int((tally.minute - start) / timedelta(minutes=1))
        if tally.gate_id == gate_id and tally.outcome in _LET_IN and 0 <= place < WINDOW_MINUTES:
            counts[place] += tally.scans
    return tuple(counts)


def refusals_of(tallies: Sequence[Tally]) -> tuple[tuple[Outcome, int], ...]:
    """Return how often each reason kept somebody out, the most frequent first."""
    counts: dict[Outcome, int] = {}
    for tally in tallies:
        if tally.outcome not in _PASSED:
            counts[tally.outcome] = counts.get(tally.outcome, 0) + tally.scans
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
