"""The settings of one edition, and its copy."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires

from .. import services
from ..forms import CopyForm, EditionForm
from ..rules import known_time_zones
from .blueprints import settings_bp

Answer = Response | tuple[str, int]


@settings_bp.route("/", methods=["GET", "POST"])
@requires(Permission.EDIT_EDITION)
def general(edition: str) -> Answer:
    """Change names, days, venue, languages and colour."""
    event = current_edition()
    form = EditionForm(obj=event, languages=event.languages)
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_event(
                    event.id, version=form.version.data, actor_id=current_user.account_id, **form.values()
                )
        except DomainError as error:
            form.refuse(error)
            form.show_version(event.version)
        else:
            flash(_("The edition is saved."), "success")
            return redirect(url_for(".general"), 303)
    page = render_template(
        "events/settings/general.html", form=form, event=event, time_zones=sorted(known_time_zones())
    )
    return page, form.status


@settings_bp.route("/copy", methods=["GET", "POST"])
@requires(Permission.MANAGE_EDITIONS)
def copy(edition: str) -> Answer:
    """Make next year's edition out of this one."""
    event = current_edition()
    form = CopyForm(languages=event.languages)
    if form.validate_on_submit():
        try:
            with transaction():
                new = services.copy_event(event.id, actor_id=current_user.account_id, now=utcnow(), **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The edition is copied. Please check its days and texts, then make it public."), "success")
            return redirect(url_for(".general", edition=new.slug), 303)
    return render_template("events/settings/copy.html", form=form, event=event), form.status
