"""Objections to the provisional timetable: raised by companies, answered by the organiser."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires, signed_in

from ..forms.preferences import AnswerForm, ObjectionForm
from ..queries import preferences as queries
from ..services import objecting as services
from .blueprints import meetings_bp
from .reader import reader_or_404

Answer = Response | tuple[str, int]


@meetings_bp.route("/m/<meeting>/object", methods=["GET", "POST"])
@signed_in
def object_to(edition: str, meeting: str) -> Answer:
    """Say what does not suit the reader's company about a provisional meeting."""
    event, reader = current_edition(), reader_or_404()
    company_id = reader.company_id
    row = queries.find_own_meeting(event.id, meeting, company_id) or abort(404)
    form = ObjectionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.object_to(row.id, reader, form.message.data or "", now=utcnow())
        except DomainError as error:
            form.refuse(error)
            row = queries.find_own_meeting(event.id, meeting, company_id) or abort(404)
        else:
            flash(_("Your objection is with the organiser, who will answer by mail."), "success")
            return redirect(url_for(".mine"), 303)
    other = row.partner if row.requester_id == company_id else row.requester
    return render_template("meetings/object_to.html", event=event, form=form, meeting=row, other=other), form.status


@meetings_bp.get("/objections")
@requires(Permission.MANAGE_MEETINGS)
def objections(edition: str) -> str:
    """List the objections, those without an answer first."""
    event = current_edition()
    return render_template("meetings/objections/list.html", event=event, objections=queries.list_objections(event.id))


@meetings_bp.route("/objections/<int:objection_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def objection(edition: str, objection_id: int) -> Answer:
    """Answer an objection."""
    event = current_edition()
    row = queries.find_objection(event.id, objection_id) or abort(404)
    form = AnswerForm(act="keep")
    if form.validate_on_submit():
        values = {"cancels": form.act.data == "cancel", "actor_id": current_user.account_id, "now": utcnow()}
        try:
            with transaction():
                services.resolve_objection(row.id, form.words.data or "", **values)
        except DomainError as error:
            form.refuse(error)
            row = queries.find_objection(event.id, objection_id) or abort(404)
        else:
            flash(_("The objection is answered, and those concerned are told."), "success")
            return redirect(url_for(".objections"), 303)
    shown = {"event": event, "objection": row, "endpoints": current_app.view_functions}
    return render_template("meetings/objections/objection.html", form=form, **shown), form.status
