"""Meetings on paper: one's own timetable, and what the organiser prints for all."""

from flask import Response, abort, jsonify, redirect, render_template, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from summit.clock import utcnow
from summit.database import transaction
from summit.events.models import Event
from summit.jobs.rules import JobStatus
from summit.permissions import Permission
from summit.registration.queries.registrations import find_approved
from summit.web.access import current_edition, requires, signed_in, wants_json
from summit.web.locale import current_language

from ..rules.papers import PAPER_NAMES, PaperKind
from ..services import papers as services
from .blueprints import meetings_bp

READY = "ready"


@meetings_bp.get("/paper/mine.pdf")
@signed_in
def my_timetable(edition: str) -> Answer:
    """Give the reader their own timetable of meetings, in the language in which they read."""
    event = current_edition()
    person = find_approved(event.id, current_user.account_id) or abort(404)
    answer = Response(
        services.render_timetables(event, [person], current_language(), utcnow()), mimetype="application/pdf"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="meetings.pdf"'
    return answer


@meetings_bp.get("/papers")
@requires(Permission.MANAGE_MEETINGS)
def papers(edition: str) -> str:
    """Show what can be printed for everybody at once."""
    return render_template("meetings/papers.html", event=current_edition(), names=PAPER_NAMES, kind=None, state="")


@meetings_bp.get("/papers/<any(timetables, tables, doors):paper>")
@requires(Permission.MANAGE_MEETINGS)
def paper(edition: str, paper: str) -> str | Answer:
    """Order the file where nobody has, and show how far it is."""
    event, kind = current_edition(), PaperKind(paper)
    state = _state(event, kind)
    if wants_json():
        return jsonify(state=state, done=0, total=1)
    return render_template("meetings/papers.html", event=event, names=PAPER_NAMES, kind=kind, state=state)


def _state(event: Event, kind: PaperKind) -> str:
    """Return "ready", or how the job stands that makes the file; it is ordered where there is none."""
    with transaction():
        job = services.order_paper(event, kind, current_language(), utcnow())
    if job is None:
        return READY
    return JobStatus.FAILED.value if job.status is JobStatus.FAILED else JobStatus.QUEUED.value


@meetings_bp.get("/papers/<any(timetables, tables, doors):paper>.pdf")
@requires(Permission.MANAGE_MEETINGS)
def paper_file(edition: str, paper: str) -> Answer:
    """Hand out the file of the timetable as it stands, or lead to where it can be waited for."""
    event = current_edition()
    path = services.find_paper(event, PaperKind(paper), current_language())
    if path is None:
        return redirect(url_for(".paper", paper=paper), 303)
    answer = send_file(path, "application/pdf", download_name=f"{event.slug}-{paper}.pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
