"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.jobs.services import periodic
from summit.web.navigation import add_menu_entry

from .tasks import tidying
from .views import companies_bp
from .views.onlooker import sees_companies


def init(app: Flask) -> None:
    """Register the pages of companies, their menu entry and what is tidied up of them."""
    app.register_blueprint(companies_bp)
    add_menu_entry(app, N_("Companies"), "companies.directory", shown=sees_companies, order=16)
    periodic(tidying.tidy_up)
