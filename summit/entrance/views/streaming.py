"""What is live as a stream of events, and as JSON for those who get no stream."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Response, current_app, jsonify, request, stream_with_context
from werkzeug.wrappers import Response as Answer

from summit.permissions import Permission
from summit.web.access import still_may

from ..rules.live import INTERVAL, are_rights_due
from ..services.live import Shown, Topic, let_go_of_database, live_hub

# How soon a browser comes back when a stream has ended.
_RETRY = INTERVAL
_TYPE = "text/event-stream"


def as_json(shown: Shown) -> Answer:
    """Return the parts, or 304 where the reader has them."""
    response = jsonify(_message(shown, shown.parts))
    response.set_etag(shown.mark)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def as_stream(
    show: Callable[[], Shown], topic: Topic[Any], permission: Permission, *, ask_again_seconds: int
) -> Response:
    """Send what is shown of the topic whenever it changes, for some minutes; 204 where no place for it is free."""
    hub = live_hub()
    if not hub.enter(topic):
        return Response(status=204, mimetype=_TYPE, headers={"Retry-After": str(ask_again_seconds)})
    let_go_of_database()

    def may_watch() -> bool:
        allowed = still_may(permission)
        let_go_of_database()
        return allowed

    lifetime = timedelta(seconds=current_app.extensions["summit_config"].live_seconds)
    known = request.headers.get("Last-Event-ID", "")
    events = events_of(show, may_watch, _turns(lifetime), known)
    response = Response(stream_with_context(events), mimetype=_TYPE)
    response.call_on_close(partial(hub.leave, topic))
    response.headers["Cache-Control"] = "no-store"
    # nginx would otherwise collect the events before it passes them on.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _turns(lifetime: timedelta) -> Iterator[int]:
    """Yield 0, 1, 2 … once an interval, until the lifetime is over."""
    yield 0
    for turn in range(1, lifetime // INTERVAL + 1):
        time.sleep(INTERVAL.total_seconds())
        yield turn


def events_of(
    show: Callable[[], Shown], may_watch: Callable[[], bool], turns: Iterable[int], known: str
) -> Iterator[str]:
    """Yield an event each turn while the reader may watch: the parts that changed, or none, so that all is well.

    `known` is the mark of what the reader has already, "" for nothing.
    """
    parts: Mapping[str, str] = {}
    yield f"retry: {_RETRY // timedelta(milliseconds=1)}\n\n"
    for turn in turns:
        if are_rights_due(turn) and not may_watch():
            return
        shown = show()
        changed = {name: part for name, part in shown.parts.items() if parts.get(name) != part}
        message = json.dumps(_message(shown, {} if shown.mark == known else changed))
        yield f"id: {shown.mark}\ndata: {message}\n\n"
        known, parts = shown.mark, shown.parts


def _message(shown: Shown, parts: Mapping[str, str]) -> dict[str, object]:
    return {"moment": shown.moment.isoformat(), "parts": dict(parts)}
