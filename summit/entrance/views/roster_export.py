"""The evacuation roster as a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from summit.clock import utcnow
from summit.database import transaction
from summit.events.rules import wall_time
from summit.permissions import Permission
from summit.sheets import Cell, Sheet, write_csv, write_xlsx
from summit.sheets.writing import CSV_TYPE, XLSX_TYPE
from summit.web.access import current_edition, requires

from ..rules.roster import DOUBT_SENTENCES, Line, ZoneRoster, count_people
from ..services.roster import note_roster_export
from .blueprint import live_bp
from .roster import of_zone, read_all, rights


@live_bp.get("/roster/export.<any(csv, xlsx):form>")
@requires(Permission.VIEW_SCANS)
def roster_export(edition: str, form: str) -> Response:
    """Send who is inside, of all zones or of one; the export is recorded."""
    event, now, zone = current_edition(), utcnow(), request.args.get("zone", "")
    rosters = of_zone(read_all(event, now), zone)
    with transaction():
        people = count_people(rosters)
        note_roster_export(event.id, actor_id=current_user.account_id, zone=zone, people=people, form=form)
    sheet = _sheet(rosters, event.time_zone, rights())
    data = write_csv(sheet) if form == "csv" else write_xlsx([sheet])
    response = Response(data, mimetype=CSV_TYPE if form == "csv" else XLSX_TYPE)
    name = f"roster-{event.slug}-{wall_time(now, event.time_zone):%Y-%m-%d-%H%M}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _sheet(rosters: Sequence[ZoneRoster], time_zone: str, shown: Mapping[str, bool]) -> Sheet:
    headers = [_("Zone"), _("Found"), _("Needs assistance"), _("Name"), _("Name in the native script")]
    headers += [_("Organisation"), _("Category"), _("Inside since (%(zone)s)", zone=time_zone), _("Also inside")]
    headers += [_("Reference"), _("Estimate")]
    headers += [_("Assistance")] if shown["shows_needs"] else []
    headers += [_("Telephone")] if shown["shows_phone"] else []
    return Sheet("Roster", headers, _rows(rosters, time_zone, shown))


def _rows(rosters: Sequence[ZoneRoster], time_zone: str, shown: Mapping[str, bool]) -> Iterator[list[Cell]]:
    for roster in rosters:
        doubts = " ".join(_(DOUBT_SENTENCES[doubt]) for doubt in roster.doubts)
        for line in roster.lines:
            needs = [line.person.needs] if shown["shows_needs"] else []
            phone = [line.person.phone] if shown["shows_phone"] else []
            yield [roster.zone.letter, *_cells(line, time_zone), doubts, *needs, *phone]


def _cells(line: Line, time_zone: str) -> list[Cell]:
    person = line.person
    return [
        "",
        _("yes") if person.needs_assistance else "",
        person.name_latin,
        person.name_native,
        person.organisation,
        person.category_letter,
        wall_time(person.entered_at, time_zone).replace(tzinfo=None),
        ", ".join(line.also),
        person.reference,
    ]
