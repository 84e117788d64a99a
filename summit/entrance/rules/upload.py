"""What an upload of scans means that devices have answered by themselves: when, who was inside then, and what to keep.

Nobody is refused in hindsight: who a device let in has entered. Where the rules say no, or the same badge was let in
elsewhere meanwhile, the scan is kept as a conflict for a supervisor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final
from uuid import UUID

from summit.entrance.rules.checks import Case, second_entry
from summit.entrance.rules.conflicts import ConflictKind
from summit.entrance.rules.facts import PresenceFacts
from summit.entrance.rules.outcomes import Direction, EnteredBy, Outcome
from summit.errors import N_, DomainError

MOST_SCANS: Final = 200
OLDEST: Final = timedelta(hours=72)
# Two clocks that were compared over a slow line are never quite the same.
_AHEAD: Final = timedelta(minutes=2)


class TooManyScans(DomainError):
    """A batch longer than is taken at once, or none at all."""

    message = N_("Please send between 1 and %(most)s scans at once.")


class GateIsNotTheDevices(DomainError):
    """A device may upload scans of its own gates only."""

    message = N_("This device does not work at this gate.")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedScan:
    """One scan of a device's queue; `outcome` is what it answered, `offset_ms` its clock minus the server's.

    `slot_id` is the session that it answered for at the door of a hall.
    """

    scan_id: UUID
    code: str
    gate_id: int
    direction: Direction
    entered_by: EnteredBy
    device_time: datetime
    accompanied: bool
    outcome: Outcome
    operator: str
    offset_ms: int
    slot_id: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Somebody's way through a gate of one zone, by the id of the scan; at the door of a hall for a session, if any."""

    scan_id: int
    at: datetime
    is_entry: bool
    at_hall: bool = False
    slot_id: int | None = None

    def asks_about(self, slot_id: int | None) -> bool:
        """Tell whether an entry for the session (None: no session) before this one would make it a second entry.

        The door of a hall asks about its session only, every other gate about the whole zone.
        """
        return not self.at_hall or (slot_id is not None and self.slot_id == slot_id)


@dataclass(frozen=True, slots=True)
class Told:
    """A scan that a device has told already, of one person at one gate, whatever it was answered."""

    scan_id: int
    credential_id: int | None
    direction: Direction
    device_time: datetime | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Stay:
    """From an entry to the exit after it; `exit` is None for somebody still inside."""

    entry: Passage
    exit: Passage | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What is kept of an uploaded scan, and why a supervisor should look at it (None: there is no need)."""

    outcome: Outcome
    kind: ConflictKind | None


def door_time(
    device_time: datetime, offset_ms: int, now: datetime, enrolled_at: datetime | None = None
) -> tuple[datetime, bool]:
    """Return when the person stood at the door, and whether that can be believed; `now` stands for what cannot.

    A device holds nothing of the time before it was enrolled, for enrolling empties it.
    """
    moment = device_time - timedelta(milliseconds=offset_ms)
    first = now - OLDEST if enrolled_at is None else max(now - OLDEST, enrolled_at - _AHEAD)
    if not first <= moment <= now + _AHEAD:
        return now, False
    return min(moment, now), True


def find_replayed(scan: QueuedScan, credential_id: int | None, told: Iterable[Told]) -> Told | None:
    """Return the scan that this one tells again under another identifier; None where it is new.

    A reader reads one badge once within a millisecond of its own clock: the same device, gate, badge, direction and
    device time are the same scan, whose row is kept already. Nothing is lost, and nobody has entered again.
    """
    again = (credential_id, scan.direction, scan.device_time)
    return next((one for one in told if (one.credential_id, one.direction, one.device_time) == again), None)


def stays_of(passages: Iterable[Passage]) -> list[Stay]:
    """Return the stays that passages in order of time make; who enters twice is inside once."""
    stays: list[Stay] = []
    entry: Passage | None = None
    for passage in passages:
        if passage.is_entry:
            entry = entry or passage
        elif entry is not None:
            stays.append(Stay(entry, passage))
            entry = None
    return [*stays, Stay(entry, None)] if entry is not None else stays


def presence_at(passages: Sequence[Passage], moment: datetime) -> PresenceFacts:
    """Return where the person stood towards the zone at the moment."""
    past = [passage for passage in passages if passage.at <= moment]
    entries = [passage.at for passage in past if passage.is_entry]
    exits = [passage.at for passage in past if not passage.is_entry]
    return PresenceFacts(
        is_inside=bool(past) and past[-1].is_entry,
        last_entry_at=entries[-1] if entries else None,
        last_exit_at=exits[-1] if exits else None,
    )


def entry_before(passages: Sequence[Passage], moment: datetime) -> Passage | None:
    """Return the last entry up to the moment."""
    return next((one for one in reversed(passages) if one.is_entry and one.at <= moment), None)


def entry_after(passages: Sequence[Passage], moment: datetime, *, slot_id: int | None = None) -> Passage | None:
    """Return the entry after the moment that asks about one at the moment, for the session `slot_id` at a hall's door.

    None where the person left before it, or never came again.
    """
    following = (one for one in passages if one.at > moment)
    stay = takewhile(lambda one: one.is_entry, following)
    return next((one for one in stay if one.asks_about(slot_id)), None)


def is_explained(case: Case, passages: Sequence[Passage], entry: Passage, other: Passage | None) -> bool:
    """Tell whether an entry that was found to be one too many was right, now that more passages are known.

    `case` is the entry's at its gate, `other` the entry that it was held against: where that one came later, it too
    must be right after this one.
    """
    rest = [passage for passage in passages if passage != entry]
    if _is_second(case, presence_at(rest, entry.at), entry.at):
        return False
    later = entry_after(rest, entry.at) if other is None or other.at > entry.at else None
    return later is None or not _is_second(case, PresenceFacts(is_inside=True, last_entry_at=entry.at), later.at)


def _is_second(case: Case, presence: PresenceFacts, moment: datetime) -> bool:
    return second_entry(replace(case, presence=presence, stay=presence, now=moment)) is not None


def settle(scan: QueuedScan, decided: Outcome, *, clock_is_right: bool, entered_elsewhere: bool) -> Settled:
    """Weigh what the device answered against what the server would have answered at the same moment.

    `entered_elsewhere`: the rules would have refused a later entry of the badge, had they known of this one.
    """
    clock = None if clock_is_right else ConflictKind.CLOCK_IS_WRONG
    if scan.direction is Direction.EXIT:
        return Settled(decided, clock)
    if scan.outcome is not Outcome.ADMITTED:
        return Settled(scan.outcome if decided is Outcome.ADMITTED else decided, None)
    kind = _entry_conflict(decided, entered_elsewhere=entered_elsewhere)
    if decided is Outcome.UNKNOWN or decided is Outcome.WRONG_EVENT or (kind is None and clock is None):
        return Settled(decided, kind)
    return Settled(Outcome.CONFLICT, kind or clock)


def _entry_conflict(decided: Outcome, *, entered_elsewhere: bool) -> ConflictKind | None:
    if decided is Outcome.ALREADY_INSIDE or (decided is Outcome.ADMITTED and entered_elsewhere):
        return ConflictKind.ENTERED_TWICE
    return None if decided is Outcome.ADMITTED else ConflictKind.NOT_ADMISSIBLE
