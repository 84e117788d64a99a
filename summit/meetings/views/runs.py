"""The optimiser's desk: order a run, watch it, look at what it would change, put it into force, take it back."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, requires, wants_json
from summit.web.forms import translated

from ..forms.runs import RunForm
from ..models import MeetingRun
from ..queries import timetabling as queries
from ..queries.runs import find_job, load_names
from ..queries.settings import get_settings
from ..rules.kinds import RunStatus
from ..rules.timetabling import CHANGE_NAMES, PlanOptions, Snapshot
from ..services import optimising, publishing
from . import run_words as words
from .blueprints import meetings_bp

Page = tuple[str, int]


@meetings_bp.route("/runs", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def runs(edition: str) -> Response | Page:
    """List the runs of the optimiser, and order another one."""
    event = current_edition()
    form = RunForm(change_budget=get_settings(event.id).change_budget)
    if form.validate_on_submit():
        try:
            with transaction():
                run = optimising.order_run(event.id, form.options(), actor_id=current_user.account_id, now=utcnow())
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for(".run", run_number=run.number), 303)
    return _list_page(event, form)


def _list_page(event: Event, form: RunForm) -> Page:
    page = render_template(
        "meetings/runs/list.html",
        event=event,
        form=form,
        runs=queries.list_runs(event.id),
        waiting=_counts(queries.load_snapshot(event, PlanOptions(), utcnow())),
        tones=words.TONES,
        state_name=words.state_name,
    )
    return page, 422 if form.errors else 200


def _counts(snapshot: Snapshot) -> dict[str, int]:
    """Return what there is to plan with."""
    meetings = (*snapshot.meetings, *snapshot.online)
    return {
        "meetings": len(meetings),
        "without": sum(meeting.starts_at is None for meeting in meetings),
        "slots": len(snapshot.slots),
        "tables": len(snapshot.tables),
    }


@meetings_bp.get("/runs/<int:run_number>")
@requires(Permission.MANAGE_MEETINGS)
def run(edition: str, run_number: int) -> Response | Page:
    """Show how far a run is, or what its timetable changes."""
    found = _found(run_number)
    if wants_json():
        job = find_job(found)
        done, total = (job.done, job.total) if job else (0, 0)
        return jsonify(state=found.status.value, done=done, total=total)
    return _page(found), 200


def _page(found: MeetingRun, refusal: str = "") -> str:
    event = current_edition()
    names = load_names(event.id, _meeting_ids(found), _people(found))
    rows = words.change_rows(found, names, event)
    return render_template(
        "meetings/runs/run.html",
        event=event,
        run=found,
        options=optimising.options_of(found),
        job=find_job(found),
        refusal=refusal,
        state_name=words.state_name(found),
        tone=words.TONES[found.status],
        score=words.score_rows(found),
        rows=rows,
        counts=words.counted_changes(rows),
        change_names=CHANGE_NAMES,
        change_tones=words.CHANGE_TONES,
        causes=words.cause_sentences(found, names, event),
        unplaced=[names.meetings[key] for key in _unplaced(found) if key in names.meetings],
        can_roll_back=_is_in_force(found),
    )


def _meeting_ids(found: MeetingRun) -> set[int]:
    places = (*found.result.get("places", ()), *found.result.get("before", ()))
    causes = found.result.get("causes", ())
    return {place[0] for place in places} | {key for cause in causes for key in cause["meetings"]}


def _people(found: MeetingRun) -> set[int]:
    return {key for cause in found.result.get("causes", ()) for key in cause["people"]}


def _unplaced(found: MeetingRun) -> list[int]:
    return [place[0] for place in found.result.get("places", ()) if place[1] is None]


def _is_in_force(found: MeetingRun) -> bool:
    in_force = queries.find_published(found.event_id) if found.status is RunStatus.PUBLISHED else None
    return in_force is not None and in_force.id == found.id


@meetings_bp.post("/runs/<int:run_number>/stop")
@requires(Permission.MANAGE_MEETINGS)
def stop_run(edition: str, run_number: int) -> Response:
    """Have the run end with the best timetable so far."""
    found = _found(run_number)
    with transaction():
        optimising.stop_run(found.id, actor_id=current_user.account_id, now=utcnow())
    return redirect(url_for(".run", run_number=run_number), 303)


@meetings_bp.post("/runs/<int:run_number>/publish")
@requires(Permission.MANAGE_MEETINGS)
def publish_run(edition: str, run_number: int) -> Response | Page:
    """Put the run's timetable into force and tell everybody concerned."""
    return _act(run_number, publishing.publish_run, words.published_sentence)


@meetings_bp.post("/runs/<int:run_number>/roll-back")
@requires(Permission.MANAGE_MEETINGS)
def roll_back_run(edition: str, run_number: int) -> Response | Page:
    """Bring back what stood before the run and tell everybody concerned."""
    return _act(
        run_number, publishing.roll_back_run, lambda counts: _("The timetable from before this run is in force again.")
    )


def _act(run_number: int, act: Any, sentence: Any) -> Response | Page:
    found = _found(run_number)
    try:
        with transaction():
            counts = act(found.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        return _page(_found(run_number), translated(error)), 409
    flash(sentence(counts), "success")
    return redirect(url_for(".run", run_number=run_number), 303)


def _found(run_number: int) -> MeetingRun:
    return queries.find_run(current_edition().id, run_number) or abort(404)
