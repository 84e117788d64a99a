"""The desk at which meetings get their interpreters."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from ..forms.interpreters import AssignForm
from ..queries import interpreting as queries
from ..queries.meetings import find_meeting
from ..rules.interpreting import able_for
from ..services import interpreting as services
from .blueprints import meetings_bp


@meetings_bp.get("/interpreters/assign")
@requires(Permission.MANAGE_MEETINGS)
def assignments(edition: str) -> str:
    """List meetings that wish interpreting, with those who could take each, and what is assigned."""
    event, now = current_edition(), utcnow()
    rows = queries.list_interpreters(event.id)
    wishing = queries.list_wishing(event.id, now, is_assigned=False)
    helpers = queries.list_helpers(event.id, rows)
    return render_template(
        "meetings/interpreters/assign.html",
        event=event,
        wishing=wishing,
        assigned=queries.list_wishing(event.id, now, is_assigned=True),
        able={need.id: able_for(need, helpers) for need in queries.needs_of(wishing)},
        names={row.id: row.name for row in rows},
    )


@meetings_bp.post("/interpreters/assign/<meeting>")
@requires(Permission.MANAGE_MEETINGS)
def assign(edition: str, meeting: str) -> Response:
    """Have somebody interpret a meeting, or nobody any more."""
    event = current_edition()
    row = find_meeting(event.id, meeting) or abort(404)
    form = AssignForm()
    known = {one.id for one in queries.list_interpreters(event.id)}
    chosen = form.chosen(known) if form.validate_on_submit() else None
    if chosen is None:
        abort(404)
    values = {"event_id": event.id, "actor_id": current_user.account_id, "now": utcnow()}
    try:
        with transaction():
            if chosen:
                services.assign(row.id, chosen, **values)
            else:
                services.unassign(row.id, **values)
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The interpreter of the meeting is changed, and everybody concerned is told."), "success")
    return redirect(url_for(".assignments"), 303)


@meetings_bp.post("/interpreters/assign")
@requires(Permission.MANAGE_MEETINGS)
def assign_rest(edition: str) -> Response:
    """Assign interpreters to as many of the open meetings as possible, each in a step of its own."""
    event, done = current_edition(), 0
    values = {"event_id": event.id, "actor_id": current_user.account_id, "now": utcnow()}
    for meeting_id, interpreter_id in services.list_chosen(event.id, values["now"]).items():
        try:
            with transaction():
                services.assign(meeting_id, interpreter_id, **values)
        except DomainError:
            continue
        done += 1
    flash(
        ngettext("%(num)s meeting has an interpreter now.", "%(num)s meetings have an interpreter now.", done),
        "success",
    )
    return redirect(url_for(".assignments"), 303)
