"""Joining the package to the application."""

from flask import Flask

from summit.jobs.services import periodic

from .tasks import tidying
from .views import companies_bp


def init(app: Flask) -> None:
    """Register the pages of companies and what is tidied up of them."""
    app.register_blueprint(companies_bp)
    periodic(tidying.tidy_up)
