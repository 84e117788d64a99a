"""Pages of companies."""

from .blueprints import companies_bp

__all__ = ["companies_bp"]
