"""The capacity calculator: how many meetings fit, before booking opens."""

from typing import Any

from flask import render_template

from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..forms.capacity import CapacityForm
from ..queries.capacity import load_outlook
from ..rules.capacity import reckon_plan
from .blueprints import meetings_bp


@meetings_bp.route("/capacity", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def capacity(edition: str) -> tuple[str, int]:
    """Show what fits of the wishes so far, and of numbers that the organiser tries out."""
    event = current_edition()
    form = CapacityForm()
    is_sound = form.validate_on_submit()
    shown = {"event": event, "outlook": load_outlook(event.id), "plan": _plan(form) if is_sound else None}
    return render_template("meetings/capacity.html", form=form, **shown), 200 if is_sound else form.status


def _plan(form: CapacityForm) -> dict[str, Any]:
    """Return how many meetings fit, and how many tables are missing for all that people have time for."""
    buyers, suppliers, each, tables, slots = (
        field.data or 1 for field in (form.buyers, form.suppliers, form.each, form.tables, form.slots)
    )
    fit = reckon_plan([tables] * slots, buyers, suppliers, each, each)
    in_time = reckon_plan([max(buyers, suppliers)] * slots, buyers, suppliers, each, each)
    missing = max(0, -(-in_time // slots) - tables)
    return {"fit": fit, "in_time": in_time, "missing": missing, "too_many": max(0, each - slots)}
