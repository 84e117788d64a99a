"""The newcomer's way: start, steps, and the page that says where to look for the mail."""

import secrets
from typing import Any

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.events.models import Event
from summit.events.rules.opening import Opening
from summit.permissions import Permission
from summit.registration.rules import FormStep
from summit.registration.rules.links import DRAFT_LIFE
from summit.registration.services import drafts, openings
from summit.web.access import current_edition, may, public
from summit.web.security import cookie_name, cookie_options

from . import bp
from .journey import Journey
from .pictures import jpeg_answer
from .steps import take_step


def _open_edition() -> Event:
    """Return the edition; one that is not public yet exists for its staff only."""
    edition: Event = current_edition()
    if not edition.is_public and not may(Permission.VIEW_EDITION):
        abort(404)
    return edition


def _cookie_secret() -> str:
    return request.cookies.get(cookie_name(current_app, "draft"), "")


@bp.get("/e/<edition>/register/")
@public
def start(edition: str) -> str:
    """Say what is needed and which categories take registrations."""
    event = _open_edition()
    draft = drafts.find_draft(drafts.newcomer_key(_cookie_secret(), event.id), utcnow())
    rows = openings.list_openings(event, utcnow())
    return render_template(
        "registration/form/start.html",
        event=event,
        rows=rows,
        is_open=any(opening in {Opening.OPEN, Opening.WAITLIST} for _, opening in rows),
        has_draft=draft is not None and draft.submitted_at is None,
    )


@bp.route("/e/<edition>/register/<step>", methods=["GET", "POST"])
@public
def step(edition: str, step: str) -> Any:
    """Show or keep one step of the form."""
    event = _open_edition()
    secret = _cookie_secret() or secrets.token_urlsafe(32)
    answer = make_response(take_step(Journey(event, drafts.newcomer_key(secret, event.id)), step))
    if request.method == "POST" and step == FormStep.CATEGORY.value and answer.status_code == 303:
        _remember(answer, secret)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _remember(answer: Response, secret: str) -> None:
    name = cookie_name(current_app, "draft")
    life = int(DRAFT_LIFE.total_seconds())
    answer.set_cookie(name, secret, max_age=life, **cookie_options(current_app))


@bp.get("/e/<edition>/register/photo.jpg")
@public
def draft_photo(edition: str) -> Response:
    """Show the picture that was uploaded into the draft."""
    key = drafts.newcomer_key(_cookie_secret(), _open_edition().id)
    draft = drafts.find_draft(key, utcnow())
    return jpeg_answer(drafts.draft_photo(draft) if draft else None)


@bp.get("/e/<edition>/register/sent")
@public
def sent(edition: str) -> Response:
    """Say where to look for the mail; the same page whether the address was known or not."""
    event = _open_edition()
    draft = drafts.find_draft(drafts.newcomer_key(_cookie_secret(), event.id), utcnow())
    if draft is None or draft.submitted_at is None:
        return redirect(url_for("registration.start"), 303)
    email = draft.answers[FormStep.CONTACT.value]["email"]
    answer = make_response(render_template("registration/form/sent.html", event=event, email=email))
    answer.headers["Cache-Control"] = "no-store"
    return answer
