"""What was printed, when and by whom: a page for one run, and the whole as a spreadsheet."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, render_template, request
from flask_babel import gettext as _
from sqlalchemy import Row

from summit.permissions import Permission
from summit.sheets import Sheet, write_csv, write_xlsx
from summit.sheets.writing import CSV_TYPE, XLSX_TYPE, Cell
from summit.web.access import current_edition, requires

from .. import queries
from ..models import PrintRun
from .blueprint import bp
from .words import paper_names

_ROWS = 100


@bp.get("/e/<edition>/badges/runs/<public_id>/log")
@requires(Permission.PRINT_BADGES)
def run_log(edition: str, public_id: str) -> str:
    """Show what a run printed, a hundred badges at a time."""
    found = _run(public_id)
    after = request.args.get("after", 0, type=int)
    after = min(max(after, 0), found.card_count)
    rows = queries.list_log(found.event_id, found.id, after=after, limit=_ROWS)
    return render_template(
        "badges/log.html",
        run=found,
        rows=rows,
        event=current_edition(),
        before=max(after - _ROWS, 0) if after else None,
        after=rows[-1].position if rows and rows[-1].position < found.card_count else None,
    )


@bp.get("/e/<edition>/badges/log.<any(csv, xlsx):ending>")
@requires(Permission.PRINT_BADGES)
def log(edition: str, ending: str) -> Response:
    """Hand out the log of one run (``?run=``) or of the whole edition."""
    event = current_edition()
    run = _run(request.args["run"]) if "run" in request.args else None
    there, papers = ZoneInfo(event.time_zone), paper_names()
    rows = (_cells(row, there, papers) for row in queries.list_log(event.id, run.id if run else None))
    sheet = Sheet(_("Badges"), _headers(event.time_zone), rows)
    data = write_csv(sheet) if ending == "csv" else write_xlsx([sheet])
    answer = Response(data, mimetype=CSV_TYPE if ending == "csv" else XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-badges-log.{ending}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _run(public_id: str) -> PrintRun:
    return queries.find_run(current_edition().id, public_id) or abort(404)


def _headers(zone: str) -> list[str]:
    return [
        _("Run ordered (%(zone)s)", zone=zone),
        _("Badge"),
        _("Sheet"),
        _("Printed (%(zone)s)", zone=zone),
        _("By"),
        _("Paper"),
        _("Number"),
        _("Name"),
        _("Organisation"),
        _("Category"),
        _("Issue"),
        _("Code"),
        _("Reprint of the run ordered"),
        _("Position there"),
    ]


def _cells(row: Row[*tuple[Any, ...]], there: ZoneInfo, papers: Mapping[str, str]) -> list[Cell]:
    ordered_at, printed_at, source_at = (
        moment and moment.astimezone(there).replace(tzinfo=None)
        for moment in (row.ordered_at, row.created_at, row.source_ordered_at)
    )
    return [
        ordered_at,
        row.position,
        row.sheet,
        printed_at,
        row.printed_by,
        papers.get(row.layout, row.layout),
        row.reference,
        row.name_latin,
        row.organisation,
        row.letter,
        row.issue,
        _("No longer valid") if row.revoked_at else _("Valid"),
        source_at,
        row.source_position,
    ]
