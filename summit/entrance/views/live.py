"""The live board: the page, its stream of events, and the same as JSON for those who get no stream."""

import json
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from flask import Response, current_app, jsonify, render_template, request, stream_with_context
from werkzeug.wrappers import Response as Answer

from summit.clock import utcnow
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.locale import current_language

from ..rules.live import INTERVAL, LiveBoard
from ..services.live import ShownBoard, let_go_of_database, live_hub
from .blueprint import live_bp
from .live_looks import render_parts

# How soon a browser comes back when a stream has ended, and one that got none asks again.
_RETRY = INTERVAL
_POLL_SECONDS = 5
_TYPE = "text/event-stream"


@live_bp.get("/")
@requires(Permission.VIEW_SCANS)
def board(edition: str) -> str:
    """Show the doors as they stand; the page's script keeps it fresh, without it a reload does."""
    event = current_edition()
    return render_template("entrance/live/board.html", event=event, shown=_show(event), poll_seconds=_POLL_SECONDS)


@live_bp.get("/board.json")
@requires(Permission.VIEW_SCANS)
def board_json(edition: str) -> Answer:
    """Return the parts of the board, or 304 where the reader has them."""
    shown = _show(current_edition())
    response = jsonify(_message(shown, shown.parts))
    response.set_etag(shown.mark)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@live_bp.get("/stream")
@requires(Permission.VIEW_SCANS)
def stream(edition: str) -> Response:
    """Send the board whenever it changes, for some minutes; 204 where all places for streams are taken."""
    event, hub = current_edition(), live_hub()
    if not hub.enter():
        return Response(status=204, mimetype=_TYPE, headers={"Retry-After": str(_POLL_SECONDS)})
    let_go_of_database()
    lifetime = timedelta(seconds=current_app.extensions["summit_config"].live_seconds)
    known = request.headers.get("Last-Event-ID", "")
    response = Response(stream_with_context(_events(event, known, utcnow() + lifetime)), mimetype=_TYPE)
    response.call_on_close(hub.leave)
    response.headers["Cache-Control"] = "no-store"
    # nginx would otherwise collect the events before it passes them on.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(event: Event, known: str, until: datetime) -> Iterator[str]:
    """Yield an event each interval: the parts that changed, or none, which tells the reader that all is well."""
    parts: Mapping[str, str] = {}
    yield f"retry: {_RETRY // timedelta(milliseconds=1)}\n\n"
    while True:
        shown = _show(event)
        changed = {name: part for name, part in shown.parts.items() if parts.get(name) != part}
        message = json.dumps(_message(shown, {} if shown.mark == known else changed))
        yield f"id: {shown.mark}\ndata: {message}\n\n"
        known, parts = shown.mark, shown.parts
        if utcnow() + INTERVAL > until:
            return
        time.sleep(INTERVAL.total_seconds())


def _message(shown: ShownBoard, parts: Mapping[str, str]) -> dict[str, object]:
    return {"moment": shown.moment.isoformat(), "parts": dict(parts)}


def _show(event: Event) -> ShownBoard:
    def render(board: LiveBoard) -> Mapping[str, str]:
        return render_parts(board, event.time_zone)

    return live_hub().show(event.id, current_language(), utcnow(), render)
