"""Problems become instance files of the literature."""

from collections.abc import Collection, Iterable

from summit.meetings.rules.optimiser.dzn.reading import AFTERNOON, ANY, MORNING
from summit.meetings.rules.optimiser.problem import Encounter, Problem


def write_instance(problem: Problem) -> str:
    """Return the file of a problem of meetings of two, whose slots are bound by one noon at most.

    Raises ValueError for what the format cannot say.
    """
    morning = _morning_of(problem)
    of_people: list[list[int]] = [[] for _ in problem.forbidden]
    for number, encounter in enumerate(problem.encounters):
        for person in encounter.participants:
            of_people[person].append(number)
    rows = [_row(problem, encounter, morning) for encounter in problem.encounters]
    lines = [
        f"nBusiness = {problem.participant_count};",
        f"nMeetings = {len(problem.encounters)};",
        f"nTables = {problem.table_count};",
        f"nTotalSlots = {problem.slot_count};",
        f"nMorningSlots = {morning};",
        f"requested = [| {' | '.join(rows)} |];",
        f"nMeetingsBusiness = [{', '.join(str(len(meetings)) for meetings in of_people)}];",
        f"meetingsxBusiness = [{_sets([{1, *(number + 2 for number in meetings)} for meetings in of_people])}];",
        f"forbidden = [{_sets([{0, *(slot + 1 for slot in slots)} for slots in problem.forbidden])}];",
        f"fixed = [{', '.join(str(0 if e.fixed is None else e.fixed + 1) for e in problem.encounters)}];",
        f"precedences = [{_sets([{number + 1 for number in e.before} for e in problem.encounters])}];",
    ]
    return "\n".join(lines) + "\n"


def _sets(sets: Iterable[Collection[int]]) -> str:
    return ", ".join("{" + ", ".join(map(str, sorted(numbers))) + "}" for numbers in sets)


def _morning_of(problem: Problem) -> int:
    """Return the number of slots before noon that the bound encounters tell of."""
    everything = set(range(problem.slot_count))
    noons = set[int]()
    for encounter in problem.encounters:
        if encounter.slots is not None and set(encounter.slots) != everything:
            noons.add(len(encounter.slots) if 0 in encounter.slots else problem.slot_count - len(encounter.slots))
    if len(noons) > 1:
        raise ValueError("the slots of the encounters are not bound by one noon")
    return noons.pop() if noons else problem.slot_count // 2


def _row(problem: Problem, encounter: Encounter, morning: int) -> str:
    if len(encounter.participants) != 2:
        raise ValueError("the format has meetings of two only")
    session = ANY
    if encounter.slots is not None and len(encounter.slots) < problem.slot_count:
        session = MORNING if encounter.slots == frozenset(range(morning)) else AFTERNOON
    one, other = encounter.participants
    return f"{one + 1}, {other + 1}, {session},"
