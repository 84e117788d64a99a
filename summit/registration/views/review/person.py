"""One person at the desk: answers, consents, history, mails, twins, and the decision."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.registration.forms.review import DecisionForm, NamesForm, read_filter, write_filter
from summit.registration.models import Registration
from summit.registration.queries import person as people
from summit.registration.rules.desk import ChangedMeanwhile
from summit.registration.rules.status import STATUS_NAMES
from summit.registration.services import correcting, reviewing
from summit.registration.services.photos import photo_path
from summit.web.access import current_edition, requires

from .blueprint import bp
from .dossier import dossier

Page = str | tuple[str, int] | AnyResponse


@bp.get("/people/<reference>")
@requires(Permission.VIEW_REGISTRATIONS)
def person(edition: str, reference: str) -> Page:
    """Show everything about one person that is not sensitive."""
    return _page(_load(reference))


@bp.post("/people/<reference>/sensitive")
@requires(Permission.VIEW_SENSITIVE_DATA)
def show_sensitive(edition: str, reference: str) -> Page:
    """Show the sensitive answers once, and write down who looked."""
    found = _load(reference)
    with transaction():
        correcting.record_sensitive_view(found.id, actor_id=current_user.account_id)
    return _page(_load(reference), sensitive=True)


@bp.post("/people/<reference>/decision")
@requires(Permission.REVIEW_REGISTRATIONS)
def decide(edition: str, reference: str) -> Page:
    """Decide about one person."""
    found, form = _load(reference), DecisionForm()
    if not form.validate_on_submit():
        return _page(found, form=form), 422
    try:
        with transaction():
            decided = reviewing.decide(
                found.id,
                form.action.data,
                actor_id=current_user.account_id,
                expected_version=form.version.data,
                now=utcnow(),
                reason=form.reason.data,
                note=form.note.data,
                message=form.message.data,
            )
    except DomainError as error:
        return _refused(reference, form, error)
    flash(_("Saved. New status: %(status)s.", status=_(STATUS_NAMES[decided.status])), "success")
    return redirect(_url(reference), 303)


def _refused(reference: str, form: DecisionForm, error: DomainError) -> Page:
    """Show the refusal at the form; after somebody else's change also what has changed."""
    form.refuse(error)
    found = _load(reference)
    if not isinstance(error, ChangedMeanwhile):
        return _page(found, form=form), 422
    steps = people.list_steps_after(found.id, form.last_step.data or 0)
    form.show_present(found.version, _last_step(found))
    return _page(found, form=form, changed_steps=steps), 409


@bp.post("/people/<reference>/names")
@requires(Permission.REVIEW_REGISTRATIONS)
def edit_names(edition: str, reference: str) -> Page:
    """Write the names that staff keep."""
    found, form = _load(reference), NamesForm(prefix="names")
    if not form.validate_on_submit():
        return _page(found, names_form=form), 422
    try:
        with transaction():
            correcting.edit_names(
                found.id,
                form.names(),
                actor_id=current_user.account_id,
                expected_version=form.version.data,
                now=utcnow(),
            )
    except DomainError as error:
        form.refuse(error)
        return _page(_load(reference), names_form=form), 409 if isinstance(error, ChangedMeanwhile) else 422
    flash(_("The names are saved."), "success")
    return redirect(_url(reference), 303)


@bp.get("/people/<reference>/photo")
@requires(Permission.VIEW_REGISTRATIONS)
def photo(edition: str, reference: str) -> Response:
    """Send the portrait; it lies outside the web root."""
    found = people.find_with_photo(current_edition().id, reference)
    if found is None or found.photo is None or not photo_path(found.photo).is_file():
        abort(404)
    response = send_file(photo_path(found.photo), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response


def _load(reference: str) -> Registration:
    found = people.find_person(current_edition().id, reference)
    if found is None:
        abort(404)
    return found


def _url(reference: str) -> str:
    return url_for("review.person", reference=reference, **write_filter(read_filter(request.args)))


def _last_step(found: Registration) -> int:
    return found.decisions[-1].id if found.decisions else 0


def _page(
    found: Registration,
    *,
    form: DecisionForm | None = None,
    names_form: NamesForm | None = None,
    **words: Any,
) -> str:
    seen = {"version": found.version, "last_step": _last_step(found)}
    return render_template(
        "registration/review/person.html",
        person=found,
        form=form or DecisionForm(formdata=None, data=seen),
        names_form=names_form or NamesForm(formdata=None, obj=found, prefix="names"),
        **dossier(current_edition(), found, read_filter(request.args)),
        **words,
    )
