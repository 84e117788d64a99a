"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.jobs.services import handles, periodic
from summit.permissions import Permission
from summit.web.navigation import add_menu_entry

from .services.runs import KIND
from .tasks import print_run, purge_prints
from .views import bp


def init(app: Flask) -> None:
    """Register the pages, the job of print runs, the purge of old files and the menu entry."""
    app.register_blueprint(bp)
    handles(KIND)(print_run)
    periodic(purge_prints)
    add_menu_entry(app, N_("Badges"), "badges.index", permission=Permission.PRINT_BADGES, order=55)
