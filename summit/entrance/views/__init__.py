"""The gates of an edition: choosing one, scanning, the log, what is live, and managing gates."""

from . import (
    choosing,
    devices,
    devices_at_work,
    doors,
    export,
    live,
    log,
    managing,
    people,
    roster,
    roster_export,
    scanning,
    simulating,
    snapshot,
    upload,
)
from .blueprint import bp, devices_bp, live_bp, scanner_bp, scans_bp

__all__ = [
    "bp",
    "choosing",
    "devices",
    "devices_at_work",
    "devices_bp",
    "doors",
    "export",
    "live",
    "live_bp",
    "log",
    "managing",
    "people",
    "roster",
    "roster_export",
    "scanner_bp",
    "scanning",
    "scans_bp",
    "simulating",
    "snapshot",
    "upload",
]
