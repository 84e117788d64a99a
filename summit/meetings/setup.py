"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.permissions import Permission
from summit.web.navigation import add_menu_entry

from .views import meetings_bp
from .views.reader import belongs_to_a_company


def init(app: Flask) -> None:
    """Register the pages of meetings."""
    app.register_blueprint(meetings_bp)
    add_menu_entry(app, N_("Meetings"), "meetings.mine", shown=belongs_to_a_company, order=18)
    add_menu_entry(app, N_("B2B"), "meetings.settings", permission=Permission.MANAGE_MEETINGS, order=36)
