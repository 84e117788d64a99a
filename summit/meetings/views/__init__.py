"""Pages of meetings."""

from . import (
    mine,
    participant_tabs,
    run_words,
    runs,
    settings,
    tabs,
)
from .blueprints import meetings_bp

__all__ = [
    "meetings_bp",
    "mine",
    "participant_tabs",
    "run_words",
    "runs",
    "settings",
    "tabs",
]
