"""The organiser's list of editions."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import requires

from .. import queries, services
from ..forms import NewEditionForm
from ..rules import known_time_zones
from .blueprints import editions_bp

Answer = Response | tuple[str, int]


@editions_bp.get("/")
@requires(Permission.MANAGE_EDITIONS)
def index() -> str:
    """List all editions and missions."""
    return render_template("events/editions.html", events=queries.list_events())


@editions_bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_EDITIONS)
def new() -> Answer:
    """Make an edition with the usual zones and categories."""
    form = NewEditionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                event = services.create_event(actor_id=current_user.account_id, now=utcnow(), **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The edition is created, with the usual zones and categories."), "success")
            return redirect(url_for("settings.general", edition=event.slug), 303)
    return render_template("events/new.html", form=form, time_zones=sorted(known_time_zones())), form.status
