"""The gate's page, a scan, and its undoing."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, may, requires, wants_json
from summit.web.forms import translated
from summit.web.locale import safe_next
from summit.web.security import allow_webassembly

from .. import forms, services, tasks
from ..models import Gate
from ..queries.gates import find_gate, list_gates
from ..queries.halls import list_door_sessions
from ..rules import Direction, GateIsUnknown, ScanIsUnknown
from ..rules.hall import DoorSession
from .answers import shown, shown_counts
from .blueprint import bp, scans_bp
from .counts import POLL_SECONDS
from .live_looks import sessions_mark

Answer = Response | tuple[str, int]
_KEPT = 200


@bp.get("/<int:gate_id>")
@requires(Permission.SCAN_BADGES)
def gate(edition: str, gate_id: int) -> str:
    """Show the gate's screen."""
    return gate_page(gate_id)


@bp.post("/<int:gate_id>/scan")
@requires(Permission.SCAN_BADGES)
def scan(edition: str, gate_id: int) -> Answer:
    """Take one scan and answer it, as JSON to the gate's script, as a page to a plain form."""
    event, now = current_edition(), utcnow()
    try:
        answer = tasks.take_scan(
            event_id=event.id, gate_id=gate_id, operator_id=current_user.account_id, now=now, **_sent()
        )
    except GateIsUnknown:
        abort(404)
    except DomainError as error:
        if wants_json():
            raise
        return gate_page(gate_id, refusal=translated(error)), 422
    result = shown(answer, time_zone=event.time_zone, now=now)
    return jsonify(result) if wants_json() else (gate_page(gate_id, answer=result), 200)


@scans_bp.post("/<uuid:scan_id>/undo")
@requires(Permission.SCAN_BADGES)
def undo(edition: str, scan_id: UUID) -> Response:
    """Take a scan back."""
    event = current_edition()
    try:
        with transaction():
            counts = services.annul_scan(event.id, scan_id, actor_id=current_user.account_id, now=utcnow())
    except ScanIsUnknown:
        abort(404)
    except DomainError as error:
        if wants_json():
            raise
        flash(translated(error), "error")
    else:
        if wants_json():
            return jsonify(message=_("The scan has been undone."), counts=shown_counts(*counts))
        flash(_("The scan has been undone."), "success")
    return redirect(safe_next(request.form.get("next"), url_for("entrance.gates")), 303)


def _sent() -> dict[str, Any]:
    """Return what the page sent; letting somebody in by override takes the permission for it."""
    values = forms.read_scan(request.get_json() if request.is_json else request.form)
    if values["override_reason"] and not may(Permission.OVERRIDE_SCANS):
        abort(403)
    return values


def gate_page(gate_id: int, **context: Any) -> str:
    """Return the gate's screen: with an answer, a refusal or found people where there are any."""
    event = current_edition()
    found = find_gate(event.id, gate_id)
    if found is None:
        abort(404)
    allow_webassembly()
    (row, inside), now = found, utcnow()
    sessions = _sessions(row, now)
    return render_template(
        "entrance/gate.html",
        **({"answer": None, "refusal": None, "people": None, "query": ""} | context),
        event=event,
        gate=row,
        counts=shown_counts(inside, row.zone.capacity),
        gates=[other for other, _inside in list_gates(event.id, active_only=True)],
        ways=list(Direction),
        way=_way(),
        new_scan_id=uuid4,
        asked={name: request.form.get(name, "")[:_KEPT] for name in ("code", "person", "entered_by")},
        may_override=may(Permission.OVERRIDE_SCANS),
        sessions=[(one, one.may_call(now)) for one in sessions],
        sessions_mark=sessions_mark(sessions, now),
        poll_seconds=POLL_SECONDS,
    )


def _sessions(gate: Gate, now: datetime) -> list[DoorSession]:
    """Return what is in play at the door of a hall; nothing is asked at other gates."""
    return list_door_sessions(gate.event_id, gate.hall_id, now) if gate.hall_id is not None else []


def _way() -> Direction:
    """Return the way that the operator chose last, so that it stays chosen."""
    chosen = request.values.get("direction")
    return Direction.EXIT if chosen == Direction.EXIT else Direction.ENTRY
