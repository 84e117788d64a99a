"""Signing up for a slot with limited places, and giving the place up."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import current_edition, signed_in
from summit.web.filters import number, text_for
from summit.web.forms import translated
from summit.web.locale import safe_next

from ..queries.following import count_taken
from ..queries.releases import find_current_programme
from ..rules.kinds import SignUpStatus
from ..rules.programme import Programme, ProgrammeSlot
from ..rules.sign_ups import SessionIsNotShown, find_slot
from ..services import signing_up
from ..services.signing_up import SignedUp
from .blueprints import programme_bp
from .following import find_reader_state, reader_id


@programme_bp.get("/slots/<int:slot_id>/sign-up")
@signed_in
def ask_sign_up(edition: str, slot_id: int) -> str:
    """Show a slot's places to somebody who comes back from signing in, or from a mail."""
    return _page(*_slot_or_404(slot_id))


@programme_bp.post("/slots/<int:slot_id>/sign-up")
@signed_in
def sign_up(edition: str, slot_id: int) -> Response | tuple[str, int]:
    """Sign the reader up for the slot, or put them on its waiting list."""
    programme, slot = _slot_or_404(slot_id)
    event_id = current_edition().id
    try:
        with transaction():
            signed = signing_up.sign_up(event_id, slot_id, registration_id=reader_id(), now=utcnow())
    except DomainError as refusal:
        return _page(programme, slot, refusal=translated(refusal)), 422
    _say(programme, slot, signed)
    return _way_back(slot)


@programme_bp.post("/slots/<int:slot_id>/leave")
@signed_in
def leave(edition: str, slot_id: int) -> Response:
    """Give up the reader's place in the slot, or the number on its waiting list."""
    slot = _slot_or_404(slot_id)[1]
    event_id = current_edition().id
    with transaction():
        given_up = signing_up.leave(event_id, slot_id, registration_id=reader_id(), now=utcnow())
    if given_up is SignUpStatus.CONFIRMED:
        flash(_("You have given up your place. Thank you for letting somebody else in."), "success")
    else:
        flash(_("You are not on the waiting list any more."), "success")
    return _way_back(slot)


def _slot_or_404(slot_id: int) -> tuple[Programme, ProgrammeSlot]:
    programme = find_current_programme(current_edition().id)
    try:
        slot, _session = find_slot(programme, slot_id)
    except SessionIsNotShown:
        abort(404)
    return programme or abort(404), slot


def _page(programme: Programme, slot: ProgrammeSlot, *, refusal: str = "") -> str:
    edition = current_edition()
    return render_template(
        "agenda/programme/sign_up.html",
        slot=slot,
        session=programme.session_of[slot.session_id],
        halls=[programme.hall_of[key] for key in slot.hall_ids],
        reader=find_reader_state(edition),
        taken=count_taken(edition.id),
        refusal=refusal,
    )


def _way_back(slot: ProgrammeSlot) -> Response:
    here = url_for("programme.ask_sign_up", slot_id=slot.id)
    return redirect(safe_next(request.form.get("next"), here), 303)


def _say(programme: Programme, slot: ProgrammeSlot, signed: SignedUp) -> None:
    title = text_for(programme.session_of[slot.session_id].titles)
    if signed.status is SignUpStatus.CONFIRMED:
        flash(_("You have a place in “%(title)s”.", title=title), "success")
    else:
        position = number(signed.position)
        flash(_("You are number %(position)s on the waiting list of “%(title)s”.", position=position, title=title))
    for entry in signed.overlapping:
        flash(_("Please note: “%(other)s” is at the same time.", other=text_for(entry.titles)), "error")
