"""From an edition's meetings to the optimiser's numbers and back, and what a new timetable changes for people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from summit.calendar.rules import ticks
from summit.errors import N_, DomainError

from .grid import SlotSpan
from .optimiser.problem import Encounter, Place, Problem, Timetable
from .times import Reach, Table, choose_table

# What a must-meet is worth in wishes: no number of companies' wishes at one table outweighs it in practice.
MUST_WEIGHT = 5
WISH_WEIGHT = 1
SHORTEST_SECONDS, LONGEST_SECONDS = 5, 600


class NothingToPlan(DomainError):
    """No meeting could be moved or placed."""

    message = N_("There is nothing to plan: no meeting is agreed, or all of them are fixed.")


class NoSlots(DomainError):
    """The edition has no slot yet to come, or no table."""

    message = N_("There are no free slots or tables. Please set the opening times and the tables first.")


class RunIsAtWork(DomainError):
    """Another run has not ended."""

    message = N_("Another run is still at work. Please wait for it or stop it.")


class RunIsNotReady(DomainError):
    """The run has no result that could be published, or is published already."""

    message = N_("This run has no result that can be published.")


class RunIsStale(DomainError):
    """People or tables were booked elsewhere since the run began."""

    message = N_("Since this run began, other meetings have taken its places. Please start a new run.")


class RunIsNotInForce(DomainError):
    """Only the latest published run can be taken back."""

    message = N_("Only the run that is in force can be taken back.")


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What a run is asked: how long, with which seed, and how far it may move what people know already.

    `keeps_told` leaves everything that people were told where it is; otherwise at most `change_budget` people
    (None: any number) find a meeting moved.
    """

    seconds: int = 30
    seed: int = 1
    keeps_told: bool = False
    change_budget: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """A meeting that the optimiser may place: its people, the company of each, and where it stands now."""

    id: int
    people: tuple[int, ...]
    sides: tuple[int, ...]
    is_must: bool = False
    is_pinned: bool = False
    is_told: bool = False
    starts_at: datetime | None = None
    table_id: int | None = None

    @property
    def companies(self) -> tuple[int, ...]:
        """Return the companies that meet, each once."""
        return tuple(dict.fromkeys(self.sides))


@dataclass(frozen=True)
class Snapshot:
    """What a run is worked out for: everything of one moment, as plain values.

    `slots` are yet to come, `days` the venue's day of each. `busy` has the five-minute steps of each person that
    something else takes, `table_busy` those of each table. `walk` keeps people free before a meeting. `online` are
    agreed meetings that need a time but no table.
    """

    meetings: tuple[PlannedMeeting, ...]
    slots: tuple[SlotSpan, ...]
    days: tuple[date, ...]
    tables: tuple[Table, ...]
    busy: Mapping[int, frozenset[int]]
    table_busy: Mapping[int, frozenset[int]]
    walk: int = 0
    fairness: int | None = None
    most_per_day: int | None = None
    options: PlanOptions = PlanOptions()
    online: tuple[PlannedMeeting, ...] = ()

    @cached_property
    def people(self) -> tuple[int, ...]:
        """Return everybody who attends, in the order in which the problem numbers them."""
        return tuple(sorted({person for meeting in self.meetings for person in meeting.people}))


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """Where a meeting is to be held; one online has no table."""

    meeting_id: int
    slot: SlotSpan
    table_id: int | None = None


def build_problem(snapshot: Snapshot) -> Problem:
    """Return the optimiser's problem; raises NothingToPlan, NoSlots."""
    if not snapshot.online and all(_is_kept(meeting, snapshot) for meeting in snapshot.meetings):
        raise NothingToPlan
    if not snapshot.slots or not snapshot.tables:
        raise NoSlots
    number = {person: index for index, person in enumerate(snapshot.people)}
    home = _home_tables(snapshot)
    return Problem(
        slot_count=len(snapshot.slots),
        table_count=len(snapshot.tables),
        encounters=tuple(_encounter(meeting, number, snapshot) for meeting in snapshot.meetings),
        forbidden=tuple(_forbidden(person, snapshot) for person in snapshot.people),
        days=_day_numbers(snapshot.days),
        capacities=tuple(_capacity(slot, snapshot) for slot in snapshot.slots),
        home_tables=tuple(home.get(person) for person in snapshot.people),
        fairness=snapshot.fairness,
        most_per_day=snapshot.most_per_day,
        change_budget=None if snapshot.options.keeps_told else snapshot.options.change_budget,
    )


def _is_kept(meeting: PlannedMeeting, snapshot: Snapshot) -> bool:
    told = meeting.is_told and snapshot.options.keeps_told
    return meeting.starts_at is not None and (meeting.is_pinned or told)


