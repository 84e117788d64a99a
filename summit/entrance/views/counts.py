"""How many are inside, for the page of one gate: as a stream of events, and as JSON for those who get no stream."""

from collections.abc import Mapping

from flask import Response, abort
from werkzeug.wrappers import Response as Answer

from summit.clock import utcnow
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.locale import current_language

from ..rules.live import LiveDoors
from ..services.live import DOORS, Shown, live_hub
from .blueprint import bp
from .live_looks import render_counts
from .streaming import as_json, as_stream

# Where no stream is free, a gate's page asks again only now and then: its own scans bring it counts too.
POLL_SECONDS = 30


@bp.get("/<int:gate_id>/counts.json")
@requires(Permission.SCAN_BADGES)
def counts_json(edition: str, gate_id: int) -> Answer:
    """Return the counts of the gate's zone and of the sessions at its door, or 304 where the reader has them."""
    return as_json(_show_or_404(current_edition().id, gate_id))


@bp.get("/<int:gate_id>/counts/stream")
@requires(Permission.SCAN_BADGES)
def counts_stream(edition: str, gate_id: int) -> Response:
    """Send the counts whenever they change, for some minutes; 204 where gates have their share of all streams."""
    event_id = current_edition().id
    _show_or_404(event_id, gate_id)
    return as_stream(lambda: _show(event_id, gate_id), DOORS, Permission.SCAN_BADGES, ask_again_seconds=POLL_SECONDS)


def _show_or_404(event_id: int, gate_id: int) -> Shown:
    shown = _show(event_id, gate_id)
    if not shown.parts:
        abort(404)
    return shown


def _show(event_id: int, gate_id: int) -> Shown:
    """Return what the gate shows; nothing where the edition has no such gate."""

    def render(doors: LiveDoors) -> Mapping[str, str]:
        counts = doors.counts.get(gate_id)
        return render_counts(counts, doors.moment) if counts else {}

    return live_hub().show(DOORS, event_id, f"{current_language()} {gate_id}", utcnow(), render)
