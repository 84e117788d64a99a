"""The timetabling problem of business meetings, as plain numbers counted from 0.

Definition: Bofill et al., "Scheduling B2B meetings", JAIR 2022, extended by meetings of more than two people, days,
home tables, what people already have, and a change budget.
"""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting to be held once: `participants` (two or more) meet in one slot at one table.

    `slots` are those that it may take (None: any). `fixed` is the slot that it must take. `before` are the encounters
    that must lie strictly earlier. `weight` says what holding it is worth, as a must-meet more than a wish.
    `slot` and `table` are what people have already been told (None where nothing); `is_pinned` forbids another.
    """

    participants: tuple[int, ...]
    slots: frozenset[int] | None = None
    fixed: int | None = None
    before: tuple[int, ...] = ()
    weight: int = 1
    slot: int | None = None
    table: int | None = None
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Who meets whom, and when and where it can be.

    `forbidden` has the slots of each participant in which they cannot meet; `days` has the day of each slot, breaks
    being counted within a day (all 0: the literature's single horizon). `capacities` has the number of usable tables
    of each slot, where it is not all of them. `tables` numbers `table_count` places; `home_tables` has the table of
    each participant that stays at one (None: they walk). `fairness` is the most by which the breaks of two
    participants may differ (None: any). `most_per_day` limits everybody's meetings of a day (None: no limit).
    `change_budget` is the most participants whose told meetings may move (None: any number).
    """

    slot_count: int
    table_count: int
    encounters: tuple[Encounter, ...]
    forbidden: tuple[frozenset[int], ...]
    days: tuple[int, ...] = ()
    capacities: tuple[int, ...] = ()
    home_tables: tuple[int | None, ...] = ()
    fairness: int | None = None
    most_per_day: int | None = None
    change_budget: int | None = None

    @property
    def participant_count(self) -> int:
        """Return how many people take part."""
        return len(self.forbidden)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an encounter is held: a slot and a table, from 0."""

    slot: int
    table: int


class Verdict(StrEnum):
    """What is known of a timetable: nothing is better, it keeps every rule, or no timetable holds everything."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    UNSATISFIABLE = "unsatisfiable"


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """How good a timetable is, smaller being better, in the order of what counts.

    `unheld` is the weight of encounters without a place; `breaks` the idle runs between meetings summed over
    participants; `table_changes` how often somebody's next meeting of a day is at another table; `moves` how many
    participants have a told meeting elsewhere now.
    """

    unheld: int
    breaks: int
    table_changes: int = 0
    moves: int = 0


@dataclass(frozen=True, slots=True)
class Cause:
    """Why not everything fits, as data: `kind` such as "participant_overfull", who or what, and how many too many.

    Kinds: participant_overfull (participants, needed, available), slots_overfull (slots, needed, available),
    group_overfull (participants and slots, needed, available: a set of encounters that share too few places),
    fixed_clash (encounters), fixed_forbidden (encounters), precedence_cycle (encounters), precedence_too_long
    (encounters, needed, available), fairness (needed, available), conflict (encounters: a set that cannot be held
    together, found by the proof).
    """

    kind: str
    participants: tuple[int, ...] = ()
    encounters: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()
    needed: int = 0
    available: int = 0


@dataclass(frozen=True, slots=True)
class Timetable:
    """An answer: the place of each encounter (None: not held), what is known of it, and why not everything is held.

    `bound` is the least number of breaks that any timetable with as much held can have, as far as it is proved.
    """

    places: tuple[Place | None, ...]
    verdict: Verdict
    score: Score
    bound: int = 0
    causes: tuple[Cause, ...] = field(default=())
    seconds: float = 0.0
