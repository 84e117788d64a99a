"""How the programme is made: hours, change-over, conflicts, sign-ups at one time."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..forms.settings import SettingsForm
from ..queries.settings import present_settings
from ..rules.board import LEVEL_NAMES
from ..services import settings as services
from .blueprints import agenda_bp

Answer = Response | tuple[str, int]


@agenda_bp.route("/settings", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def settings(edition: str) -> Answer:
    """Change how the programme is made."""
    event = current_edition()
    present = present_settings(event)
    opens, closes = present.hours
    form = SettingsForm(obj=present, opens=opens, closes=closes)
    if form.validate_on_submit():
        try:
            with transaction():
                values = {"version": form.version.data, "actor_id": current_user.account_id, "now": utcnow()}
                services.update_settings(event.id, **values, **form.values())
        except DomainError as error:
            form.refuse(error)
            form.show_version(present_settings(event).version)
        else:
            flash(_("The settings of the agenda are saved."), "success")
            return redirect(url_for(".settings"), 303)
    return render_template("agenda/settings.html", event=event, form=form, level_names=LEVEL_NAMES), form.status
