"""The gates of an edition: choosing one, scanning, the log, and managing gates."""

from . import choosing, devices_at_work, export, log, managing, people, scanning
from .blueprint import bp, devices_bp, scanner_bp, scans_bp

__all__ = [
    "bp",
    "choosing",
    "devices_at_work",
    "devices_bp",
    "export",
    "log",
    "managing",
    "people",
    "scanner_bp",
    "scanning",
    "scans_bp",
]
