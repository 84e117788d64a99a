"""Pages of meetings."""

from .blueprints import meetings_bp

__all__ = ["meetings_bp"]
