"""Scanning, undoing, gates, devices, and finding people at a gate."""

from .calling import call_queue
from .devices import add_device, enrolment_code, renew_code, revoke_device, update_device
from .devices_at_work import enrol_device, hand_over, note_report, note_wiped
from .exporting import note_export
from .gates import add_gate, copy_gates, reletter_gates, rezone_gates, update_gate
from .scanning import record_scan
from .searching import search_people
from .simulating import find_candidates, simulate_scan
from .undoing import annul_scan

__all__ = [
    "add_device",
    "add_gate",
    "annul_scan",
    "call_queue",
    "copy_gates",
    "enrol_device",
    "enrolment_code",
    "find_candidates",
    "hand_over",
    "note_export",
    "note_report",
    "note_wiped",
    "record_scan",
    "reletter_gates",
    "renew_code",
    "revoke_device",
    "rezone_gates",
    "search_people",
    "simulate_scan",
    "update_device",
    "update_gate",
]
