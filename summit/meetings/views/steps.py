"""The steps that a company takes at a meeting: each a form on the meeting's page."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import signed_in
from summit.web.forms import translated

from ..forms.requests import COMMON_LANGUAGES, StepForm, read_start
from ..models import Meeting
from ..rules.kinds import MeetingStatus
from ..rules.turns import StartIsNeeded
from ..services import answering, changing, requesting
from .blueprints import meetings_bp
from .meetings import meeting_page
from .reader import forget_reader, meeting_or_404, reader_or_404, side_of

Answer = Response | tuple[str, int]
Step = Callable[[Meeting, StepForm], str]


def _take(public_id: str, act: str, step: Step) -> Answer:
    """Take a step in one transaction and lead back to the meeting, or show why not with what was entered."""
    row, form = meeting_or_404(public_id), StepForm()
    refusal = ""
    if form.validate():
        try:
            with transaction():
                said = step(row, form)
        except DomainError as error:
            refusal = translated(error)
            forget_reader()
        else:
            flash(said, "success")
            return redirect(url_for("meetings.meeting", meeting=public_id), 303)
    return meeting_page(meeting_or_404(public_id), form, act=act, refusal=refusal), 422


def _reader_id() -> int:
    return reader_or_404().registration_id


@meetings_bp.post("/m/<meeting>/accept")
@signed_in
def accept(edition: str, meeting: str) -> Answer:
    """Accept a request or a proposed time, or choose the time of an agreed meeting."""
    return _take(meeting, "accept", _accept)


def _accept(row: Meeting, form: StepForm) -> str:
    done = answering.accept(
        row.id,
        registration_id=_reader_id(),
        start=read_start(form.start.data),
        people=form.colleagues if form.people.data else None,
        words=form.said,
        now=utcnow(),
    )
    if done.status is MeetingStatus.SCHEDULED:
        return str(_("The meeting is in the timetable, and everybody who attends is told."))
    return str(_("You have accepted. You will be told as soon as there is a time."))


@meetings_bp.post("/m/<meeting>/decline")
@signed_in
def decline(edition: str, meeting: str) -> Answer:
    """Decline a request with a reason."""
    return _take(meeting, "decline", _decline)


def _decline(row: Meeting, form: StepForm) -> str:
    reader_id = _reader_id()
    answering.decline(row.id, registration_id=reader_id, reason=form.given_reason, words=form.said, now=utcnow())
    return str(_("You have declined, and the other company is told."))


@meetings_bp.post("/m/<meeting>/propose")
@signed_in
def propose(edition: str, meeting: str) -> Answer:
    """Propose a time, or another one."""
    return _take(meeting, "propose", _propose)


def _propose(row: Meeting, form: StepForm) -> str:
    start = read_start(form.start.data)
    if start is None:
        raise StartIsNeeded
    answering.propose(row.id, registration_id=_reader_id(), start=start, words=form.said, now=utcnow())
    return str(_("Your proposal has been sent. Until it is answered, everything stays as it is."))


@meetings_bp.post("/m/<meeting>/refuse")
@signed_in
def refuse_proposal(edition: str, meeting: str) -> Answer:
    """Refuse a proposed time; the meeting stays as it was."""
    return _take(meeting, "refuse", _refuse)


def _refuse(row: Meeting, form: StepForm) -> str:
    answering.refuse_proposal(row.id, registration_id=_reader_id(), words=form.said, now=utcnow())
    return str(_("You have refused the proposed time, and the other company is told."))


@meetings_bp.post("/m/<meeting>/withdraw")
@signed_in
def withdraw(edition: str, meeting: str) -> Answer:
    """Take a request back."""
    return _take(meeting, "withdraw", _withdraw)


def _withdraw(row: Meeting, form: StepForm) -> str:
    requesting.withdraw(row.id, registration_id=_reader_id(), words=form.said, now=utcnow())
    return str(_("You have taken your request back, and the other company is told."))


@meetings_bp.post("/m/<meeting>/cancel")
@signed_in
def cancel(edition: str, meeting: str) -> Answer:
    """Cancel a meeting: for the reader's company, or for the organiser."""
    return _take(meeting, "cancel", _cancel)


def _cancel(row: Meeting, form: StepForm) -> str:
    if side_of(row) is None:
        changing.cancel_as_organiser(row.id, actor_id=current_user.account_id, words=form.said, now=utcnow())
    else:
        changing.cancel(row.id, registration_id=_reader_id(), words=form.said, now=utcnow())
    return str(_("The meeting is cancelled, and everybody concerned is told."))


@meetings_bp.post("/m/<meeting>/people")
@signed_in
def change_people(edition: str, meeting: str) -> Answer:
    """Have other colleagues attend."""
    return _take(meeting, "people", _change_people)


def _change_people(row: Meeting, form: StepForm) -> str:
    changing.change_people(row.id, registration_id=_reader_id(), people=form.colleagues, now=utcnow())
    return str(_("Those who attend for your company are changed."))


@meetings_bp.post("/m/<meeting>/details")
@signed_in
def change_details(edition: str, meeting: str) -> Answer:
    """Change the link of a meeting online and the wish for an interpreter."""
    return _take(meeting, "details", _change_details)


def _change_details(row: Meeting, form: StepForm) -> str:
    changing.change_details(
        row.id,
        registration_id=_reader_id(),
        online_link=(form.online_link.data or "").strip(),
        interpreting=form.languages({*COMMON_LANGUAGES, *row.interpreting}),
        now=utcnow(),
    )
    return str(_("Your changes are saved."))
