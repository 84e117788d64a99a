"""What a gate would answer: read as for a scan, decided by the same rules; only the look is written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from summit.agenda.rules.timing import day_span, programme_day
from summit.audit.services import record
from summit.credentials.rules import read_code
from summit.database import db

from ..queries import deciding, people
from ..rules import Case, Decision, Direction, GateIsUnknown, Outcome, PersonCard, ScanRequest, answer_to, name_tokens
from ..rules.explaining import Chance, Step, best_chances, explain, may_change, moments_to_try
from . import reading
from .reading import Asked
from .scanning import card_of


@dataclass(frozen=True, slots=True)
class Simulation:
    """The answer that a scan would get, why, and when and where it would be another; `person` None: nobody's code."""

    decision: Decision
    steps: tuple[Step, ...]
    person: PersonCard | None
    chances: tuple[Chance, ...]
    inside: int
    capacity: int | None


def find_candidates(event_id: int, gate_id: int, text: str, *, actor_id: int) -> list[PersonCard] | None:
    """Return the people whom a reference or a name may mean, None where the text is a badge's code.

    The record keeps how many were shown, never what was typed. Raises QueryIsTooShort.
    """
    if read_code(text) is not None:
        return None
    row = people.find_by_reference(event_id, text)
    found = [card_of(one) for one in ([row] if row else people.list_by_name(event_id, name_tokens(text)))]
    record("gate.people_searched", "gate", gate_id, actor_id=actor_id, event_id=event_id, found=len(found))
    return found


def simulate_scan(
    event_id: int,
    gate_id: int,
    *,
    code: str = "",
    person: str = "",
    direction: Direction = Direction.ENTRY,
    accompanied: bool = False,
    actor_id: int,
    now: datetime,
) -> Simulation:
    """Return what a scan at `now` would be answered; only the look is recorded. Raises GateIsUnknown.

    Counts of people inside are those of this moment, whatever `now` is.
    """
    connection = db.session.connection()
    gates = deciding.list_gates_to_ask(connection, event_id)
    gate = next((one for one in gates if one.id == gate_id), None)
    if gate is None:
        raise GateIsUnknown
    asked = Asked(ScanRequest(event_id, direction, accompanied=accompanied), code, person, now)
    found, case = reading.read_case(connection, gate, asked)
    decision = answer_to(case)
    own = found if found is not None and found.event_id == event_id else None
    chances = _chances(connection, gates, asked) if _is_worth_asking(decision) else ()
    record(
        "scan.simulated", "gate", gate_id, actor_id=actor_id, event_id=event_id,
        registration_id=own.id if own is not None else None, outcome=decision.outcome,
    )  # fmt: skip
    card = card_of(own) if own is not None else None
    return Simulation(decision, explain(case), card, best_chances(chances, gate_id), gate.inside, gate.capacity)


def _is_worth_asking(decision: Decision) -> bool:
    admitted_or_left = {Outcome.ADMITTED, Outcome.EXITED, Outcome.NOT_INSIDE}
    return decision.outcome not in admitted_or_left and may_change(decision.outcome)


def _chances(connection: Connection, gates: Sequence[Row[Any]], asked: Asked) -> Iterator[Chance]:
    """Yield for each gate the earliest moment at which it admits, if there is one."""
    for gate in gates:
        _found, case = reading.read_case(connection, gate, asked)
        next_day = day_span(programme_day(asked.now, gate.time_zone), gate.time_zone)[1]
        for moment in moments_to_try(case, next_day):
            if answer_to(_case_at(connection, gate, asked, case, moment)).outcome in {Outcome.ADMITTED, Outcome.EXITED}:
                yield Chance(gate.id, gate.names, gate.letter, moment)
                break


def _case_at(connection: Connection, gate: Row[Any], asked: Asked, case: Case, moment: datetime) -> Case:
    """Return the case at another moment; only the door of a hall must be read again, for what is in play then."""
    if gate.hall_id is not None:
        return reading.read_case(connection, gate, replace(asked, now=moment))[1]
    zone = replace(case.zone, day_starts_at=reading.day_start(moment, gate.time_zone))
    return replace(case, zone=zone, now=moment)
