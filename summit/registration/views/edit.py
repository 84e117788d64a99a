"""Changing a registration: the same steps, filled with what it holds."""

from typing import Any

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.registration.models import Registration
from summit.registration.rules import FormStep
from summit.registration.services import drafts
from summit.registration.services.status import find_by_secret
from summit.web.access import public
from summit.web.forms import translated

from . import bp
from .journey import Journey
from .pictures import jpeg_answer, photo_answer
from .steps import take_step


def _mine(secret: str) -> Registration:
    return find_by_secret(secret) or abort(404)


@bp.post("/registration/<secret>/edit")
@public
def begin_edit(secret: str) -> Response:
    """Open the form filled with the present answers, at the page that lists them all."""
    registration = _mine(secret)
    try:
        with transaction():
            drafts.begin_edit(registration.id, utcnow())
    except DomainError as error:
        flash(translated(error), "error")
        return redirect(url_for("registration.status", secret=secret), 303)
    return redirect(url_for("registration.edit_step", secret=secret, step=FormStep.REVIEW.value), 303)


@bp.route("/registration/<secret>/edit/<step>", methods=["GET", "POST"])
@public
def edit_step(secret: str, step: str) -> Any:
    """Show or keep one step of the change."""
    registration = _mine(secret)
    return take_step(Journey(registration.event, drafts.edit_key(registration), registration), step)


@bp.get("/registration/<secret>/edit/photo.jpg")
@public
def edit_photo(secret: str) -> Response:
    """Show the picture that the change would leave: a new one, otherwise the present one."""
    registration = _mine(secret)
    draft = drafts.find_draft(drafts.edit_key(registration), utcnow()) or abort(404)
    uploaded = drafts.draft_photo(draft)
    return jpeg_answer(uploaded) if uploaded else photo_answer(registration.photo)
