"""Pages of editions: the public ones, the organiser's list, and the settings of one."""

from . import categories, editions, halls, public, settings, zones
from .blueprints import editions_bp, public_bp, settings_bp

__all__ = [
    "categories",
    "editions",
    "editions_bp",
    "halls",
    "public",
    "public_bp",
    "settings",
    "settings_bp",
    "zones",
]
