"""Pages of meetings."""

from . import (
    match_words,
    matching,
    mine,
    papers,
    participant_tabs,
    recommendations,
    run_words,
    runs,
    settings,
    tables,
    tabs,
    windows,
)
from .blueprints import meetings_bp

__all__ = [
    "match_words",
    "matching",
    "meetings_bp",
    "mine",
    "papers",
    "participant_tabs",
    "recommendations",
    "run_words",
    "runs",
    "settings",
    "tables",
    "tabs",
    "windows",
]
