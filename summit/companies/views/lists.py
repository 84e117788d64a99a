"""The delegate's own lists of companies and their private notes."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.registration.models import Registration
from summit.web.access import current_edition, signed_in, wants_json
from summit.web.locale import safe_next

from ..forms.saving import ListForm, NoteForm
from ..models import Company
from ..queries.directory import is_shown
from ..queries.saved import find_saved_list, list_items, list_notes, list_saved_lists
from ..services import saving
from . import words
from .blueprints import companies_bp
from .company import company_page
from .onlooker import admitted, company_or_404, delegate_or_404
from .saving_words import list_name

Answer = Response | tuple[str, int]


@companies_bp.route("/lists", methods=["GET", "POST"])
@signed_in
def lists(edition: str) -> Answer:
    """Show the reader's lists and notes; make another list."""
    person, form = delegate_or_404(), ListForm()
    if form.validate_on_submit():
        try:
            with transaction():
                saving.create_list(person.id, form.name.data or "", now=utcnow())
        except DomainError as error:
            form.refuse(error, "name")
        else:
            return redirect(url_for(".lists"), 303)
    return _lists_page(person, form)


def _lists_page(person: Registration, form: ListForm, renamed: int | None = None) -> tuple[str, int]:
    """Return the page; `renamed` is the list whose new name the form holds, None for the form of a new list."""
    shown = is_shown(current_edition().id, to_staff=admitted().is_staff)
    items = list_items(person.id, shown)
    page = render_template(
        "companies/lists.html",
        form=form,
        renamed=renamed,
        lists=[(one, list_name(one), items.get(one.id, [])) for one in list_saved_lists(person.id)],
        notes=list_notes(person.id, shown),
        country=words.country,
        kind_name=words.kind_name,
        counted=words.companies_counted,
    )
    return page, 422 if form.errors else 200


@companies_bp.post("/lists/<int:list_id>")
@signed_in
def rename_list(edition: str, list_id: int) -> Answer:
    """Give one of the reader's lists another name."""
    person, form = delegate_or_404(), ListForm()
    if find_saved_list(person.id, list_id) is None:
        abort(404)
    if not form.validate_on_submit():
        return _lists_page(person, form, list_id)
    try:
        with transaction():
            found = saving.rename_list(person.id, list_id, form.name.data or "")
    except DomainError as error:
        form.refuse(error, "name")
        return _lists_page(person, form, list_id)
    return redirect(url_for(".lists"), 303) if found else abort(404)


@companies_bp.post("/lists/<int:list_id>/delete")
@signed_in
def delete_list(edition: str, list_id: int) -> Response:
    """Delete one of the reader's lists; the companies stay in the others."""
    person = delegate_or_404()
    with transaction():
        found = saving.delete_list(person.id, list_id)
    if not found:
        abort(404)
    flash(_("The list is deleted."), "success")
    return redirect(url_for(".lists"), 303)


@companies_bp.post("/lists/<int:list_id>/c/<company>")
@signed_in
def set_on_list(edition: str, list_id: int, company: str) -> Response:
    """Put a company on one of the reader's lists, or take it off."""
    person, found, wanted = delegate_or_404(), company_or_404(company), _wanted()
    with transaction():
        known = saving.set_on_list(person.id, list_id, found.id, wanted=wanted, now=utcnow())
    return _saved_answer(found, wanted=wanted) if known else abort(404)


@companies_bp.post("/c/<company>/save")
@signed_in
def save(edition: str, company: str) -> Response:
    """Put a company on the reader's first list, or take it off all of them."""
    person, found, wanted = delegate_or_404(), company_or_404(company), _wanted()
    with transaction():
        saving.set_saved(person.id, found.id, wanted=wanted, now=utcnow())
    return _saved_answer(found, wanted=wanted)


@companies_bp.post("/c/<company>/note")
@signed_in
def write_note(edition: str, company: str) -> Answer:
    """Keep the reader's own note about a company."""
    person, found, form = delegate_or_404(), company_or_404(company), NoteForm()
    if not form.validate_on_submit():
        return company_page(found, form), 422
    with transaction():
        saving.write_note(person.id, found.id, form.body.data or "", now=utcnow())
    flash(_("Your note is saved."), "success")
    return redirect(url_for(".company", company=found.public_id, _anchor="note"), 303)


def _wanted() -> bool:
    """Read what the reader wants: "1"/true or "0"/false; 400 for anything else."""
    sent: Any = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    value = sent.get("wanted") if isinstance(sent, dict) else None
    if not isinstance(value, str | bool) or value not in (known := {"1": True, "0": False, True: True, False: False}):
        abort(400)
    return known[value]


def _saved_answer(found: Company, *, wanted: bool) -> Response:
    """Answer scripts with the new state, browsers with the page that they came from."""
    message = (
        _("“%(name)s” is saved.", name=found.name) if wanted else _("“%(name)s” is no longer saved.", name=found.name)
    )
    if wants_json():
        return jsonify(starred=wanted, message=message)
    flash(message, "success")
    here = url_for(".company", company=found.public_id)
    return redirect(safe_next(request.form.get("next"), here), 303)
