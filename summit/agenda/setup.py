"""Joining the package to the application."""

from flask import Flask

from .views import agenda_bp, programme_bp, speakers_bp


def init(app: Flask) -> None:
    """Register the pages of the programme."""
    for blueprint in (agenda_bp, programme_bp, speakers_bp):
        app.register_blueprint(blueprint)
