"""The tabs of what companies see of their meetings."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _

from summit.errors import N_

from .blueprints import meetings_bp

_TABS = (
    ("meetings.mine", N_("My meetings")),
    ("meetings.today", N_("Today")),
    ("meetings.recommendations", N_("Recommendations")),
    ("meetings.preferences", N_("Preferences")),
    ("meetings.my_times", N_("My times")),
    ("companies.directory", N_("Companies")),
    ("companies.mine", N_("My company")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a participant."""

    label: str
    url: str
    current: bool


@meetings_bp.context_processor
def participant_tabs() -> dict[str, object]:
    """Give every page of a participant its tabs; a page without one of its own belongs to the meetings."""
    found = [(endpoint, _(label)) for endpoint, label in _TABS if endpoint in current_app.view_functions]
    here = request.endpoint if request.endpoint in dict(found) else "meetings.mine"
    return {
        "participant_tabs": [Tab(label, url_for(endpoint), endpoint == here) for endpoint, label in found],
        "has_company_pages": "companies.company" in current_app.view_functions,
    }
