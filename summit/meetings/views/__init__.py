"""Pages of meetings."""

from . import (
    match_words,
    matching,
    meetings,
    mine,
    papers,
    participant_tabs,
    recommendations,
    requests,
    run_words,
    runs,
    settings,
    steps,
    tables,
    tabs,
    windows,
)
from .blueprints import meetings_bp

__all__ = [
    "match_words",
    "matching",
    "meetings",
    "meetings_bp",
    "mine",
    "papers",
    "participant_tabs",
    "recommendations",
    "requests",
    "run_words",
    "runs",
    "settings",
    "steps",
    "tables",
    "tabs",
    "windows",
]
