"""Pages of meetings."""

from . import (
    mine,
    participant_tabs,
    run_words,
    runs,
    settings,
    tables,
    tabs,
    windows,
)
from .blueprints import meetings_bp

__all__ = [
    "meetings_bp",
    "mine",
    "participant_tabs",
    "run_words",
    "runs",
    "settings",
    "tables",
    "tabs",
    "windows",
]
