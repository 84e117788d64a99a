"""Adding and changing gates."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from summit.database import transaction
from summit.errors import DomainError
from summit.events.queries import list_categories, list_halls, list_zones
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import text_for

from .. import services
from ..forms import GateForm
from ..models import Gate
from ..queries.gates import find_gate, list_gates
from ..rules import NO_RULES, WAYS_NAMES, rules_from_json
from .blueprint import bp
from .scanning import Answer


@bp.get("/manage")
@requires(Permission.MANAGE_GATES)
def manage_gates(edition: str) -> str:
    """List every gate, those switched off too."""
    event = current_edition()
    gates = [(gate, rules_from_json(gate.rules)) for gate, _inside in list_gates(event.id)]
    return render_template("entrance/manage.html", event=event, gates=gates, ways=WAYS_NAMES)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_GATES)
def new_gate(edition: str) -> Answer:
    """Add a gate."""
    form = _form(None)
    if form.validate_on_submit():
        try:
            with transaction():
                services.add_gate(current_edition().id, actor_id=current_user.account_id, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The gate is added."), "success")
            return redirect(url_for("entrance.manage_gates"), 303)
    return _page(form, None), form.status


@bp.route("/<int:gate_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_GATES)
def edit_gate(edition: str, gate_id: int) -> Answer:
    """Change a gate or switch it off."""
    found = find_gate(current_edition().id, gate_id)
    if found is None:
        abort(404)
    form = _form(found[0])
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_gate(current_edition().id, gate_id, actor_id=current_user.account_id, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The gate is saved."), "success")
            return redirect(url_for("entrance.manage_gates"), 303)
    return _page(form, found[0]), form.status


def _page(form: GateForm, gate: Gate | None) -> str:
    return render_template("entrance/gate_form.html", form=form, gate=gate, event=current_edition())


def _form(gate: Gate | None) -> GateForm:
    event = current_edition()
    zones = [(zone.id, f"{zone.letter} · {text_for(zone.names)}") for zone in list_zones(event.id)]
    halls = [(hall.id, text_for(hall.names)) for hall in list_halls(event.id)]
    categories = [(one.letter, f"{one.letter} · {text_for(one.names)}") for one in list_categories(event.id)]
    return GateForm(
        obj=gate,
        languages=event.languages,
        time_zone=event.time_zone,
        zones=zones,
        halls=halls,
        categories=categories,
        rules=rules_from_json(gate.rules) if gate else NO_RULES,
    )
