"""Choosing a gate."""

from flask import render_template

from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..queries.gates import list_gates, list_zone_counts
from .answers import shown_counts
from .blueprint import bp


@bp.get("/")
@requires(Permission.SCAN_BADGES)
def gates(edition: str) -> str:
    """List the gates that take scans, and how many are inside each zone."""
    event = current_edition()
    listed = list_gates(event.id, active_only=True)
    return render_template(
        "entrance/gates.html",
        event=event,
        gates=[(gate, shown_counts(inside, gate.zone.capacity)) for gate, inside in listed],
        zones=list_zone_counts(event.id),
    )
