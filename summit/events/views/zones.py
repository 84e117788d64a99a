"""Zones of one edition."""

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
from ..forms import ZoneForm
from ..models import Zone
from .blueprints import settings_bp

Answer = Response | tuple[str, int]


@settings_bp.get("/zones")
@requires(Permission.EDIT_EDITION)
def zones(edition: str) -> str:
    """List the zones by letter, with their opening windows."""
    event = current_edition()
    return render_template("events/settings/zones.html", event=event, zones=queries.list_zones(event.id))


@settings_bp.route("/zones/new", methods=["GET", "POST"])
@requires(Permission.EDIT_EDITION)
def new_zone(edition: str) -> Answer:
    """Add a zone."""
    event = current_edition()
    form = ZoneForm(languages=event.languages, time_zone=event.time_zone, version=0)
    if form.validate_on_submit():
        try:
            with transaction():
                services.add_zone(event.id, actor_id=current_user.account_id, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The zone is added."), "success")
            return redirect(url_for(".zones"), 303)
    return render_template("events/settings/zone.html", event=event, form=form, zone=None), form.status


@settings_bp.route("/zones/<int:zone_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_EDITION)
def zone(edition: str, zone_id: int) -> Answer:
    """Change a zone."""
    event, row = current_edition(), _zone(zone_id)
    form = ZoneForm(obj=row, languages=event.languages, time_zone=event.time_zone)
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_zone(
                    row.id, version=form.version.data, actor_id=current_user.account_id, **form.values()
                )
        except DomainError as error:
            form.refuse(error)
            form.show_version(_zone(zone_id).version)
        else:
            flash(_("The zone is saved."), "success")
            return redirect(url_for(".zones"), 303)
    return render_template("events/settings/zone.html", event=event, form=form, zone=row), form.status


@settings_bp.get("/zones/<int:zone_id>/delete")
@requires(Permission.EDIT_EDITION)
def confirm_delete_zone(edition: str, zone_id: int) -> str:
    """Ask once before the zone is deleted."""
    row = _zone(zone_id)
    return render_template(
        "events/settings/delete.html",
        event=current_edition(),
        question=_("Delete the zone “%(name)s” with its opening windows?", name=text_for(row.names)),
        action=url_for(".delete_zone", zone_id=row.id),
        back=url_for(".zone", zone_id=row.id),
    )


@settings_bp.post("/zones/<int:zone_id>/delete")
@requires(Permission.EDIT_EDITION)
def delete_zone(edition: str, zone_id: int) -> Response:
    """Delete a zone, or say why it must stay."""
    row = _zone(zone_id)
    try:
        with transaction():
            services.delete_zone(row.id, actor_id=current_user.account_id)
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The zone is deleted."), "success")
    return redirect(url_for(".zones"), 303)


def _zone(zone_id: int) -> Zone:
    return queries.find_zone(current_edition().id, zone_id) or abort(404)
