"""Joining the package to the application."""

from flask import Flask

from .views import meetings_bp


def init(app: Flask) -> None:
    """Register the pages of meetings."""
    app.register_blueprint(meetings_bp)
