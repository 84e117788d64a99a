"""The filtered log as a CSV file."""

from datetime import datetime
from typing import Any, cast

from flask import redirect, request, stream_with_context, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Row
from werkzeug.wrappers import Response

from summit.database import transaction
from summit.events.rules import wall_time
from summit.permissions import Permission
from summit.sheets import stream_csv
from summit.web.access import current_edition, requires
from summit.web.filters import text_for

from .. import services
from ..queries.log import iterate_scans
from ..rules import DIRECTION_NAMES, ENTERED_BY_NAMES, WORDS, EnteredBy, Outcome
from .blueprint import scans_bp
from .log import filter_form


@scans_bp.get("/export.csv")
@requires(Permission.VIEW_SCANS)
def export(edition: str) -> Response:
    """Send the whole filtered log; a filter that is wrong is shown on the log's page instead."""
    event, form = current_edition(), filter_form()
    if not form.validate():
        return redirect(url_for("scans.log", **cast(dict[str, Any], request.args.to_dict())), 303)
    with transaction():
        services.note_export(event.id, actor_id=current_user.account_id)
    zone = event.time_zone
    batches = ([_cells(row, zone) for row in rows] for rows in iterate_scans(event.id, form.wanted()))
    lines = stream_csv(_headers(zone), batches)
    response = Response(stream_with_context(lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="scans-{event.slug}.csv"'
    return response


def _headers(time_zone: str) -> list[str]:
    return [
        _("Time (%(zone)s)", zone=time_zone),
        _("Time on the device (%(zone)s)", zone=time_zone),
        _("Gate"),
        _("Zone"),
        _("Direction"),
        _("Answer"),
        _("Refusal set aside"),
        _("Reason of the override"),
        _("Undone at"),
        _("Reference"),
        _("Name"),
        _("Name in the native script"),
        _("Organisation"),
        _("Category"),
        _("Entered by"),
        _("Operator"),
        _("Device"),
        _("Scan identifier"),
    ]


def _cells(row: Row[Any], time_zone: str) -> list[str]:
    overridden = row.answer["overridden"]
    return [
        _clock(row.scanned_at, time_zone),
        _clock(row.device_time, time_zone),
        text_for(row.gate_names),
        row.zone_letter,
        _(DIRECTION_NAMES[row.direction]),
        _(WORDS[row.outcome]),
        _(WORDS[Outcome(overridden)]) if overridden else "",
        row.override_reason,
        _clock(row.annulled_at, time_zone),
        row.reference or "",
        row.name_latin or "",
        row.name_native or "",
        row.organisation or "",
        row.category_letter or "",
        _(ENTERED_BY_NAMES[EnteredBy(row.entered_by)]) if row.entered_by else "",
        row.operator_name or row.operator_email or row.device_operator,
        row.device,
        str(row.scan_id),
    ]


def _clock(moment: datetime | None, time_zone: str) -> str:
    return f"{wall_time(moment, time_zone):%Y-%m-%d %H:%M:%S}" if moment else ""
