"""What a device at the door of a hall fetches: the sessions of the next day and whose badge has what part in them."""

from flask import Response, jsonify, request

from summit.clock import utcnow
from summit.web.access import current_edition

from ..queries.hall_lists import list_doors
from ..rules.hall_lists import lists_as_json
from ..rules.snapshot import EXPIRES_AFTER
from .blueprint import scanner_bp
from .device_access import current_device, for_device


@scanner_bp.get("/halls")
@for_device
def halls(edition: str) -> Response:
    """Send the sessions of the halls at whose doors the device works; of those it holds already, only the tag."""
    now = utcnow()
    hall_ids = {gate.hall_id for gate in current_device().gates if gate.hall_id is not None}
    found, lists = list_doors(current_edition().id, hall_ids, now, EXPIRES_AFTER)
    known = frozenset(request.args.get("known", "").split(","))
    answer = jsonify(lists_as_json(lists, found, known, now))
    answer.headers["Cache-Control"] = "no-store"
    return answer
