"""Everything that stands against the timetable, with a way to mend it."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..models import Meeting
from ..queries.conflicts import ConflictReport, report_conflicts
from ..rules.conflicts import CONFLICT_NAMES, Conflict, ConflictKind, Level
from .blueprints import meetings_bp
from .board import board_url
from .board_words import conflict_sentence

_MOST_SHOWN = 300
_BY_INTERPRETERS = frozenset({ConflictKind.LANGUAGE, ConflictKind.NO_INTERPRETER})
_BY_PEOPLE = frozenset({ConflictKind.NOBODY, ConflictKind.PERSON_GONE})


@dataclass(frozen=True, slots=True)
class Line:
    """One conflict as the page shows it."""

    meeting: Meeting
    kind: str
    level: Level
    sentence: str
    starts_at: datetime
    ways: tuple[tuple[str, str], ...]


@meetings_bp.get("/board/conflicts")
@requires(Permission.MANAGE_MEETINGS)
def conflicts(edition: str) -> str:
    """List what stands against meetings of the timetable, the grave first."""
    event = current_edition()
    report = report_conflicts(event.id)
    lines = [_line(one, report) for one in report.conflicts[:_MOST_SHOWN]]
    groups = [
        (title, [line for line in lines if line.level is level])
        for level, title in ((Level.BLOCK, _("Must be resolved")), (Level.WARN, _("Warnings")))
    ]
    return render_template(
        "meetings/conflicts.html",
        event=event,
        total=len(report.conflicts),
        shown=len(lines),
        groups=[group for group in groups if group[1]],
    )


def _line(conflict: Conflict, report: ConflictReport) -> Line:
    meeting = report.meetings[conflict.meeting_id]
    return Line(
        meeting=meeting,
        kind=_(CONFLICT_NAMES[conflict.kind]),
        level=conflict.level,
        sentence=conflict_sentence(conflict, report),
        starts_at=conflict.starts_at,
        ways=tuple(_ways(conflict, meeting)),
    )


def _ways(conflict: Conflict, meeting: Meeting) -> list[tuple[str, str]]:
    """Return (label, address) of where the conflict can be mended."""
    event, known = current_edition(), current_app.view_functions
    ways = [
        (_("Show on the board"), board_url(event, meeting)),
        (_("Move to…"), url_for("meetings.move", meeting=meeting.public_id)),
    ]
    if conflict.kind in _BY_INTERPRETERS and "meetings.interpreters" in known:
        ways.append((_("Interpreters"), url_for("meetings.interpreters")))
    if conflict.kind in _BY_PEOPLE and "meetings.meeting" in known:
        ways.append((_("People"), url_for("meetings.meeting", meeting=meeting.public_id)))
    if conflict.kind is ConflictKind.COMPANY_GONE:
        ways.append((_("Call off…"), url_for("meetings.call_off", meeting=meeting.public_id)))
    return ways
