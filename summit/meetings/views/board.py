"""The organiser's board: its page, and every change of a meeting's time that is made on it."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.calendar.rules import calendar_day
from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, requires, wants_json
from summit.web.forms import translated

from ..forms.board import read_number, read_wanted
from ..models import Meeting
from ..queries.board import board_number
from ..queries.one import find_meeting, get_with_people
from ..rules.moving import MeetingChangedMeanwhile
from ..services import organising
from .blueprints import meetings_bp
from .board_page import BoardFilter, BoardPage, load_board
from .board_words import outcome_sentence, script_words

Answer = Response | tuple[Response, int]
_LONGEST_QUERY = 200


@meetings_bp.context_processor
def known_endpoints() -> dict[str, Any]:
    """Tell templates which pages there are, so that they link to no other."""
    return {"endpoints": current_app.view_functions}


@meetings_bp.get("/board")
@requires(Permission.MANAGE_MEETINGS)
def board(edition: str) -> str:
    """Show one day of the timetable: tables as rows, slots as columns, and the meetings that wait for a time."""
    event = current_edition()
    page = _load(event)
    moved = find_meeting(event.id, request.args.get("moved", "")[:64])
    return render_template("meetings/board.html", page=page, event=event, moved=moved, words=script_words())


@meetings_bp.get("/board/number")
@requires(Permission.MANAGE_MEETINGS)
def number(edition: str) -> Response:
    """Tell a script by which number it knows whether the timetable has changed, with the board where it has."""
    event, seen = current_edition(), request.args.get("seen", type=int)
    present = board_number(event.id)
    if seen == present:
        return jsonify(number=present)
    return jsonify(_board_json(_load(event), event))


@meetings_bp.post("/board/<meeting>/place")
@requires(Permission.MANAGE_MEETINGS)
def place(edition: str, meeting: str) -> Answer:
    """Put a meeting into a slot, at a table or at the best free one."""
    found, sent = _meeting(meeting), _sent()
    wanted = read_wanted(sent) or abort(400)
    return _carried_out(
        found,
        lambda version: organising.move_meeting(
            found.id,
            wanted.starts_at,
            table_id=wanted.table_id,
            version=version,
            actor_id=current_user.account_id,
            now=utcnow(),
        ),
    )


@meetings_bp.post("/board/<meeting>/take-out")
@requires(Permission.MANAGE_MEETINGS)
def take_out(edition: str, meeting: str) -> Answer:
    """Take a meeting out of the timetable; it stays agreed."""
    found, actor_id = _meeting(meeting), current_user.account_id
    act = organising.take_out
    return _carried_out(found, lambda version: act(found.id, version=version, actor_id=actor_id, now=utcnow()))


@meetings_bp.post("/board/<meeting>/undo")
@requires(Permission.MANAGE_MEETINGS)
def move_back(edition: str, meeting: str) -> Answer:
    """Take the latest move of a meeting back."""
    found, actor_id = _meeting(meeting), current_user.account_id
    act = organising.move_back
    return _carried_out(
        found, lambda version: act(found.id, version=version, actor_id=actor_id, now=utcnow()), is_undone=True
    )


@meetings_bp.post("/board/<meeting>/<any(fix, release):act>")
@requires(Permission.MANAGE_MEETINGS)
def fix(edition: str, meeting: str, act: str) -> Answer:
    """Keep a meeting at its time, or release it."""
    found, actor_id = _meeting(meeting), current_user.account_id
    return _carried_out(
        found,
        lambda version: organising.fix_meeting(
            found.id, is_fixed=act == "fix", version=version, actor_id=actor_id, now=utcnow()
        ),
        is_undone=True,
    )


def _carried_out(meeting: Meeting, change: Callable[[int | None], Meeting], *, is_undone: bool = False) -> Answer:
    """Carry out a change and answer as the client asks: with JSON, or by going back to the board."""
    event = current_edition()
    try:
        with transaction():
            done = change(read_number(_sent().get("version")))
    except DomainError as error:
        if wants_json():
            return jsonify(message=translated(error)), 409 if isinstance(error, MeetingChangedMeanwhile) else 422
        flash(translated(error), "error")
        return redirect(board_url(event, meeting), 303)
    sentence = outcome_sentence(get_with_people(done.id), event)
    if wants_json():
        undo = None if is_undone else {"meeting": done.public_id, "version": done.version}
        return jsonify(_board_json(_load(event), event) | {"message": sentence, "undo": undo})
    flash(sentence, "success")
    return redirect(board_url(event, done, moved=None if is_undone else done.public_id), 303)


def board_url(event: Event, meeting: Meeting, **arguments: Any) -> str:
    """Return the address of a meeting on the board."""
    day = calendar_day(meeting.starts_at, event.time_zone).isoformat() if meeting.starts_at else None
    return url_for("meetings.board", day=day or request.args.get("day"), _anchor=f"m-{meeting.public_id}", **arguments)


def _sent() -> Any:
    body = request.get_json(silent=True) if request.is_json else request.form
    return body if hasattr(body, "get") else {}


def _board_json(page: BoardPage, event: Event) -> dict[str, Any]:
    html = render_template("meetings/board_day.html", page=page, event=event)
    return {"number": page.number, "html": html, "note": _("The timetable has changed since you opened it.")}


def _load(event: Event) -> BoardPage:
    wanted = BoardFilter(
        query=request.args.get("q", "")[:_LONGEST_QUERY].strip(),
        pool=request.args.get("pool", "")[:_LONGEST_QUERY],
        hall_id=read_number(request.args.get("hall")),
    )
    return load_board(event, request.args.get("day"), wanted, utcnow())


def _meeting(public_id: str) -> Meeting:
    return find_meeting(current_edition().id, public_id) or abort(404)
