"""Pages of companies."""

from . import (
    colleagues,
    joining,
    logos,
    moderation,
    own,
    participant_tabs,
)
from .blueprints import companies_bp

__all__ = ["colleagues", "companies_bp", "joining", "logos", "moderation", "own", "participant_tabs"]
