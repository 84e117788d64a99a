"""Halls of one edition."""

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
from ..forms import HallForm
from ..models import Hall
from .blueprints import settings_bp

Answer = Response | tuple[str, int]


@settings_bp.get("/halls")
@requires(Permission.EDIT_EDITION)
def halls(edition: str) -> str:
    """List the halls in their order."""
    event = current_edition()
    return render_template("events/settings/halls.html", event=event, halls=queries.list_halls(event.id))


@settings_bp.route("/halls/new", methods=["GET", "POST"])
@requires(Permission.EDIT_EDITION)
def new_hall(edition: str) -> Answer:
    """Add a hall."""
    event = current_edition()
    form = HallForm(languages=event.languages, time_zone=event.time_zone, version=0)
    if form.validate_on_submit():
        try:
            with transaction():
                services.add_hall(event.id, actor_id=current_user.account_id, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The hall is added."), "success")
            return redirect(url_for(".halls"), 303)
    return render_template("events/settings/hall.html", event=event, form=form, hall=None), form.status


@settings_bp.route("/halls/<int:hall_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_EDITION)
def hall(edition: str, hall_id: int) -> Answer:
    """Change a hall."""
    event, row = current_edition(), _hall(hall_id)
    form = HallForm(obj=row, languages=event.languages, time_zone=event.time_zone)
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_hall(
                    row.id, version=form.version.data, actor_id=current_user.account_id, **form.values()
                )
        except DomainError as error:
            form.refuse(error)
            form.show_version(_hall(hall_id).version)
        else:
            flash(_("The hall is saved."), "success")
            return redirect(url_for(".halls"), 303)
    return render_template("events/settings/hall.html", event=event, form=form, hall=row), form.status


@settings_bp.post("/halls/<int:hall_id>/move/<any(up, down):way>")
@requires(Permission.EDIT_EDITION)
def move_hall(edition: str, hall_id: int, way: str) -> Response:
    """Move a hall in the list by one place."""
    row = _hall(hall_id)
    with transaction():
        services.move_hall(row.id, -1 if way == "up" else 1, actor_id=current_user.account_id)
    return redirect(url_for(".halls"), 303)


@settings_bp.get("/halls/<int:hall_id>/delete")
@requires(Permission.EDIT_EDITION)
def confirm_delete_hall(edition: str, hall_id: int) -> str:
    """Ask once before the hall is deleted."""
    row = _hall(hall_id)
    return render_template(
        "events/settings/delete.html",
        event=current_edition(),
        question=_("Delete the hall “%(name)s”?", name=text_for(row.names)),
        action=url_for(".delete_hall", hall_id=row.id),
        back=url_for(".hall", hall_id=row.id),
    )


@settings_bp.post("/halls/<int:hall_id>/delete")
@requires(Permission.EDIT_EDITION)
def delete_hall(edition: str, hall_id: int) -> Response:
    """Delete a hall, or say why it must stay."""
    row = _hall(hall_id)
    try:
        with transaction():
            services.delete_hall(row.id, actor_id=current_user.account_id)
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The hall is deleted."), "success")
    return redirect(url_for(".halls"), 303)


def _hall(hall_id: int) -> Hall:
    return queries.find_hall(current_edition().id, hall_id) or abort(404)
