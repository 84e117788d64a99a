"""Who is part of a session, for organisers."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.registration.rules.languages import language_name
from summit.web.access import current_edition, requires, wants_json
from summit.web.forms import translated
from summit.web.locale import current_language

from ..forms.speakers import PartForm
from ..models import Session, Speaker
from ..queries import speakers as queries
from ..queries.board import load_board
from ..queries.names import load_names
from ..rules.board import ConflictKind
from ..rules.conflicts import conflicts_of
from ..rules.kinds import ROLE_NAMES
from ..services import parts as services
from .blueprints import agenda_bp
from .conflict_words import marked_sentence

Answer = Response | tuple[str, int]
_OF_PEOPLE = {ConflictKind.PERSON_OVERLAP, ConflictKind.PERSON_UNAVAILABLE, ConflictKind.PERSON_MEETING}


@agenda_bp.route("/sessions/<int:session_id>/people", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def session_people(edition: str, session_id: int) -> Answer:
    """Show who has which part in a session, and add somebody; a script asks for the list of people only."""
    session, words = _session(session_id), request.values.get("q", "")
    form = _form(session, words)
    if request.method == "GET" and wants_json():
        return jsonify(people=form.speaker_id.choices)
    if form.validate_on_submit():
        try:
            with transaction():
                services.add_part(session.id, form.part, **_act())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The person is added to the session."), "success")
            return redirect(url_for(".session_people", session_id=session.id), 303)
    return _page(session_id, form, words), form.status


def _form(session: Session, words: str) -> PartForm:
    """Return the form with the people whom the words find; a choice that was sent is always on the list."""
    sent = request.form.get("speaker_id", "")
    found = queries.list_speaker_names(session.event_id, "" if sent else words)
    return PartForm(people=[(one.id, _label(one)) for one in found], spoken=list(session.channels.values()))


def _label(speaker: Speaker) -> str:
    names = " · ".join(filter(None, (speaker.name_latin, speaker.name_native)))
    return f"{names} ({speaker.organisation})" if speaker.organisation else names


def _page(session_id: int, form: PartForm, words: str) -> str:
    """Return the page as it is now; the board is read first, because it reads the session anew with less of it."""
    conflicts = _conflicts(session_id)
    session = _session(session_id)
    return render_template(
        "agenda/speakers/session_people.html",
        event=current_edition(),
        session=session,
        form=form,
        words=words,
        conflicts=conflicts,
        role_names=ROLE_NAMES,
        spoken_name=lambda tag: language_name(tag, current_language()),
    )


def _conflicts(session_id: int) -> list[Markup]:
    """Return what is wrong with the times of those who take part, each as a sentence."""
    event = current_edition()
    board = load_board(event)
    slots = [slot.id for slot in board.slots.values() if slot.session_id == session_id]
    found = dict.fromkeys(one for slot_id in slots for one in conflicts_of(board, slot_id) if one.kind in _OF_PEOPLE)
    names = load_names(event) if found else None
    return [marked_sentence(one, names) for one in found if names]


@agenda_bp.post("/sessions/<int:session_id>/people/<int:part_id>/move/<any(up, down):way>")
@requires(Permission.MANAGE_AGENDA)
def move_session_person(edition: str, session_id: int, part_id: int, way: str) -> Response:
    """Move somebody in the order of a session by one place."""
    session = _session(session_id)
    with transaction():
        services.move_part(session.id, part_id, -1 if way == "up" else 1, **_act())
    return redirect(url_for(".session_people", session_id=session.id), 303)


@agenda_bp.post("/sessions/<int:session_id>/people/<int:part_id>/remove")
@requires(Permission.MANAGE_AGENDA)
def remove_session_person(edition: str, session_id: int, part_id: int) -> Response:
    """Take somebody out of a session."""
    session = _session(session_id)
    try:
        with transaction():
            services.remove_part(session.id, part_id, **_act())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The person is taken out of the session."), "success")
    return redirect(url_for(".session_people", session_id=session.id), 303)


def _session(session_id: int) -> Session:
    return queries.find_session_with_people(current_edition().id, session_id) or abort(404)


def _act() -> dict[str, Any]:
    return {"actor_id": current_user.account_id, "now": utcnow()}
