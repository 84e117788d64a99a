"""Import and export of the whole draft for organisers."""

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.audit.services import record
from summit.clock import utcnow
from summit.database import transaction
from summit.errors import N_, DomainError
from summit.events.models import Event
from summit.jobs.queries import find_job
from summit.permissions import Permission
from summit.sheets.keeping import close_file, find_progress
from summit.sheets.plans import ROW_STATE_NAMES, RowState
from summit.sheets.writing import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from ..exports.drafts import draft_sheet, draft_sheets, template_sheets
from ..forms.exchange import ApplyForm, UploadForm
from ..queries.exchange import load_present
from ..queries.releases import find_current_release
from ..rules.exchange import SHEET_NAMES, SheetKind, sheet_named
from ..rules.importing import DraftHasChanged
from ..services.importing import MOST_AT_ONCE, import_rows, order_import, plan_rows
from ..services.uploads import ReadUpload, Upload, find_upload, keep_upload, note_job, read_upload
from .blueprints import agenda_bp

Answer = Response | tuple[str, int]
_MOST_SHOWN = 500


@agenda_bp.route("/exchange", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def exchange(edition: str) -> Answer:
    """Offer the exports and the template, and take a file to be imported."""
    event, form = current_edition(), UploadForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        try:
            read_upload(content, main_language=_main(event))
        except DomainError as error:
            form.refuse(error, "file")
        else:
            upload = Upload(content, (form.file.data.filename or "")[:200], form.adds_missing.data)
            token = keep_upload(upload, event_id=event.id, account_id=current_user.account_id, now=utcnow())
            return redirect(url_for(".check_import", token=token), 303)
    return _page(form)


def _page(form: UploadForm) -> tuple[str, int]:
    event = current_edition()
    page = render_template(
        "agenda/exchange.html",
        event=event,
        form=form,
        sheets=[(kind, _(SHEET_NAMES[kind])) for kind in SheetKind],
        release=find_current_release(event.id),
    )
    return page, form.status


@agenda_bp.route("/exchange/<token>", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def check_import(edition: str, token: str) -> Answer:
    """Show what an import would do, row by row; then do exactly that."""
    event, upload = current_edition(), _upload(token)
    if upload.job_id is not None:
        return _progress(token, upload.job_id)
    if upload.is_closed:
        flash(_("This file was imported or given up, or its hour is over. Please send it again."), "error")
        return redirect(url_for(".exchange"), 303)
    form, found = ApplyForm(), read_upload(upload.content, main_language=_main(event))
    if not form.validate_on_submit():
        return _list(upload, token, found, form)
    try:
        return _carry_out(upload, token, found, form.digest.data or "")
    except DomainError as error:
        return _list(upload, token, found, form, error)


def _carry_out(upload: Upload, token: str, found: ReadUpload, digest: str) -> Response:
    """Import a short file at once; have the worker import a long one, and show how far it is."""
    event, actor_id = current_edition(), current_user.account_id
    if sum(map(len, found.rows.values())) > MOST_AT_ONCE:
        with transaction():
            job = order_import(event.id, token, digest, actor_id=actor_id)
            note_job(token, job.id)
        return redirect(url_for(".check_import", token=token), 303)
    said = {"adds_missing": upload.adds_missing, "digest": digest, "actor_id": actor_id, "now": utcnow()}
    with transaction():
        plan = import_rows(event.id, found.rows, **said)
    close_file(token)
    flash(_done(plan.counts[RowState.NEW], plan.counts[RowState.CHANGED]), "success")
    return redirect(url_for(".exchange"), 303)


def _progress(token: str, job_id: int) -> Answer | FlaskResponse:
    """Show how far the worker is, asked again by the browser itself; then say how it ended."""
    job = find_job(job_id)
    if job is not None and not job.is_finished:
        done, total = find_progress(token)
        page = FlaskResponse(render_template("agenda/exchange_running.html", done=done, total=total, job=job))
        page.headers["Refresh"] = "2"
        return page
    result = job.result if job is not None else {}
    if "new" in result:
        flash(_done(result["new"], result["changed"]), "success")
    else:
        reason = result.get("reason") or N_("The import stopped because of a fault. Nothing was imported.")
        flash(_(reason, **result.get("params", {})), "error")
    close_file(token)
    return redirect(url_for(".exchange"), 303)


@agenda_bp.post("/exchange/<token>/forget")
@requires(Permission.MANAGE_AGENDA)
def forget_import(edition: str, token: str) -> Response:
    """Give a file up without importing it."""
    if not _upload(token).is_closed:
        close_file(token)
        flash(_("Nothing was imported. The file is deleted."), "success")
    return redirect(url_for(".exchange"), 303)


def _upload(token: str) -> Upload:
    event, now = current_edition(), utcnow()
    return find_upload(token, event_id=event.id, account_id=current_user.account_id, now=now) or abort(404)


@agenda_bp.get("/exchange/draft.xlsx")
@requires(Permission.MANAGE_AGENDA)
def draft_xlsx(edition: str) -> Response:
    """Answer with the whole draft as a workbook."""
    event = current_edition()
    _note_export(event, "xlsx")
    return _file(write_xlsx(draft_sheets(load_present(event))), XLSX_TYPE, f"{event.slug}-agenda.xlsx")


@agenda_bp.get("/exchange/draft.csv")
@requires(Permission.MANAGE_AGENDA)
def draft_csv(edition: str) -> Response:
    """Answer with one sheet of the draft as a table."""
    event, sheet = current_edition(), sheet_named(request.args.get("sheet", "sessions")) or abort(404)
    _note_export(event, f"{sheet.value}.csv")
    return _file(write_csv(draft_sheet(load_present(event), sheet)), CSV_TYPE, f"{event.slug}-{sheet.value}.csv")


@agenda_bp.get("/exchange/template.xlsx")
@requires(Permission.MANAGE_AGENDA)
def template_xlsx(edition: str) -> Response:
    """Answer with an empty workbook that explains its columns."""
    event = current_edition()
    return _file(write_xlsx(template_sheets(load_present(event), _)), XLSX_TYPE, f"{event.slug}-template.xlsx")


def _note_export(event: Event, form: str) -> None:
    """Write down that the draft left the house, because it holds the speakers' addresses."""
    with transaction():
        record("agenda.exported", "event", event.id, actor_id=current_user.account_id, event_id=event.id, form=form)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return FlaskResponse(content, mimetype=media_type, headers=headers)


def _main(event: Event) -> str:
    return event.languages[0] if event.languages else "en"


def _list(
    upload: Upload, token: str, found: ReadUpload, form: ApplyForm, error: DomainError | None = None
) -> tuple[str, int]:
    """Show what would become of each row, refused ones first."""
    event = current_edition()
    plan = plan_rows(event, found.rows, adds_missing=upload.adds_missing)
    if error is not None:
        form.refuse(error)
    rows = plan.notable
    page = render_template(
        "agenda/exchange_check.html",
        form=form,
        token=token,
        upload=upload,
        found=found,
        plan=plan,
        rows=rows[:_MOST_SHOWN],
        more=max(0, len(rows) - _MOST_SHOWN),
        counts=[(state, _(ROW_STATE_NAMES[state]), plan.counts[state]) for state in RowState],
        state_names=ROW_STATE_NAMES,
        sheet_names=SHEET_NAMES,
        sentence=translated,
    )
    return page, _status(error)


def _status(error: DomainError | None) -> int:
    if error is None:
        return 200
    return 409 if isinstance(error, DraftHasChanged) else 422


def _done(new: int, changed: int) -> str:
    sentence: str = ngettext(
        "%(num)s row is imported: %(new)s new, %(changed)s changed.",
        "%(num)s rows are imported: %(new)s new, %(changed)s changed.",
        new + changed,
        new=new,
        changed=changed,
    )
    return sentence
