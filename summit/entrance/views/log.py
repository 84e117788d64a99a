"""The log of scans."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row

from summit.clock import utcnow
from summit.events.queries import list_zones
from summit.permissions import Permission
from summit.web.access import current_edition, may, requires
from summit.web.addresses import row_named
from summit.web.filters import text_for

from ..forms import LogForm
from ..queries.gates import list_gates
from ..queries.log import list_scans
from ..rules import (
    DIRECTION_NAMES,
    ENTERED_BY_NAMES,
    UNDO_WINDOW,
    UNDOABLE,
    WORDS,
    EnteredBy,
    Outcome,
    Signal,
    signal_for,
)
from .blueprint import scans_bp

TONES = {Signal.GO: "positive", Signal.ASK: "caution", Signal.STOP: "negative"}


@scans_bp.get("/")
@requires(Permission.VIEW_SCANS)
def log(edition: str) -> str:
    """List the scans that the address asks for, newest first."""
    event, form = current_edition(), filter_form()
    form.validate()
    page = list_scans(event.id, form.wanted(), before=row_named("before"), after=row_named("after"))
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name not in {"before", "after"}
    }
    return render_template(
        "entrance/scans.html",
        event=event,
        form=form,
        rows=[_row(row) for row in page.rows],
        is_filtered=bool(asked),
        newer_url=url_for("scans.log", **asked, after=page.newer) if page.newer else None,
        older_url=url_for("scans.log", **asked, before=page.older) if page.older else None,
        export_url=url_for("scans.export", **asked),
        here=request.full_path,
    )


def filter_form() -> LogForm:
    """Return the filters of the address, with the edition's gates and zones to choose from."""
    event = current_edition()
    gates = [(str(gate.id), text_for(gate.names)) for gate, _inside in list_gates(event.id)]
    zones = [(str(zone.id), f"{zone.letter} · {text_for(zone.names)}") for zone in list_zones(event.id)]
    return LogForm(request.args, time_zone=event.time_zone, gates=gates, zones=zones)


def _asked() -> dict[str, Any]:
    """Return the filters of the address, without the place in the list."""
    return {name: value for name, value in request.args.items() if value and name not in {"before", "after"}}


def _row(row: Row[Any]) -> dict[str, Any]:
    changed = row.outcome in UNDOABLE and row.annulled_at is None
    undoable = changed and row.scanned_at + UNDO_WINDOW >= utcnow() and may(Permission.SCAN_BADGES)
    return {
        "scan": row,
        "word": _(WORDS[row.outcome]),
        "tone": TONES[signal_for(row.outcome)],
        "refused": _(WORDS[Outcome(row.answer["overridden"])]) if row.answer["overridden"] else "",
        "direction": _(DIRECTION_NAMES[row.direction]),
        "entered_by": _(ENTERED_BY_NAMES[EnteredBy(row.entered_by)]) if row.entered_by else "",
        "operator": row.operator_name or row.operator_email or row.device_operator,
        "session": row.answer["params"].get("session", {}).get("texts"),
        "undo_url": url_for("scans.undo", scan_id=row.scan_id) if undoable else None,
    }
