"""Import and export of companies for the B2B manager."""

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.audit.services import record
from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.sheets.keeping import close_file
from summit.sheets.plans import ROW_STATE_NAMES, RowState
from summit.sheets.writing import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from ..forms.directory import read_filter, write_filter
from ..forms.exchange import CompanyApplyForm, CompanyUploadForm
from ..queries.directory import list_filtered
from ..queries.exchange import list_colleagues, load_present
from ..rules.exchange import COMPANY_SHEET_NAMES
from ..rules.planning import CompaniesHaveChanged
from ..rules.workbook import colleague_sheet, company_sheet, interest_sheet, template_sheets
from ..services.importing import import_companies, plan_rows
from ..services.uploads import CompanyUpload, ReadCompanies, find_companies, keep_companies, read_companies
from . import words
from .blueprints import companies_bp

Answer = Response | tuple[str, int]
_MOST_SHOWN = 500


@companies_bp.route("/exchange", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def exchange(edition: str) -> Answer:
    """Offer the exports and the template, and take a file to be imported."""
    event, form = current_edition(), CompanyUploadForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        try:
            read_companies(content)
        except DomainError as error:
            form.refuse(error, "file")
        else:
            upload = CompanyUpload(content, (form.file.data.filename or "")[:200], form.approves.data)
            token = keep_companies(upload, event_id=event.id, account_id=current_user.account_id, now=utcnow())
            return redirect(url_for(".check_import", upload=token), 303)
    return _page(form)


def _page(form: CompanyUploadForm) -> tuple[str, int]:
    wanted = read_filter(request.args)
    chosen = list_filtered(current_edition().id, wanted, words.search_words()) if wanted.is_narrowed else None
    page = render_template(
        "companies/exchange.html",
        form=form,
        arguments=write_filter(wanted) if chosen is not None else {},
        chosen=chosen,
    )
    return page, form.status


@companies_bp.route("/exchange/<upload>", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def check_import(edition: str, upload: str) -> Answer:
    """Show what an import would do, row by row; then do exactly that."""
    kept = _upload(upload)
    if kept.is_closed:
        flash(_("This file was imported or given up, or its hour is over. Please send it again."), "error")
        return redirect(url_for(".exchange"), 303)
    form, found = CompanyApplyForm(), read_companies(kept.content)
    if not form.validate_on_submit():
        return _list(kept, upload, found, form)
    try:
        return _carry_out(kept, upload, found, form.digest.data or "")
    except DomainError as error:
        return _list(kept, upload, found, form, error)


def _carry_out(kept: CompanyUpload, token: str, found: ReadCompanies, digest: str) -> Response:
    event = current_edition()
    said = {"approves": kept.approves, "digest": digest, "actor_id": current_user.account_id, "now": utcnow()}
    with transaction():
        plan = import_companies(event.id, found.rows, **said)
    close_file(token)
    new, changed = plan.counts[RowState.NEW], plan.counts[RowState.CHANGED]
    flash(
        ngettext(
            "%(num)s row is imported: %(new)s new, %(changed)s changed.",
            "%(num)s rows are imported: %(new)s new, %(changed)s changed.",
            new + changed,
            new=new,
            changed=changed,
        ),
        "success",
    )
    return redirect(url_for(".exchange"), 303)


@companies_bp.post("/exchange/<upload>/forget")
@requires(Permission.MANAGE_MEETINGS)
def forget_import(edition: str, upload: str) -> Response:
    """Give a file up without importing it."""
    if not _upload(upload).is_closed:
        close_file(upload)
        flash(_("Nothing was imported. The file is deleted."), "success")
    return redirect(url_for(".exchange"), 303)


def _upload(token: str) -> CompanyUpload:
    event, now = current_edition(), utcnow()
    return find_companies(token, event_id=event.id, account_id=current_user.account_id, now=now) or abort(404)


@companies_bp.get("/exchange/companies.<any(csv, xlsx):form>")
@requires(Permission.MANAGE_MEETINGS)
def export(edition: str, form: str) -> Response:
    """Answer with all companies, or with those that the directory's filter leaves."""
    event, wanted = current_edition(), read_filter(request.args)
    chosen = set(list_filtered(event.id, wanted, words.search_words())) if wanted.is_narrowed else None
    present = load_present(event, (), now=utcnow())
    _note_export(event, form)
    if form == "csv":
        return _file(write_csv(company_sheet(present, chosen)), CSV_TYPE, f"{event.slug}-companies.csv")
    people = [
        (one.company.public_id, one.company.country, one.registration.email, one.role.value)
        for one in list_colleagues(event.id)
        if chosen is None or one.company_id in chosen
    ]
    sheets = [company_sheet(present, chosen), interest_sheet(present, chosen), colleague_sheet(people)]
    return _file(write_xlsx(sheets), XLSX_TYPE, f"{event.slug}-companies.xlsx")


@companies_bp.get("/exchange/template.xlsx")
@requires(Permission.MANAGE_MEETINGS)
def import_template(edition: str) -> Response:
    """Answer with an empty workbook that explains its columns."""
    event = current_edition()
    present = load_present(event, (), now=utcnow())
    return _file(write_xlsx(template_sheets(present, _)), XLSX_TYPE, f"{event.slug}-companies-template.xlsx")


def _note_export(event: Event, form: str) -> None:
    """Write down that the companies left the house, because their colleagues' addresses are among them."""
    with transaction():
        record("company.exported", "event", event.id, actor_id=current_user.account_id, event_id=event.id, form=form)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return FlaskResponse(content, mimetype=media_type, headers=headers)


def _list(
    kept: CompanyUpload, token: str, found: ReadCompanies, form: CompanyApplyForm, error: DomainError | None = None
) -> tuple[str, int]:
    """Show what would become of each row, refused ones first."""
    plan = plan_rows(current_edition(), found.rows, now=utcnow())
    if error is not None:
        form.refuse(error)
    rows = plan.notable
    page = render_template(
        "companies/exchange_check.html",
        form=form,
        token=token,
        upload=kept,
        found=found,
        plan=plan,
        rows=rows[:_MOST_SHOWN],
        more=max(0, len(rows) - _MOST_SHOWN),
        counts=[(state, _(ROW_STATE_NAMES[state]), plan.counts[state]) for state in RowState],
        state_names=ROW_STATE_NAMES,
        sheet_names=COMPANY_SHEET_NAMES,
        sentence=translated,
    )
    return page, _status(error)


def _status(error: DomainError | None) -> int:
    if error is None:
        return 200
    return 409 if isinstance(error, CompaniesHaveChanged) else 422
