"""Problems of every kind that Hypothesis makes up, small enough to be solved at once."""

from hypothesis import strategies as st

from summit.meetings.rules.optimiser.problem import Encounter, Problem


@st.composite
def encounters(draw: st.DrawFn, people: int, slots: int, tables: int, number: int) -> Encounter:
    """Return an encounter of two to four people with some of what can bind it."""
    size = draw(st.sampled_from([2, 2, 2, 3, 4]))
    members = draw(st.lists(st.integers(0, people - 1), min_size=2, max_size=size, unique=True))
    slot = draw(st.none() | st.integers(0, slots - 1))
    return Encounter(
        participants=tuple(members),
        slots=draw(st.none() | st.frozensets(st.integers(0, slots - 1), min_size=1)),
        fixed=draw(st.sampled_from([None] * 6 + list(range(slots)))),
        before=tuple(draw(st.sets(st.integers(0, number - 1), max_size=1))) if number and draw(st.booleans()) else (),
        weight=draw(st.sampled_from([1, 1, 1, 5])),
        slot=slot,
        table=None if slot is None else draw(st.none() | st.integers(0, tables - 1)),
        is_pinned=slot is not None and draw(st.sampled_from([False, False, True])),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Return a problem with some of every kind of rule."""
    people, slots, tables = draw(st.integers(4, 9)), draw(st.integers(1, 7)), draw(st.integers(1, 4))
    absences = st.frozensets(st.integers(0, slots - 1), max_size=2)
    noon = draw(st.integers(0, slots))
    return Problem(
        slot_count=slots,
        table_count=tables,
        encounters=tuple(draw(encounters(people, slots, tables, number)) for number in range(draw(st.integers(0, 14)))),
        forbidden=tuple(draw(absences) for _ in range(people)),
        days=draw(st.sampled_from([(), tuple(int(slot >= noon) for slot in range(slots))])),
        capacities=tuple(draw(st.integers(0, tables)) for _ in range(slots)) if draw(st.booleans()) else (),
        home_tables=tuple(draw(st.none() | st.integers(0, tables - 1)) for _ in range(people)),
        fairness=draw(st.sampled_from([None, 0, 1, 2])),
        most_per_day=draw(st.sampled_from([None, 1, 2, 3])),
        change_budget=draw(st.sampled_from([None, None, 4])),
    )
