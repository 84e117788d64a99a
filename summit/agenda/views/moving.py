"""Moving sessions in the editor: by a script that asks with JSON, or by buttons that come back to the board."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.rules import ChangedMeanwhile
from summit.permissions import Permission
from summit.web.access import current_edition, requires, wants_json

from ..forms.moving import Wanted, read_wanted
from ..models import Slot
from ..queries.editor import find_card
from ..queries.names import load_names
from ..rules.places import place_at
from ..rules.timing import Placement, SlotIsOutsideDays
from ..services import placing
from ..services.placing import Outcome
from .answers import as_json, refusal_json, sent_number, sentence_of
from .blueprints import agenda_bp
from .board_words import refusal_sentence

Answer = Response | tuple[Response, int]


@agenda_bp.post("/slots/place")
@requires(Permission.MANAGE_AGENDA)
def place(edition: str) -> Answer:
    """Put one or several sessions into places on the venue's clock, or into the pool, for a script."""
    event = current_edition()
    wanted = read_wanted(request.get_json(silent=True)) or abort(400)
    versions = {one.slot_id: one.version for one in wanted}
    return _carried_out(
        event,
        lambda: placing.place_many(
            event.id,
            {one.slot_id: _placement(event, one) for one in wanted},
            versions=versions,
            actor_id=current_user.account_id,
            now=utcnow(),
        ),
    )


@agenda_bp.post("/slots/<int:slot_id>/unschedule")
@requires(Permission.MANAGE_AGENDA)
def unschedule(edition: str, slot_id: int) -> Answer:
    """Put a session back into the pool."""
    event, slot = current_edition(), _slot(slot_id)
    asked = {"versions": {slot.id: sent_number("version")}, "actor_id": current_user.account_id, "now": utcnow()}
    return _carried_out(event, lambda: placing.place_many(event.id, {slot.id: None}, **asked))


@agenda_bp.post("/slots/<int:slot_id>/lock")
@requires(Permission.MANAGE_AGENDA)
def lock(edition: str, slot_id: int) -> Answer:
    """Hold a session in its place."""
    event, slot = current_edition(), _slot(slot_id)
    asked = {"version": sent_number("version"), "actor_id": current_user.account_id, "now": utcnow()}
    return _carried_out(event, lambda: placing.lock_slot(slot.id, **asked))


@agenda_bp.post("/slots/<int:slot_id>/unlock")
@requires(Permission.MANAGE_AGENDA)
def unlock(edition: str, slot_id: int) -> Answer:
    """Let a session be moved again."""
    event, slot = current_edition(), _slot(slot_id)
    asked = {"version": sent_number("version"), "actor_id": current_user.account_id, "now": utcnow()}
    return _carried_out(event, lambda: placing.unlock_slot(slot.id, **asked))


@agenda_bp.post("/slots/<int:slot_id>/swap")
@requires(Permission.MANAGE_AGENDA)
def swap(edition: str, slot_id: int) -> Answer:
    """Let two sessions change places."""
    event, slot = current_edition(), _slot(slot_id)
    other = _slot(sent_number("other_id") or abort(404))
    versions = {slot.id: sent_number("version"), other.id: sent_number("other_version")}
    asked = {"versions": versions, "actor_id": current_user.account_id, "now": utcnow()}
    return _carried_out(event, lambda: placing.swap(slot.id, other.id, **asked))


@agenda_bp.post("/undo")
@requires(Permission.MANAGE_AGENDA)
def undo(edition: str) -> Answer:
    """Take back the reader's latest change of places."""
    event = current_edition()
    return _carried_out(event, lambda: placing.undo(event.id, actor_id=current_user.account_id, now=utcnow()))


@agenda_bp.post("/redo")
@requires(Permission.MANAGE_AGENDA)
def redo(edition: str) -> Answer:
    """Bring back what the reader took back last."""
    event = current_edition()
    return _carried_out(event, lambda: placing.redo(event.id, actor_id=current_user.account_id, now=utcnow()))


def _carried_out(event: Event, change: Callable[[], Outcome | Slot]) -> Answer:
    """Carry out a change and answer as the client asks: with JSON, or by going back to the board."""
    try:
        with transaction():
            done = change()
    except DomainError as error:
        if wants_json():
            return refusal_json(event, error), 409 if isinstance(error, ChangedMeanwhile) else 422
        flash(refusal_sentence(error, event), "error")
    else:
        if wants_json():
            return as_json(event, done)
        flash(sentence_of(load_names(event), done), "success")
    return redirect(url_for("agenda.editor", day=request.values.get("day")), 303)


def _placement(event: Event, wanted: Wanted) -> Placement | None:
    if wanted.day is None:
        return None
    if not event.starts_on <= wanted.day <= event.ends_on:
        raise SlotIsOutsideDays(first=event.starts_on, last=event.ends_on)
    return place_at(wanted.day, wanted.start, wanted.minutes, wanted.hall_ids, event.time_zone)


def _slot(slot_id: int) -> Slot:
    return find_card(current_edition().id, slot_id) or abort(404)
