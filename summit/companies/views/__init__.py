"""Pages of companies."""

from . import participant_tabs
from .blueprints import companies_bp

__all__ = ["companies_bp", "participant_tabs"]
