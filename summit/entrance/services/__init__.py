"""Scanning, undoing, gates, and finding people at a gate."""

from .exporting import note_export
from .gates import add_gate, rezone_gates, update_gate
from .scanning import record_scan
from .searching import search_people
from .undoing import annul_scan

__all__ = ["add_gate", "annul_scan", "note_export", "record_scan", "rezone_gates", "search_people", "update_gate"]
