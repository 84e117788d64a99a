"""The tabs of what delegates see of companies: the same as those of their meetings."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _

from summit.errors import N_

from .blueprints import companies_bp
from .reader import find_reader

_TABS = (
    ("meetings.mine", N_("My meetings")),
    ("meetings.today", N_("Today")),
    ("meetings.recommendations", N_("Recommendations")),
    ("meetings.preferences", N_("Preferences")),
    ("companies.directory", N_("Companies")),
    ("companies.mine", N_("My company")),
)
_FOR_EVERYBODY = frozenset({"companies.directory", "companies.mine"})


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a participant."""

    label: str
    url: str
    current: bool


@companies_bp.context_processor
def participant_tabs() -> dict[str, list[Tab]]:
    """Give every page of a participant its tabs; those of meetings belong to people of a company."""
    shown = [
        (endpoint, _(label))
        for endpoint, label in _TABS
        if endpoint in current_app.view_functions and (endpoint in _FOR_EVERYBODY or find_reader())
    ]
    is_own = "/companies/mine" in request.path
    here = "companies.mine" if is_own else "companies.directory"
    return {"participant_tabs": [Tab(label, url_for(endpoint), endpoint == here) for endpoint, label in shown]}
