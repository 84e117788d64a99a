"""Joining the package to the application."""

from flask import Flask

from .views import companies_bp


def init(app: Flask) -> None:
    """Register the pages of companies."""
    app.register_blueprint(companies_bp)
