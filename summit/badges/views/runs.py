"""One print run: its progress, its file, its end."""

from pathlib import Path
from typing import Any

from flask import Response, abort, flash, jsonify, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect
from wtforms import SelectChoice

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.jobs.models import Job
from summit.permissions import Permission
from summit.web.access import current_edition, requires, wants_json
from summit.web.forms import translated

from .. import queries
from ..forms import ReprintForm
from ..layouts import Sheet, Side
from ..models import PrintRun
from ..rules import LEFT_OUT_NAMES, LeftOut, arguments_of, desk_file_name, filter_of, options_of
from ..services import runs
from ..services.parts import DeskPart
from .blueprint import bp
from .words import RUN_TONES, paper_names, run_state_names, state_of

_LEFT_OUT_SHOWN = 200


def _run(public_id: str) -> tuple[PrintRun, Job]:
    found = queries.find_run(current_edition().id, public_id)
    if found is None or found.job is None:
        abort(404)
    return found, found.job


@bp.get("/e/<edition>/badges/runs/<public_id>")
@requires(Permission.PRINT_BADGES)
def run(edition: str, public_id: str) -> str | Response:
    """Show how far a run is, and what came of it."""
    found, job = _run(public_id)
    if wants_json():
        return jsonify(state=state_of(found, job).value, done=job.done, total=job.total)
    return _page(found, job, ReprintForm(formdata=None))


@bp.post("/e/<edition>/badges/runs/<public_id>/reprint")
@requires(Permission.PRINT_BADGES)
def reprint(edition: str, public_id: str) -> Redirect | tuple[str, int]:
    """Order what jammed of a run once more."""
    (found, job), form = _run(public_id), ReprintForm()
    form.desk.choices = _desk_choices(runs.desks_of(found))
    if form.validate_on_submit():
        try:
            with transaction():
                again = runs.order_reprint(
                    found,
                    form.numbers.data,
                    by_sheet=form.by.data == "sheet",
                    start=form.first_place.data - 1,
                    desk=int(form.desk.data or 0),
                    actor_id=current_user.account_id,
                    now=utcnow(),
                )
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for("badges.run", public_id=again.public_id), 303)
    return _page(found, job, form), 422


def _page(found: PrintRun, job: Job, form: ReprintForm) -> str:
    state, book, desks = state_of(found, job), runs.book_of(found), runs.desks_of(found)
    form.desk.choices = _desk_choices(desks)
    return render_template(
        "badges/run.html",
        run=found,
        job=job,
        form=form,
        options=options_of(found.options),
        source=queries.find_source(found),
        reprints=queries.list_reprints(found.id),
        event=current_edition(),
        state=state.value,
        state_name=run_state_names()[state],
        tone=RUN_TONES[state],
        paper=paper_names()[found.layout],
        on_both_sides=Sheet(found.layout).is_cut and Side.BACK in book.printed(book.letters),
        has_file=runs.file_of(found) is not None,
        desks=desks,
        left_out=_left_out(job),
        again=arguments_of(filter_of(found.criteria)),
    )


def _desk_choices(desks: list[DeskPart]) -> list[SelectChoice]:
    """Return the files whose first badge or sheet somebody may call the first."""
    own = [SelectChoice(str(desk.number), _("Desk %(number)s", number=desk.number)) for desk in desks]
    return [SelectChoice("", _("The file of the whole run")), *own]


def _left_out(job: Job) -> list[dict[str, Any]]:
    """Return the people whom the run left out, with the reason in words."""
    reasons = dict(job.result.get("left_out", [])[:_LEFT_OUT_SHOWN])
    people = queries.list_names(reasons) if reasons else []
    return [{"person": person, "reason": _(LEFT_OUT_NAMES[LeftOut(reasons[person.id])])} for person in people]


@bp.post("/e/<edition>/badges/runs/<public_id>/cancel")
@requires(Permission.PRINT_BADGES)
def cancel(edition: str, public_id: str) -> Redirect:
    """Stop a run."""
    found, _job = _run(public_id)
    try:
        with transaction():
            runs.cancel_print_run(found.id, actor_id=current_user.account_id)
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The print run is cancelled. Nothing of it is kept."), "success")
    return redirect(url_for("badges.run", public_id=public_id), 303)


@bp.get("/e/<edition>/badges/runs/<public_id>/file")
@requires(Permission.PRINT_BADGES)
def file(edition: str, public_id: str) -> Response:
    """Hand out the finished file; each download is written down."""
    found, _job = _run(public_id)
    path = runs.file_of(found)
    if path is None:
        abort(404)
    answer = _download(path, found.file_name)
    with transaction():
        runs.record_download(found, actor_id=current_user.account_id)
    return answer


@bp.get("/e/<edition>/badges/runs/<public_id>/desks/<int:desk>/file")
@requires(Permission.PRINT_BADGES)
def desk_file(edition: str, public_id: str, desk: int) -> Response:
    """Hand out what one desk of the run hands out; each download is written down."""
    found, _job = _run(public_id)
    part = next((each for each in runs.desks_of(found) if each.number == desk), None) or abort(404)
    answer = _download(part.pdf, desk_file_name(found.file_name, desk))
    with transaction():
        runs.record_desk_download(found, part, actor_id=current_user.account_id)
    return answer


def _download(path: Path, name: str) -> Response:
    """Open the file before anything is written down: what is open may be purged meanwhile."""
    answer = send_file(path, "application/pdf", as_attachment=True, download_name=name, conditional=False)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
