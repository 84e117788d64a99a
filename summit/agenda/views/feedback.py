"""Feedback on sessions: given by delegates, read by organisers."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.audit.services import record
from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.sheets.writing import CSV_TYPE, Sheet, write_csv
from summit.web.access import current_edition, requires, signed_in
from summit.web.filters import text_for
from summit.web.forms import translated

from ..forms.feedback import FeedbackFilterForm, FeedbackForm
from ..models import Session
from ..queries.draft import list_tracks
from ..queries.feedback import find_own, list_answers, list_rated_sessions, list_verdicts
from ..queries.following import find_reader
from ..queries.releases import find_current_programme
from ..rules import feedback as rules
from ..rules.kinds import PersonRole
from ..rules.programme import Programme, ProgrammeSession, ProgrammeSlot
from ..rules.sign_ups import ReaderState
from ..services.feedback import give_feedback
from .blueprints import agenda_bp, programme_bp
from .following import reader_id, session_or_404

Answer = Response | tuple[str, int]


@programme_bp.app_template_global("takes_feedback_now")
def takes_feedback_now(session: ProgrammeSession, slots: Iterable[ProgrammeSlot], reader: ReaderState | None) -> bool:
    """Tell whether the reader may say now how a session was."""
    return reader is not None and rules.is_open(session, slots, utcnow())


@programme_bp.route("/sessions/<code>/feedback", methods=["GET", "POST"])
@signed_in
def feedback(edition: str, code: str) -> Answer:
    """Take down how the session was."""
    event, session = current_edition(), session_or_404(code)
    form = _feedback_form(event, session)
    if form.validate_on_submit():
        try:
            with transaction():
                give_feedback(event.id, session.id, registration_id=reader_id(), now=utcnow(), **form.values())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Thank you. Your feedback is saved; you can change it for 30 days."), "success")
            return redirect(url_for("programme.feedback", code=code), 303)
    return _feedback_page(event, session, form), form.status


def _feedback_form(event: Event, session: ProgrammeSession) -> FeedbackForm:
    reader = find_reader(event.id, current_user.account_id)
    return FeedbackForm(obj=find_own(session.id, reader.id) if reader else None)


def _feedback_page(event: Event, session: ProgrammeSession, form: FeedbackForm) -> str:
    reader = find_reader(event.id, current_user.account_id)
    programme = find_current_programme(event.id)
    closed = ""
    try:
        rules.ensure_open(session, programme.slots_of_session.get(session.id, ()) if programme else (), utcnow())
    except DomainError as refusal:
        closed = translated(refusal)
    return render_template(
        "agenda/programme/feedback.html",
        session=session,
        form=form,
        is_delegate=reader is not None,
        closed=closed,
        longest=rules.LONGEST_TEXT,
        shown_from=rules.SHOWN_TO_SPEAKERS_FROM,
    )


@agenda_bp.get("/feedback", endpoint="feedback")
@requires(Permission.MANAGE_AGENDA)
def read_feedback(edition: str) -> str:
    """Show the organisers what was said, session by session."""
    event = current_edition()
    tracks = {track.id: track for track in list_tracks(event.id)}
    form = FeedbackFilterForm(request.args, tracks=[(str(key), text_for(track.names)) for key, track in tracks.items()])
    form.validate()
    track_id, order = form.wanted()
    rated = {one.id: one for one in list_rated_sessions(event.id) if track_id in {None, one.track_id}}
    verdicts = list_verdicts(list(rated))
    return render_template(
        "agenda/feedback.html",
        form=form,
        rows=[_row(rated[key], verdicts[key]) for key in rules.in_order(verdicts, order)],
        is_filtered=track_id is not None,
    )


def feedback_for_speaker(speaker_id: int, programme: Programme | None) -> list[dict[str, Any]]:
    """Return what was said of the sessions in which somebody speaks or moderates, where enough people answered."""
    sessions = {
        session.id: session
        for session in (programme.sessions if programme else ())
        for part in session.parts
        if part.person_id == speaker_id and part.role is not PersonRole.INTERPRETER
    }
    verdicts = list_verdicts(list(sessions)) if sessions else {}
    seen = {key: rules.for_speakers(verdict) for key, verdict in verdicts.items()}
    return [_row(sessions[key], verdict) for key, verdict in seen.items() if verdict is not None]


def _row(session: Session | ProgrammeSession, verdict: rules.Verdict) -> dict[str, Any]:
    bars = [(_(rules.RATING_NAMES[rating]), number) for rating, number in verdict.distribution]
    return {"session": session, "verdict": verdict, "bars": bars}


@agenda_bp.get("/feedback.csv")
@requires(Permission.MANAGE_AGENDA)
def feedback_csv(edition: str) -> Response:
    """Send everything that was said as a table, without names."""
    event = current_edition()
    titles = {session.code: text_for(session.titles) for session in list_rated_sessions(event.id)}
    headers = [_("Code"), _("Session"), _("Rating"), _("Text")]
    rows = [(code, titles.get(code, ""), rating, text) for code, rating, text in list_answers(event.id)]
    with transaction():
        record("feedback.exported", "event", event.id, actor_id=current_user.account_id, event_id=event.id)
    answer = Response(write_csv(Sheet("feedback", headers, rows)), mimetype=CSV_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="feedback-{event.slug}.csv"'
    return answer
