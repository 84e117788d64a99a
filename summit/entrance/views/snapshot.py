"""What a device fetches so that it can decide without a network."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify, request

from summit.clock import utcnow
from summit.events.models import Category
from summit.web.access import current_edition

from .. import tasks
from ..models import SnapshotState
from ..queries import snapshot as stored
from ..rules.snapshot import EXPIRES_AFTER, LANGUAGES, Record, presence_tag, write_presences, write_snapshot
from .blueprint import scanner_bp
from .device_access import current_device, for_device

_HIGHEST = 2**31 - 1


@scanner_bp.get("/snapshot")
@for_device
def snapshot(edition: str) -> Response:
    """Send the whole snapshot (decision 0014)."""
    tasks.refresh_snapshot(current_edition().id, now=utcnow())
    return _answer(0, utcnow())


@scanner_bp.get("/delta")
@for_device
def delta(edition: str) -> Response:
    """Send what has changed since a sequence; 409 tells the device to fetch the whole snapshot again."""
    event_id, now = current_edition().id, utcnow()
    tasks.refresh_snapshot(event_id, now=now)
    state, since = stored.find_state(event_id), _since()
    # A device that knows more than we do has seen a database before it came back from a copy.
    if state is None or since is None or since > state.sequence or state.epoch != request.args.get("epoch"):
        refusal = jsonify(error="begin_anew")
        refusal.status_code = 409
        return refusal
    return _answer(since, now)


def _since() -> int | None:
    since = request.args.get("since", type=int)
    return since if since is not None and 0 <= since <= _HIGHEST else None


def _answer(since: int, now: datetime) -> Response:
    """Return the records after `since`; who is inside is left out where the device holds that very list."""
    event = current_edition()
    state, records = _read(event.id, since)
    presences = write_presences(stored.list_presences(gate.zone_id for gate in current_device().gates))
    tag = presence_tag(presences)
    is_known = request.args.get("presence") == tag
    header = {
        "format": 1,
        "event": event.id,
        "epoch": state.epoch,
        "since": since,
        "sequence": records[-1].sequence if records else state.sequence,
        "made_at": now.isoformat(),
        "expires_at": (now + EXPIRES_AFTER).isoformat(),
        "categories": [_category(category) for category in stored.list_categories(event.id)],
        "languages": LANGUAGES,
        "presence": {"tag": tag, "is_sent": not is_known},
    }
    data = write_snapshot(header, records, b"" if is_known else presences)
    answer = Response(data, mimetype="application/octet-stream")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _read(event_id: int, since: int) -> tuple[SnapshotState, list[Record]]:
    """Return the records with the state that they are sealed under, which may be renewed while we read."""
    # The state is read first: a record later than it says is sent twice, none is missed.
    state = stored.find_state(event_id)
    if state is None:
        raise RuntimeError("A snapshot was read before it was made.")
    epoch, records = state.epoch, stored.list_records(event_id, since=since)
    again = stored.find_state(event_id)
    return (state, records) if again is None or again.epoch == epoch else _read(event_id, since)


def _category(category: Category) -> dict[str, Any]:
    return {
        "id": category.id,
        "letter": category.letter,
        "names": category.names,
        "colour": category.colour,
        "zones": [zone.letter for zone in category.zones],
        "needs_adult": category.needs_adult,
        "needs_escort": category.needs_escort,
    }
