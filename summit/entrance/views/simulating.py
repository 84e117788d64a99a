"""The simulator: what a gate would answer to a badge, and why, without letting anybody in."""

from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import text_for

from .. import services
from ..forms import SimulatorForm
from ..queries.gates import list_gates
from ..rules import GateIsUnknown, signal_for
from ..rules.outcomes import WORDS
from ..services.simulating import Simulation
from .answers import shown_counts, shown_person, spoken
from .blueprint import bp
from .scanning import Answer


@bp.route("/simulator", methods=["GET", "POST"])
@requires(Permission.VIEW_SCANS)
def simulator(edition: str) -> Answer:
    """Ask what would happen; by POST, so that no name stands in an address or a server's log."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form), form.status
    try:
        with transaction():
            context = _ask(form)
    except GateIsUnknown:
        abort(404)
    except DomainError as error:
        form.refuse(error, "code")
        return _page(form), form.status
    return _page(form, **context), 200


def _form() -> SimulatorForm:
    event = current_edition()
    gates = [
        (gate.id, f"{gate.zone.letter} · {text_for(gate.names)}")
        for gate, _inside in list_gates(event.id, active_only=True)
    ]
    return SimulatorForm(time_zone=event.time_zone, gates=gates)


def _ask(form: SimulatorForm) -> dict[str, Any]:
    """Return the people to choose from, or what would happen to the one who is meant."""
    event, asked = current_edition(), form.values()
    gate_id, actor_id, person = asked["gate_id"], current_user.account_id, request.form.get("person", "")[:64]
    if not person:
        found = services.find_candidates(event.id, gate_id, asked["code"], actor_id=actor_id)
        if found is not None and len(found) != 1:
            return {"people": [shown_person(one) for one in found]}
        person = found[0].public_id if found else ""
    now = asked["moment"] or utcnow()
    result = services.simulate_scan(
        event.id, gate_id, code=asked["code"], person=person, direction=asked["direction"],
        accompanied=asked["accompanied"], actor_id=actor_id, now=now,
    )  # fmt: skip
    return {"result": _shown(result, now), "moment": now, "person": person}


def _shown(result: Simulation, now: Any) -> dict[str, Any]:
    zone, decision = current_edition().time_zone, result.decision
    return {
        "word": _(WORDS[decision.outcome]),
        "signal": signal_for(decision.outcome),
        "explanation": spoken(decision.explanation, decision.params, zone, now),
        "next_step": _(decision.next_step),
        "person": shown_person(result.person) if result.person else None,
        "steps": [
            (step, spoken(step.explanation, step.params, zone, now) if step.explanation else "")
            for step in result.steps
        ],
        "chances": result.chances,
        "counts": shown_counts(result.inside, result.capacity),
    }


def _page(form: SimulatorForm, **context: Any) -> str:
    given = {"people": None, "result": None, "moment": None, "person": ""} | context
    return render_template("entrance/simulator.html", form=form, event=current_edition(), **given)
