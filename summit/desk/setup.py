"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.permissions import Permission
from summit.web.navigation import add_menu_entry

from .views import bp


def init(app: Flask) -> None:
    """Register the pages of the desk and their menu entry."""
    app.register_blueprint(bp)
    add_menu_entry(app, N_("Help desk"), "desk.index", permission=Permission.WORK_AT_DESK, order=58)
