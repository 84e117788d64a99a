"""The tabs of the organiser's desk for business meetings."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _

from summit.errors import N_

from .blueprints import meetings_bp

_TABS = (
    ("meetings.board", N_("Timetable board")),
    ("meetings.all_meetings", N_("Meetings")),
    ("companies.moderation", N_("Companies to review")),
    ("companies.exchange", N_("Import and export")),
    ("meetings.runs", N_("Optimiser")),
    ("meetings.papers", N_("Papers")),
    ("meetings.statistics", N_("Figures")),
    ("meetings.capacity", N_("Capacity")),
    ("meetings.objections", N_("Objections")),
    ("meetings.windows", N_("Opening times")),
    ("meetings.tables", N_("Tables")),
    ("meetings.interpreters", N_("Interpreters")),
    ("meetings.blocks", N_("Blocked times")),
    ("meetings.matching_weights", N_("Matching")),
    ("meetings.settings", N_("Settings")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the organiser's desk."""

    label: str
    url: str
    current: bool


@meetings_bp.app_context_processor
def offer_tabs() -> dict[str, Callable[[], list[Tab]]]:
    """Let every page of the desk ask for its tabs; the moderation of companies lies in another package."""
    return {"meeting_tabs": meeting_tabs}


def meeting_tabs() -> list[Tab]:
    """Return the pages of the desk that exist, with the one that is shown."""
    found = [(_(label), url_for(endpoint)) for endpoint, label in _TABS if endpoint in current_app.view_functions]
    here = max(
        (url for _label, url in found if (request.script_root + request.path).startswith(url)), key=len, default=""
    )
    return [Tab(label, url, url == here) for label, url in found]
