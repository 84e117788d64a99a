"""Categories of one edition."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import text_for
from summit.web.forms import translated

from .. import queries, services
from ..forms import CategoryForm
from ..models import Category, Event
from .blueprints import settings_bp

Answer = Response | tuple[str, int]


@settings_bp.get("/categories")
@requires(Permission.EDIT_EDITION)
def categories(edition: str) -> str:
    """List the categories in their order, with the places held."""
    event = current_edition()
    return render_template(
        "events/settings/categories.html",
        event=event,
        categories=queries.list_categories(event.id),
        taken=queries.places_taken(event.id),
    )


@settings_bp.route("/categories/new", methods=["GET", "POST"])
@requires(Permission.EDIT_EDITION)
def new_category(edition: str) -> Answer:
    """Add a category."""
    event = current_edition()
    form = _form(event, None)
    if form.validate_on_submit():
        try:
            with transaction():
                services.add_category(event.id, actor_id=current_user.account_id, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The category is added."), "success")
            return redirect(url_for(".categories"), 303)
    return render_template("events/settings/category.html", event=event, form=form, category=None), form.status


@settings_bp.route("/categories/<int:category_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_EDITION)
def category(edition: str, category_id: int) -> Answer:
    """Change a category."""
    event, row = current_edition(), _category(category_id)
    form = _form(event, row)
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_category(
                    row.id, version=form.version.data, actor_id=current_user.account_id, **form.values()
                )
        except DomainError as error:
            form.refuse(error)
            form.show_version(_category(category_id).version)
        else:
            flash(_("The category is saved."), "success")
            _warn_of_small_quota(row.id)
            return redirect(url_for(".categories"), 303)
    return render_template("events/settings/category.html", event=event, form=form, category=row), form.status


@settings_bp.post("/categories/<int:category_id>/move/<any(up, down):way>")
@requires(Permission.EDIT_EDITION)
def move_category(edition: str, category_id: int, way: str) -> Response:
    """Move a category in the list by one place."""
    row = _category(category_id)
    with transaction():
        services.move_category(row.id, -1 if way == "up" else 1, actor_id=current_user.account_id)
    return redirect(url_for(".categories"), 303)


@settings_bp.get("/categories/<int:category_id>/delete")
@requires(Permission.EDIT_EDITION)
def confirm_delete_category(edition: str, category_id: int) -> str:
    """Ask once before the category is deleted."""
    row = _category(category_id)
    return render_template(
        "events/settings/delete.html",
        event=current_edition(),
        question=_("Delete the category “%(name)s”?", name=text_for(row.names)),
        action=url_for(".delete_category", category_id=row.id),
        back=url_for(".category", category_id=row.id),
    )


@settings_bp.post("/categories/<int:category_id>/delete")
@requires(Permission.EDIT_EDITION)
def delete_category(edition: str, category_id: int) -> Response:
    """Delete a category, or say why it must stay."""
    row = _category(category_id)
    try:
        with transaction():
            services.delete_category(row.id, actor_id=current_user.account_id)
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The category is deleted."), "success")
    return redirect(url_for(".categories"), 303)


def _category(category_id: int) -> Category:
    return queries.find_category(current_edition().id, category_id) or abort(404)


def _form(event: Event, category: Category | None) -> CategoryForm:
    zones = [(zone.id, f"{zone.letter} · {text_for(zone.names)}") for zone in queries.list_zones(event.id)]
    known = {"obj": category, "zone_ids": [zone.id for zone in category.zones]} if category else {"version": 0}
    return CategoryForm(languages=event.languages, time_zone=event.time_zone, zones=zones, **known)


def _warn_of_small_quota(category_id: int) -> None:
    """Tell the organiser when more people hold a place than the quota allows; nobody loses one."""
    category = _category(category_id)
    taken = queries.places_taken(category.event_id).get(category.id, 0)
    if category.quota is not None and taken > category.quota:
        message = _(
            "%(taken)s people already hold a place, more than the quota of %(quota)s. Nobody loses a place; "
            "newcomers join the waiting list.",
            taken=taken,
            quota=category.quota,
        )
        flash(message, "info")
