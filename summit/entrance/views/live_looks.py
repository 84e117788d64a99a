"""The parts of the live board and of a gate's counts as HTML, each put into words once for all who see the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import escape

from summit.web.locale import current_direction

from ..rules import DIRECTION_NAMES, WORDS, signal_for
from ..rules.hall import DoorSession
from ..rules.live import WINDOW_MINUTES, GateCounts, LiveBoard, window_start
from .answers import shown_counts
from .log import TONES

PARTS = ("zones", "troubles", "arrivals", "refusals", "latest")
_HEIGHT = 40
_WIDTH_OF_BAR = 0.8


def render_parts(board: LiveBoard, time_zone: str, *, conflicts_url: str, devices_url: str) -> Mapping[str, str]:
    """Return the board's parts by name; of the reader they know only which of the two pages to link ("": not)."""
    # No context of the page: its menu depends on who reads.
    template = current_app.jinja_env.get_template("entrance/live/parts.html")
    values = {
        "board": board,
        "zone": time_zone,
        "direction": current_direction(),
        "height": _HEIGHT,
        "conflicts_url": conflicts_url,
        "devices_url": devices_url,
    }
    module = template.make_module(values | _words(board))
    return {name: getattr(module, name)().strip() for name in PARTS}


def render_counts(counts: GateCounts, now: datetime) -> Mapping[str, str]:
    """Return what a gate shows by part: its zone, each session at its door, and a mark of which sessions those are."""
    module: Any = current_app.jinja_env.get_template("entrance/parts.html").make_module({})
    inside = str(escape(shown_counts(counts.inside, counts.capacity)["text"]))
    sessions = {
        f"session-{one.slot_id}": module.session_counts(one, one.may_call(now)).strip() for one in counts.sessions
    }
    return {"counts": inside, "sessions": sessions_mark(counts.sessions, now)} | sessions


def sessions_mark(sessions: Sequence[DoorSession], now: datetime) -> str:
    """Return a text that changes when other sessions stand at the door, or other buttons beside them."""
    return " ".join(f"{one.slot_id}:{one.may_call(now):d}{one.is_called:d}" for one in sessions)


def _words(board: LiveBoard) -> dict[str, Any]:
    peak = max((max(gate.minutes) for gate in board.gates), default=0)
    return {
        "gates": [(gate, path_of(gate.minutes, peak)) for gate in board.gates],
        "peak": peak,
        "busy_minutes": _busy_minutes(board),
        "refusals_by_reason": [(_(WORDS[outcome]), count) for outcome, count in board.refusals],
        "latest_scans": [
            (scan, _(WORDS[scan.outcome]), TONES[signal_for(scan.outcome)], _(DIRECTION_NAMES[scan.direction]))
            for scan in board.latest
        ],
    }


def path_of(counts: Sequence[int], peak: int) -> str:
    """Return the bars of an hour as one SVG path, 60 wide and 40 high when a bar reaches the peak."""
    bars = (
        f"M{place} {_HEIGHT}v-{height}h{_WIDTH_OF_BAR}v{height}z"
        for place, count in enumerate(counts)
        if count and (height := round(_HEIGHT * count / peak, 2))
    )
    return "".join(bars)


def _busy_minutes(board: LiveBoard) -> list[tuple[datetime, list[int]]]:
    """Return the minutes in which somebody arrived, the newest first, with the arrivals at each gate."""
    start = window_start(board.moment)
    minutes = ((place, [gate.minutes[place] for gate in board.gates]) for place in reversed(range(WINDOW_MINUTES)))
    return [(start + timedelta(minutes=place), counts) for place, counts in minutes if any(counts)]