def _encounter(meeting: PlannedMeeting, number: Mapping[int, int], snapshot: Snapshot) -> Encounter:
    starts = {slot.starts_at: index for index, slot in enumerate(snapshot.slots)}
    tables = {table.id: index for index, table in enumerate(snapshot.tables)}
    slot = starts.get(meeting.starts_at) if meeting.starts_at else None
    kept = slot is not None and _is_kept(meeting, snapshot)
    told = kept or meeting.is_told
    return Encounter(
        participants=tuple(number[person] for person in meeting.people),
        fixed=slot if kept else None,
        weight=MUST_WEIGHT if meeting.is_must else WISH_WEIGHT,
        slot=slot if told else None,
        table=tables.get(meeting.table_id) if told and slot is not None and meeting.table_id else None,
        is_pinned=kept,
    )


def _forbidden(person: int, snapshot: Snapshot) -> frozenset[int]:
    taken, reach = snapshot.busy.get(person, frozenset()), Reach(walk=snapshot.walk)
    return frozenset(
        index
        for index, slot in enumerate(snapshot.slots)
        if not taken.isdisjoint(ticks(*reach.around(slot.starts_at, slot.ends_at)))
    )


def _capacity(slot: SlotSpan, snapshot: Snapshot) -> int:
    steps = ticks(slot.starts_at, slot.ends_at)
    return sum(snapshot.table_busy.get(table.id, frozenset()).isdisjoint(steps) for table in snapshot.tables)


def _home_tables(snapshot: Snapshot) -> dict[int, int]:
    """Return the number of the table at which each person's company is at home."""
    owned = {table.company_id: index for index, table in enumerate(snapshot.tables) if table.company_id is not None}
    return {
        person: owned[company]
        for meeting in snapshot.meetings
        for person, company in zip(meeting.people, meeting.sides, strict=True)
        if company in owned
    }


def _day_numbers(days: Sequence[date]) -> tuple[int, ...]:
    number = {day: index for index, day in enumerate(sorted(set(days)))}
    return tuple(number[day] for day in days)


def read_timetable(snapshot: Snapshot, timetable: Timetable) -> tuple[PlannedPlace, ...]:
    """Return where each held meeting is, every table being one at which its companies may sit.

    The optimiser counts tables; which may not be taken by strangers (a company's stand), or has too few seats, is
    settled here: such a meeting gets a common table of its slot, and none when all are taken.
    """
    pairs = zip(snapshot.meetings, timetable.places, strict=True)
    placed = [(meeting, place) for meeting, place in pairs if place is not None]
    taken = {table.id: set(snapshot.table_busy.get(table.id, ())) for table in snapshot.tables}
    kept, homeless = [], []
    for meeting, place in placed:
        found = _seat(snapshot, meeting, place, taken)
        if found is None:
            homeless.append((meeting, place))
        else:
            kept.append(found)
    return (*kept, *_reseat(snapshot, homeless, taken))


def _seat(snapshot: Snapshot, meeting: PlannedMeeting, place: Place, taken: dict[int, set[int]]) -> PlannedPlace | None:
    table, slot = snapshot.tables[place.table], snapshot.slots[place.slot]
    steps = set(ticks(slot.starts_at, slot.ends_at))
    suits = table.company_id in {None, *meeting.companies} and table.seats >= len(meeting.people)
    if not suits or not taken[table.id].isdisjoint(steps):
        return None
    taken[table.id] |= steps
    return PlannedPlace(meeting.id, slot, table.id)


def _reseat(
    snapshot: Snapshot, homeless: Iterable[tuple[PlannedMeeting, Place]], taken: dict[int, set[int]]
) -> list[PlannedPlace]:
    found = []
    for meeting, place in homeless:
        slot = snapshot.slots[place.slot]
        table = choose_table(snapshot.tables, taken, slot, meeting.companies, len(meeting.people))
        if table is not None:
            taken[table.id] |= set(ticks(slot.starts_at, slot.ends_at))
            found.append(PlannedPlace(meeting.id, slot, table.id))
    return found


def place_online(snapshot: Snapshot, places: Iterable[PlannedPlace]) -> tuple[PlannedPlace, ...]:
    """Return a time for each meeting online that has one left, one after the other, where it tears the fewest gaps.

    They compete for people only, so each takes the free slot nearest to what its people have already on that day.
    """
    people = {meeting.id: meeting.people for meeting in snapshot.meetings}
    index = {slot: number for number, slot in enumerate(snapshot.slots)}
    used: dict[int, set[int]] = {}
    for place in places:
        for person in people[place.meeting_id]:
            used.setdefault(person, set()).add(index[place.slot])
    found = []
    for meeting in snapshot.online:
        free = _free_numbers(meeting, snapshot, used)
        if free:
            best = min(free, key=lambda number: (_distance(number, meeting, snapshot, used), number))
            found.append(PlannedPlace(meeting.id, snapshot.slots[best]))
            for person in meeting.people:
                used.setdefault(person, set()).add(best)
    return tuple(found)


