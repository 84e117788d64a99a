"""Everything that the desk handed out, page by page and as a file."""

from flask import Response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from summit.database import transaction
from summit.events.rules import wall_time
from summit.permissions import Permission
from summit.sheets import Sheet, write_csv
from summit.sheets.writing import CSV_TYPE
from summit.web.access import current_edition, requires
from summit.web.addresses import row_named

from .. import queries
from ..models import HandOut
from ..rules import COLLECTOR_NAMES, IDENTITY_NAMES
from ..services import handing
from .blueprint import bp


@bp.get("/log")
@requires(Permission.WORK_AT_DESK)
def log(edition: str) -> str:
    """List the hand-outs, the newest first."""
    event = current_edition()
    rows = queries.list_log(event.id, row_named("before"))
    return render_template(
        "desk/log.html",
        rows=rows[: queries.PAGE],
        older=rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else None,
        event=event,
        collector_names={one: _(name) for one, name in COLLECTOR_NAMES.items()},
        identity_names={one: _(name) for one, name in IDENTITY_NAMES.items()},
    )


@bp.get("/log.csv")
@requires(Permission.WORK_AT_DESK)
def export(edition: str) -> Response:
    """Send the whole log; the export is written down."""
    event = current_edition()
    with transaction():
        handing.note_export(event.id, actor_id=current_user.account_id)
    response = Response(write_csv(_sheet(event.id, event.time_zone)), mimetype=CSV_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="hand-outs-{event.slug}.csv"'
    return response


def _sheet(event_id: int, time_zone: str) -> Sheet:
    headers = [
        _("Time (%(zone)s)", zone=time_zone), _("Number"), _("Name"), _("Issue"), _("Taken by"),
        _("Name of who took it"), _("Recognised by"), _("Note"), _("Handed out by"), _("Undone at"),
    ]  # fmt: skip
    return Sheet("hand-outs", headers, (_cells(row, time_zone) for row in queries.iterate_log(event_id)))


def _cells(row: HandOut, time_zone: str) -> list[str]:
    undone = wall_time(row.undone_at, time_zone) if row.undone_at else None
    return [
        f"{wall_time(row.handed_at, time_zone):%Y-%m-%d %H:%M:%S}",
        row.registration.reference,
        row.registration.name_latin,
        str(row.credential.issue),
        _(COLLECTOR_NAMES[row.collector]),
        row.collected_by,
        _(IDENTITY_NAMES[row.identity]),
        row.note,
        (row.officer.name or row.officer.email) if row.officer else "",
        f"{undone:%Y-%m-%d %H:%M:%S}" if undone else "",
    ]
