"""Registering somebody who stands at the desk."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.queries import list_categories
from summit.events.rules import Ask
from summit.permissions import Permission
from summit.registration.models import ConsentText, Registration
from summit.registration.queries.consents import list_current_texts
from summit.registration.rules import STATUS_NAMES, ConsentPurpose, RegistrationStatus
from summit.registration.services.consents import ensure_default_texts
from summit.web.access import current_edition, requires
from summit.web.filters import text_for

from ..forms import WalkInForm
from ..rules import AddressIsRegistered
from ..services.walk_ins import register_walk_in
from .blueprint import bp

_KEY_LENGTH = 32


@bp.route("/walk-in", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def walk_in(edition: str) -> Response | tuple[str, int]:
    """Register somebody on the spot, and approve them while the quota of the category lasts."""
    form, earlier = _form(), None
    if form.validate_on_submit():
        try:
            with transaction():
                person = _register(form)
        except DomainError as error:
            form.refuse(error)
            earlier = error.params if isinstance(error, AddressIsRegistered) else None
        else:
            flash(_outcome(person), "success")
            return redirect(url_for("desk.person", public_id=person.public_id), 303)
    return _page(form, earlier), 422 if form.is_submitted() else 200


def _register(form: WalkInForm) -> Registration:
    return register_walk_in(
        current_edition(),
        category_letter=form.category.data,
        answers=form.answers(),
        consents=form.consents,
        language=form.language.data,
        submission_key=_key(),
        actor_id=current_user.account_id,
        now=utcnow(),
    )


def _key() -> str:
    """Return the page's own key, so that a second press of the button registers nobody twice."""
    sent = request.form.get("key", "")
    is_ours = len(sent) == _KEY_LENGTH and sent.isascii() and sent.isalnum()
    return sent if is_ours else uuid4().hex


def _outcome(person: Registration) -> str:
    if person.status is RegistrationStatus.APPROVED:
        return str(_("The person is registered and approved. Please print the badge and hand it out."))
    return str(_("The person is registered: %(status)s.", status=_(STATUS_NAMES[person.status])))


def _form() -> WalkInForm:
    event = current_edition()
    categories = [one for one in list_categories(event.id) if one.is_open]
    return WalkInForm(
        categories=[(one.letter, f"{one.letter} · {text_for(one.names)}") for one in categories],
        with_guardian={one.letter for one in categories if Ask.GUARDIAN in one.asks},
    )


def _texts(event_id: int) -> list[ConsentText]:
    """Return the consent to registration in every language that it is approved in."""
    with transaction():
        ensure_default_texts(event_id)
    return [text for text in list_current_texts(event_id) if text.purpose is ConsentPurpose.REGISTRATION]


def _page(form: WalkInForm, earlier: Mapping[str, Any] | None) -> str:
    event = current_edition()
    texts = _texts(event.id)
    return render_template("desk/walk_in.html", form=form, event=event, earlier=earlier, key=_key(), texts=texts)