def _free_numbers(meeting: PlannedMeeting, snapshot: Snapshot, used: Mapping[int, set[int]]) -> list[int]:
    taken = set().union(*(_forbidden(person, snapshot) | used.get(person, set()) for person in meeting.people))
    return [number for number in range(len(snapshot.slots)) if number not in taken]


def _distance(number: int, meeting: PlannedMeeting, snapshot: Snapshot, used: Mapping[int, set[int]]) -> int:
    """Return how many slots lie between a slot and the nearest one of the same day that each person has, summed."""
    same_day = [other for other, day in enumerate(snapshot.days) if day == snapshot.days[number]]
    nearest = (
        min((abs(number - other) for other in same_day if other in used.get(person, ())), default=0)
        for person in meeting.people
    )
    return sum(nearest)


class ChangeKind(StrEnum):
    """What a new timetable does to a meeting."""

    ADDED = "added"
    MOVED = "moved"
    RESEATED = "reseated"
    REMOVED = "removed"
    KEPT = "kept"


CHANGE_NAMES = {
    ChangeKind.ADDED: N_("New"),
    ChangeKind.MOVED: N_("Moved"),
    ChangeKind.RESEATED: N_("Another table"),
    ChangeKind.REMOVED: N_("No place any more"),
    ChangeKind.KEPT: N_("As it was"),
}


@dataclass(frozen=True, slots=True)
class StoredPlace:
    """Where a meeting stands, or stood: as kept in a run's `result` and `previous`; no start means no place."""

    meeting_id: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    table_id: int | None = None

    @property
    def slot(self) -> SlotSpan | None:
        """Return the time as a slot."""
        return SlotSpan(self.starts_at, self.ends_at) if self.starts_at and self.ends_at else None


def to_json(places: Iterable[StoredPlace]) -> list[list[int | str | None]]:
    """Return places as a run keeps them: [meeting id, start, end, table id], moments in ISO 8601."""
    return [
        [
            one.meeting_id,
            *(moment.isoformat() if moment else None for moment in (one.starts_at, one.ends_at)),
            one.table_id,
        ]
        for one in places
    ]


def from_json(rows: Iterable[Sequence[int | str | None]]) -> tuple[StoredPlace, ...]:
    """Return what `to_json` was given."""
    return tuple(
        StoredPlace(int(str(key)), _moment(start), _moment(end), int(table) if table is not None else None)
        for key, start, end, table in rows
    )


def _moment(text: int | str | None) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text is not None else None


def change_of(before: StoredPlace | None, after: StoredPlace | None) -> ChangeKind:
    """Return what becomes of a meeting between two timetables."""
    was, will = before and before.starts_at, after and after.starts_at
    if was is None:
        return ChangeKind.KEPT if will is None else ChangeKind.ADDED
    if will is None:
        return ChangeKind.REMOVED
    if was != will:
        return ChangeKind.MOVED
    same = before is not None and after is not None and before.table_id == after.table_id
    return ChangeKind.KEPT if same else ChangeKind.RESEATED


def compare(
    before: Iterable[StoredPlace], after: Iterable[StoredPlace]
) -> dict[int, tuple[ChangeKind, StoredPlace | None, StoredPlace | None]]:
    """Return what becomes of each meeting of either timetable, with its place in both."""
    was, will = {one.meeting_id: one for one in before}, {one.meeting_id: one for one in after}
    return {key: (change_of(was.get(key), will.get(key)), was.get(key), will.get(key)) for key in sorted({*was, *will})}


def unplaced_of(snapshot: Snapshot, places: Collection[PlannedPlace]) -> tuple[int, ...]:
    """Return the meetings of a snapshot without a place."""
    held = {place.meeting_id for place in places}
    return tuple(meeting.id for meeting in (*snapshot.meetings, *snapshot.online) if meeting.id not in held)


def ensure_options(options: PlanOptions) -> PlanOptions:
    """Return the options within what is sensible: 5 to 600 seconds, no negative budget."""
    budget = options.change_budget
    return replace(
        options,
        seconds=min(max(options.seconds, SHORTEST_SECONDS), LONGEST_SECONDS),
        change_budget=None if budget is None else max(budget, 0),
    )
