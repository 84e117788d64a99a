"""Joining the package to the application."""

from flask import Flask

from summit.credentials.queries import set_arrivals
from summit.errors import N_
from summit.events.services import on_copy, on_new_letter, on_rezone
from summit.permissions import Permission
from summit.web.navigation import add_menu_entry

from .queries.arrivals import arrival_condition
from .services import copy_gates, reletter_gates, rezone_gates
from .services.live import init_hub
from .views import bp, devices_bp, live_bp, scanner_bp, scans_bp


def init(app: Flask) -> None:
    """Register the gates, the scan log, the live board, the devices and their menu entries."""
    for blueprint in (bp, scans_bp, live_bp, devices_bp, scanner_bp):
        app.register_blueprint(blueprint)
    init_hub(app, app.extensions["summit_config"].live_streams)
    set_arrivals(arrival_condition)
    add_menu_entry(app, N_("Gates"), "entrance.gates", permission=Permission.SCAN_BADGES, order=60)
    add_menu_entry(app, N_("Devices"), "devices.devices", permission=Permission.MANAGE_GATES, order=62)
    add_menu_entry(app, N_("Live board"), "live.board", permission=Permission.VIEW_SCANS, order=64)
    add_menu_entry(app, N_("Scans"), "scans.log", permission=Permission.VIEW_SCANS, order=65)
    add_menu_entry(app, N_("Conflicts at the doors"), "scans.conflicts", permission=Permission.OVERRIDE_SCANS, order=66)
    on_copy(copy_gates)
    on_rezone(rezone_gates)
    on_new_letter(reletter_gates)
