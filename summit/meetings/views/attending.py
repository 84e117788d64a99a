"""At the meeting: who is there, and what it led to."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.companies.rules.status import NotOfTheCompany
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import signed_in
from summit.web.forms import translated
from summit.web.locale import safe_next

from ..forms.outcome import OutcomeForm, values_of
from ..models import Meeting
from ..queries.onsite import find_outcome
from ..queries.settings import get_settings
from ..services import attending
from ..services.acting import actor_of
from ..services.outcomes import note_outcome
from .blueprints import meetings_bp
from .looks import look_at
from .reader import forget_reader, meeting_or_404, reader_or_404, side_of

Answer = Response | tuple[str, int]


@meetings_bp.post("/m/<meeting>/here")
@signed_in
def here(edition: str, meeting: str) -> Response:
    """Note that the reader has come."""
    return _mark(meeting, attending.mark_here, _("It is noted that you are here."))


@meetings_bp.post("/m/<meeting>/absent")
@signed_in
def absent(edition: str, meeting: str) -> Response:
    """Note that the other side did not come."""
    return _mark(meeting, attending.mark_absent, _("It is noted that they did not come. The other company is told."))


def _mark(public_id: str, act: Callable[..., Meeting], said: str) -> Response:
    row, reader = meeting_or_404(public_id), reader_or_404()
    if side_of(row) is None:
        abort(404)
    try:
        with transaction():
            act(row.id, reader.registration_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(said, "success")
    return redirect(safe_next(request.form.get("next"), url_for("meetings.today")), 303)


@meetings_bp.route("/m/<meeting>/outcome", methods=["GET", "POST"])
@signed_in
def outcome(edition: str, meeting: str) -> str | Answer:
    """Let a company note for itself what a meeting led to."""
    row = own_or_404(meeting)
    form = OutcomeForm(data=values_of(find_outcome(row.id, side_of(row) or 0)))
    if request.method == "GET":
        return _outcome_page(row, form)
    if form.validate() and _note(row, form, utcnow()):
        flash(_("The outcome is noted. Only your company sees it."), "success")
        return redirect(url_for("meetings.today"), 303)
    return _outcome_page(own_or_404(meeting), form), 422


def own_or_404(public_id: str) -> Meeting:
    """Return a meeting of the reader's company for which they may act; for others the page does not exist."""
    row = meeting_or_404(public_id)
    if side_of(row) is None:
        abort(404)
    try:
        actor_of(row, reader_or_404().registration_id)
    except NotOfTheCompany:
        abort(404)
    return row


def _note(row: Meeting, form: OutcomeForm, now: datetime) -> bool:
    try:
        with transaction():
            note_outcome(row.id, registration_id=reader_or_404().registration_id, noted=form.noted, now=now)
    except DomainError as error:
        form.refuse(error)
        forget_reader()
        return False
    return True


def _outcome_page(row: Meeting, form: OutcomeForm) -> str:
    look = look_at(row, side_of(row) or row.partner_id, get_settings(row.event_id))
    return render_template("meetings/outcome.html", look=look, form=form)
