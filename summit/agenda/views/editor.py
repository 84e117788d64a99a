"""The editor of the agenda: its page, and what others did meanwhile."""

from datetime import date

from flask import jsonify, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.events.models import Event
from summit.events.rules import wall_time
from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..queries.board import load_board
from ..queries.editor import draft_number, list_changes
from ..queries.names import load_names
from .blueprints import agenda_bp
from .board_words import change_sentences, script_words
from .boards import board_page, board_values, shown_day


@agenda_bp.get("/")
@requires(Permission.MANAGE_AGENDA)
def editor(edition: str) -> str:
    """Show one day of the draft: halls as columns, time as rows, and the sessions that wait for a place."""
    event = current_edition()
    query = request.args.get("q", "")[:200]
    # The number first: a change that comes between is then shown twice rather than never.
    number = draft_number(event.id)
    page = board_page(event, load_board(event), load_names(event), _day(event), query)
    return render_template("agenda/editor.html", number=number, query=query, words=script_words(), **board_values(page))


@agenda_bp.get("/changes")
@requires(Permission.MANAGE_AGENDA)
def changes(edition: str) -> Response:
    """Tell a script what others did after a number of the draft, with the board as it is now; else the number alone."""
    event = current_edition()
    since, number = request.args.get("since", -1, type=int), draft_number(event.id)
    if since == number:
        return jsonify(number=number)
    noted = list_changes(event.id, since) if 0 <= since < number else []
    others = [one for one in noted if one.change.actor_id != current_user.account_id]
    names = load_names(event)
    page = board_page(event, load_board(event), names, _day(event))
    html = render_template("agenda/editor_board.html", **board_values(page))
    messages = change_sentences(names, others)
    return jsonify(number=number, messages=messages, html=html, conflicts=page.conflicts)


def _day(event: Event) -> date:
    return shown_day(event, request.args.get("day"), wall_time(utcnow(), event.time_zone).date())
