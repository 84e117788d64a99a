"""What a device asks, all in JSON: enrol, report, change hands, scan, undo, and say that it is wiped."""

from typing import Any
from uuid import UUID

from flask import abort, jsonify, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.web.access import current_edition, public
from summit.web.forms import translated
from summit.web.security import csrf

from .. import forms, services, tasks
from ..queries.people import find_photo_by_scan
from ..rules import GateIsUnknown, ScanIsUnknown
from ..rules.devices import PORTRAIT_SHOWN, DeviceIsUnknown, EnrolmentFailed, ScansBadgesOnly
from ..rules.tokens import read_bearer
from .answers import shown, shown_counts
from .blueprint import scanner_bp
from .device_access import current_device, device_unknown, for_device
from .device_state import state_of_device
from .people import portrait_answer

Answer = Response | tuple[Response, int]


@scanner_bp.post("/enrol")
@csrf.exempt
@public
def enrol(edition: str) -> Answer:
    """Give the token for a code; whatever is wrong with a code, the answer is the same.

    A code has 256 bits and lives 15 minutes, so that guessing needs no further brake.
    """
    event, sent = current_edition(), request.get_json()
    code, proof, version = (forms.read_device_text(sent, name) for name in ("code", "proof", "app_version"))
    try:
        with transaction():
            device, token = services.enrol_device(event.id, code, proof=proof, app_version=version[:40], now=utcnow())
    except EnrolmentFailed as error:
        return jsonify(error=translated(error)), 422
    return jsonify(token=token, state=state_of_device(device))


@scanner_bp.post("/heartbeat")
@for_device
def heartbeat(edition: str) -> Answer:
    """Keep what the device says of itself and tell it what has changed."""
    device, report = current_device(), forms.read_report(request.get_json())
    with transaction():
        services.note_report(device.id, report, now=utcnow())
    return jsonify(state_of_device(device))


@scanner_bp.post("/shift")
@for_device
def shift(edition: str) -> Answer:
    """Hand the device over to somebody else."""
    operator = forms.read_device_text(request.get_json(), "operator")
    try:
        with transaction():
            device = services.hand_over(current_edition().id, current_device().public_id, operator, now=utcnow())
    except DeviceIsUnknown:
        return device_unknown()
    return jsonify(state_of_device(device))


@scanner_bp.post("/wiped")
@csrf.exempt
@public
def wiped(edition: str) -> Answer:
    """Take a device's word that it has forgotten everything, a revoked one's too."""
    event, token = current_edition(), read_bearer(request.headers.get("Authorization", ""))
    if token is None:
        return device_unknown()
    with transaction():
        services.note_wiped(event.id, token)
    return Response(status=204)


@scanner_bp.post("/gates/<int:gate_id>/scan")
@for_device
def scan(edition: str, gate_id: int) -> Answer:
    """Take one scan at one of the device's gates and answer it."""
    event, device, now = current_edition(), current_device(), utcnow()
    if gate_id not in {gate.id for gate in device.gates}:
        abort(404)
    sent = _sent()
    # A device that has just changed hands says by whose name it works before it has reported the hand-over.
    operator = forms.read_device_text(request.get_json(), "operator") or device.operator
    who = {"device_id": device.id, "operator": operator, "device": device.name}
    try:
        answer = tasks.take_scan(event_id=event.id, gate_id=gate_id, now=now, **(sent | who))
    except GateIsUnknown:
        abort(404)
    return jsonify(_for_device(shown(answer, time_zone=event.time_zone, now=now)))


@scanner_bp.post("/scans/<uuid:scan_id>/undo")
@for_device
def undo(edition: str, scan_id: UUID) -> Answer:
    """Take back a scan that this device made."""
    event, device = current_edition(), current_device()
    try:
        with transaction():
            counts = services.annul_scan(event.id, scan_id, actor_id=None, device_id=device.id, now=utcnow())
    except ScanIsUnknown:
        abort(404)
    return jsonify(message=_("The scan has been undone."), counts=shown_counts(*counts))


@scanner_bp.get("/scans/<uuid:scan_id>/portrait")
@for_device
def portrait(edition: str, scan_id: UUID) -> Answer:
    """Show the portrait of somebody whom this device has just scanned; the scan is the record of the look."""
    since = utcnow() - PORTRAIT_SHOWN
    found = find_photo_by_scan(current_edition().id, current_device().id, scan_id, since=since)
    if found is None:
        abort(404)
    return portrait_answer(found, "no-store")


def _sent() -> dict[str, Any]:
    """Return the scan that was sent; a device overrides nothing and finds nobody by name."""
    values = forms.read_scan(request.get_json())
    if values["override_reason"] or values["person"]:
        raise ScansBadgesOnly
    return values


def _for_device(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer with what a device may open: no override, and the portrait by the scan it has made."""
    undo_url = url_for("scanner.undo", scan_id=answer["scan_id"]) if answer["undo_url"] else None
    person = answer["person"]
    portrait_url = url_for("scanner.portrait", scan_id=answer["scan_id"]) if person and person["photo_url"] else None
    mine = {"may_override": False, "undo_url": undo_url, "portrait_url": portrait_url}
    return answer | mine | {"person": {**person, "photo_url": None} if person else None}
