"""The tabs of the organiser's agenda."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _

from summit.errors import N_

from .blueprints import agenda_bp

_TABS = (
    ("agenda.editor", N_("Editor")),
    ("agenda.sessions", N_("Sessions")),
    ("agenda.speakers", N_("Speakers")),
    ("agenda.tracks", N_("Tracks")),
    ("agenda.conflicts", N_("Conflicts")),
    ("agenda.proposals", N_("Automatic schedule")),
    ("agenda.releases", N_("Releases")),
    ("agenda.feedback", N_("Feedback")),
    ("agenda.exchange", N_("Import and export")),
    ("agenda.settings", N_("Agenda settings")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the organiser's agenda."""

    label: str
    url: str
    current: bool


@agenda_bp.context_processor
def agenda_tabs() -> dict[str, list[Tab]]:
    """Give every page of the agenda its tabs."""
    found = [(_(label), url_for(endpoint)) for endpoint, label in _TABS if endpoint in current_app.view_functions]
    # A page belongs to the tab whose address its own begins with; the editor's is the start of all of them.
    here = max(
        (url for _label, url in found if (request.script_root + request.path).startswith(url)), key=len, default=""
    )
    return {"agenda_tabs": [Tab(label, url, url == here) for label, url in found]}
