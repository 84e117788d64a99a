"""Joining the package to the application."""

from flask import Flask

from .views import bp


def init(app: Flask) -> None:
    """Register the delegate's own calendar."""
    app.register_blueprint(bp)
