"""The live board: the page, its stream of events, and the same as JSON for those who get no stream."""

from collections.abc import Mapping

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as Answer

from summit.clock import utcnow
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, may, requires
from summit.web.locale import current_language

from ..rules.live import LiveBoard
from ..services.live import BOARD, Shown, live_hub
from .blueprint import live_bp
from .live_looks import render_parts
from .streaming import as_json, as_stream

_POLL_SECONDS = 5


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
    return as_json(_show(current_edition()))


@live_bp.get("/stream")
@requires(Permission.VIEW_SCANS)
def stream(edition: str) -> Response:
    """Send the board whenever it changes, for some minutes; 204 where all places for streams are taken."""
    event = current_edition()
    return as_stream(lambda: _show(event), BOARD, Permission.VIEW_SCANS, ask_again_seconds=_POLL_SECONDS)


def _show(event: Event) -> Shown:
    """Return the board; who may open the pages behind a trouble shares it with those who may open the same."""
    conflicts_url = url_for("scans.conflicts") if may(Permission.OVERRIDE_SCANS) else ""
    devices_url = url_for("devices.devices") if may(Permission.MANAGE_GATES) else ""

    def render(board: LiveBoard) -> Mapping[str, str]:
        return render_parts(board, event.time_zone, conflicts_url=conflicts_url, devices_url=devices_url)

    variant = f"{current_language()} {conflicts_url} {devices_url}"
    return live_hub().show(BOARD, event.id, variant, utcnow(), render)
