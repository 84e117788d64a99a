"""The delegate's own pages: confirm the address, see where the registration stands, withdraw."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.rules import Ask
from summit.registration.models import Registration
from summit.registration.queries import registrations
from summit.registration.queries.consents import given_purposes
from summit.registration.rules import (
    PURPOSE_NAMES,
    REASON_NAMES,
    STATUS_NAMES,
    ConsentPurpose,
    ConsentTextIsMissing,
    FormStep,
    RegistrationStatus,
    can_withdraw,
    is_editable,
)
from summit.registration.rules.answers import steps_from_answers
from summit.registration.rules.status import shown_to_delegate
from summit.registration.services import confirming, consents, registering
from summit.registration.services.answers import answers_of
from summit.registration.services.status import find_by_secret, status_secret
from summit.web.access import public, signed_in
from summit.web.forms import translated
from summit.web.locale import current_language

from . import bp
from .answers import answer_groups
from .journey import dress_of
from .pictures import photo_answer
from .words import NEXT_STEPS, TONES, timeline

_BADGES = ("badges.delegate_pdf", "badges.delegate_png")


def _mine(secret: str) -> Registration:
    return find_by_secret(secret) or abort(404)


def _to_status(registration: Registration) -> Response:
    return redirect(url_for("registration.status", secret=status_secret(registration)), 303)


@bp.get("/registration/<secret>/")
@public
def status(secret: str) -> str:
    """Show where the registration stands and what comes next."""
    registration = registrations.get_with_history(_mine(secret).id)
    shown = shown_to_delegate(registration.status)
    return render_template(
        "registration/status/status.html",
        person=registration,
        secret=secret,
        **dress_of(registration.event),
        status_name=_(STATUS_NAMES[shown]),
        next_step=NEXT_STEPS[shown],
        owes_proof=confirming.owes_proof(registration),
        tone=TONES[shown],
        reason=_reason(registration),
        lines=timeline(registration),
        groups=_groups(registration),
        consents=_consents(registration),
        purpose_names=PURPOSE_NAMES,
        may_edit=is_editable(registration.status),
        may_withdraw=can_withdraw(registration.status),
        badges=_badge_links(registration, secret),
    )


def _reason(registration: Registration) -> str:
    reasons = [step.reason for step in registration.decisions if step.reason is not None]
    is_rejected = registration.status is RegistrationStatus.REJECTED
    return _(REASON_NAMES[reasons[-1]]) if is_rejected and reasons else ""


def _groups(registration: Registration) -> list[Any]:
    asks = [Ask(ask) for ask in registration.category.asks]
    steps: dict[str, Any] = steps_from_answers(answers_of(registration))
    steps[FormStep.CATEGORY.value] = {"category": registration.category.letter}
    groups = answer_groups(steps, asks, registration.event_id, photo_url=None)
    return [group for group in groups if group.step not in {FormStep.CONSENTS, FormStep.PHOTO}]


def _consents(registration: Registration) -> list[dict[str, Any]]:
    asks = [Ask(ask) for ask in registration.category.asks]
    purposes = consents.changeable_purposes(registration, asks)
    try:
        texts = consents.texts_for(registration.event_id, purposes, current_language())
    except ConsentTextIsMissing:
        return []
    given = given_purposes(registration.id)
    return [{"purpose": one, "texts": texts[one], "is_given": one in given} for one in purposes]


def _badge_links(registration: Registration, secret: str) -> dict[str, str]:
    if registration.status is not RegistrationStatus.APPROVED:
        return {}
    present = [name for name in _BADGES if name in current_app.view_functions]
    return {name.rpartition("_")[2]: url_for(name, secret=secret) for name in present}


@bp.get("/registration/<secret>/photo")
@public
def photo(secret: str) -> Response:
    """Show the delegate the photo that is on file."""
    return photo_answer(_mine(secret).photo)


@bp.get("/registration/confirm/<secret>")
@public
def confirm(secret: str) -> Any:
    """Ask for one press of a button, so that mail scanners confirm nothing, and then confirm the address."""
    link = confirming.read_token(secret, utcnow()) or abort(404)
    if link.is_used:
        flash(_("Your e-mail address is already confirmed."), "info")
        return _to_status(link.registration)
    dress = dress_of(link.registration.event)
    if link.is_expired:
        return render_template("registration/status/expired.html", link=link, secret=secret, **dress), 410
    return render_template("registration/status/confirm.html", link=link, secret=secret, **dress)


@bp.post("/registration/confirm/<secret>/now")
@public
def confirm_now(secret: str) -> Response:
    """Confirm the address and show where the registration stands."""
    link = confirming.read_token(secret, utcnow()) or abort(404)
    if link.is_expired or link.is_used:
        return redirect(url_for("registration.confirm", secret=secret), 303)
    with transaction():
        registration = confirming.confirm_email(link.registration.id, utcnow(), link.email)
    flash(_("Thank you. Your e-mail address is confirmed."), "success")
    return _to_status(registration)


@bp.post("/registration/confirm/<secret>/again")
@public
def confirm_again(secret: str) -> Response:
    """Send a new link to the holder of an expired one."""
    link = confirming.read_token(secret, utcnow()) or abort(404)
    _send_again(link.registration)
    return redirect(url_for("registration.confirm", secret=secret), 303)


@bp.post("/registration/<secret>/resend")
@public
def resend(secret: str) -> Response:
    """Send the confirmation link again."""
    registration = _mine(secret)
    _send_again(registration)
    return _to_status(registration)


def _send_again(registration: Registration) -> None:
    try:
        with transaction():
            confirming.send_confirmation_again(registration.id, utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("We have sent you a new link. Please look into your mailbox."), "success")


@bp.get("/registration/<secret>/withdraw")
@public
def ask_withdraw(secret: str) -> str | Response:
    """Ask once whether the registration should really be withdrawn."""
    registration = _mine(secret)
    if not can_withdraw(registration.status):
        return _to_status(registration)
    return render_template(
        "registration/status/withdraw.html", person=registration, secret=secret, **dress_of(registration.event)
    )


@bp.post("/registration/<secret>/withdraw")
@public
def withdraw(secret: str) -> Response:
    """Withdraw the registration."""
    registration = _mine(secret)
    try:
        with transaction():
            registering.withdraw(registration.id, utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("Your registration is withdrawn."), "success")
    return _to_status(registration)


@bp.post("/registration/<secret>/consents/<purpose>/<choice>")
@public
def change_consent(secret: str, purpose: str, choice: str) -> Response:
    """Give or take back one consent."""
    registration = _mine(secret)
    if choice not in {"give", "withdraw"} or purpose not in set(ConsentPurpose):
        abort(404)
    try:
        with transaction():
            consents.change_consent(
                registration.id,
                ConsentPurpose(purpose),
                given=choice == "give",
                language=current_language(),
                now=utcnow(),
            )
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("Your decision is recorded."), "success")
    return _to_status(registration)


@bp.get("/my")
@signed_in
def mine() -> str:
    """List the reader's registrations across editions."""
    rows = [
        (registration, status_secret(registration), shown_to_delegate(registration.status))
        for registration in registrations.list_of_account(current_user.account_id)
    ]
    return render_template("registration/status/mine.html", rows=rows, status_names=STATUS_NAMES, tones=TONES)
