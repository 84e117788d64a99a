"""How an edition holds its meetings, and how far they are."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.companies.rules.kinds import GROUP_NAMES
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from ..forms.settings import SettingsForm
from ..models import MeetingSettings
from ..queries.settings import get_settings
from ..rules.kinds import PHASE_NAMES, Phase
from ..rules.phases import ORDER, PHASE_WORDS, phase_behind, phases_ahead
from ..services import settings as services
from .blueprints import meetings_bp

Answer = Response | tuple[str, int]


@meetings_bp.route("/settings", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def settings(edition: str) -> Answer:
    """Change the modes, deadlines and limits of the meetings."""
    event = current_edition()
    present = get_settings(event.id)
    form = SettingsForm(obj=present, time_zone=event.time_zone)
    if form.validate_on_submit():
        try:
            with transaction():
                values = {"version": form.version.data, "actor_id": current_user.account_id}
                services.update_settings(event.id, **values, **form.values())
        except DomainError as error:
            form.refuse(error)
            form.show_version(get_settings(event.id).version)
        else:
            flash(_("The settings of the meetings are saved."), "success")
            return redirect(url_for(".settings"), 303)
    return render_template("meetings/settings.html", event=event, form=form, **_phases(present)), form.status


@meetings_bp.post("/settings/phase")
@requires(Permission.MANAGE_MEETINGS)
def change_phase(edition: str) -> Response:
    """Take the meetings to another phase."""
    event = current_edition()
    wanted = {phase.value: phase for phase in Phase}.get(request.form.get("phase", ""))
    try:
        with transaction():
            if wanted is not None:
                services.change_phase(event.id, wanted, actor_id=current_user.account_id)
    except DomainError as error:
        flash(translated(error), "error")
    else:
        if wanted is not None:
            flash(_("The meetings are in this phase now: %(phase)s.", phase=_(PHASE_NAMES[wanted])), "success")
    return redirect(url_for(".settings"), 303)


def _phases(present: MeetingSettings) -> dict[str, Any]:
    return {
        "present": present,
        "phases": ORDER,
        "phase_names": PHASE_NAMES,
        "phase_words": PHASE_WORDS,
        "group_names": GROUP_NAMES,
        "ahead": phases_ahead(present.phase),
        "behind": phase_behind(present.phase),
    }
