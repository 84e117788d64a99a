"""The gates of an edition: choosing one, scanning, the log, and managing gates."""

from . import choosing, export, log, managing, people, scanning
from .blueprint import bp, scans_bp

__all__ = ["bp", "choosing", "export", "log", "managing", "people", "scanning", "scans_bp"]
