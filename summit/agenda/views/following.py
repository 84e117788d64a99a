"""What the signed-in delegate follows: the stars, and the state that public pages show."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.events.models import Event
from summit.web.access import current_edition, signed_in, wants_json
from summit.web.filters import text_for
from summit.web.locale import safe_next

from ..queries.following import delegate_of, find_reader, list_positions, list_sign_ups, list_starred
from ..queries.releases import find_current_programme
from ..rules.programme import ProgrammeSession
from ..rules.sign_ups import NotADelegate, ReaderState, SessionIsNotShown, find_session
from ..services.following import set_star
from .blueprints import programme_bp


def find_reader_state(event: Event) -> ReaderState | None:
    """Return what the signed-in delegate follows in this edition (four queries); None for everybody else."""
    if not current_user.is_authenticated:
        return None
    registration = find_reader(event.id, current_user.account_id)
    if registration is None:
        return None
    return ReaderState(
        delegate_of(registration),
        frozenset(list_starred(registration.id)),
        list_sign_ups([registration.id])[registration.id],
        list_positions(registration.id),
    )


def reader_id() -> int:
    """Return the id of the signed-in delegate's approved registration here; raises NotADelegate."""
    registration = find_reader(current_edition().id, current_user.account_id)
    if registration is None:
        raise NotADelegate
    return registration.id


def session_or_404(code: str) -> ProgrammeSession:
    """Return the session of the published programme that an address names."""
    try:
        return find_session(find_current_programme(current_edition().id), code)
    except SessionIsNotShown:
        abort(404)


def way_back(session: ProgrammeSession) -> Response:
    """Return to the page of this site that the form came from, or to the session's own."""
    here = url_for("programme.ask_star", code=session.code)
    return redirect(safe_next(request.form.get("next"), here), 303)


@programme_bp.get("/sessions/<code>/star")
@signed_in
def ask_star(edition: str, code: str) -> str:
    """Show the star to somebody who comes back from signing in, or say why there is none for them."""
    session = session_or_404(code)
    reader = find_reader_state(current_edition())
    return render_template("agenda/programme/star.html", session=session, reader=reader)


@programme_bp.post("/sessions/<code>/star")
@signed_in
def star(edition: str, code: str) -> Response:
    """Star the session or take the star away, as the reader wants it."""
    session = session_or_404(code)
    wanted = _wanted()
    with transaction():
        set_star(reader_id(), session.id, wanted=wanted, now=utcnow())
    message = _star_message(session, wanted=wanted)
    if wants_json():
        return jsonify(starred=wanted, message=message)
    flash(message, "success")
    return way_back(session)


def _wanted() -> bool:
    """Read what the reader wants: "1"/true or "0"/false; 400 for anything else."""
    sent: Any = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    value = sent.get("wanted") if isinstance(sent, dict) else None
    known = {"1": True, "0": False, True: True, False: False}
    if not isinstance(value, str | bool) or value not in known:
        abort(400)
    return known[value]


def _star_message(session: ProgrammeSession, *, wanted: bool) -> str:
    title = text_for(session.titles)
    if wanted:
        return str(_("“%(title)s” is in your agenda.", title=title))
    return str(_("“%(title)s” is no longer starred.", title=title))
