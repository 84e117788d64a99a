"""Taking what a device decided without a network."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify, request

from summit.clock import utcnow
from summit.errors import DomainError
from summit.web.access import current_edition
from summit.web.forms import translated

from .. import forms, tasks
from ..services.upload import Uploader
from .blueprint import scanner_bp
from .device_access import current_device, for_device


@scanner_bp.post("/upload")
@for_device
def upload(edition: str) -> Response:
    """Store up to 200 queued scans in their order, each with an answer of its own: a wrong one loses no other."""
    device, now = current_device(), utcnow()
    gates = frozenset(gate.id for gate in device.gates)
    uploader = Uploader(current_edition().id, device.id, device.name, gates, device.enrolled_at)
    scans = forms.read_batch(request.get_json())
    return jsonify(answers=[_answer(uploader, sent, now) for sent in scans])


def _answer(uploader: Uploader, sent: object, now: datetime) -> dict[str, Any]:
    named = sent.get("scan_id") if isinstance(sent, dict) else None
    answer = {"scan_id": named if isinstance(named, str) else None}
    try:
        stored = tasks.store_upload(uploader, forms.read_queued_scan(sent), now=now)
    except DomainError as error:
        return answer | {"status": "refused", "outcome": None, "conflict": False, "error": translated(error)}
    status = "repeated" if stored.is_repeated else "stored"
    return answer | {"status": status, "outcome": stored.outcome, "conflict": stored.is_conflict, "error": None}
