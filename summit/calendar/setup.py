"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.web.navigation import add_menu_entry, is_signed_in

from .views import bp


def init(app: Flask) -> None:
    """Register the delegate's own calendar and its menu entry, which asks nothing of the database."""
    app.register_blueprint(bp)
    add_menu_entry(app, N_("My agenda"), "calendar.mine", shown=is_signed_in, order=15)
