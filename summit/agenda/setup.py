"""Joining the package to the application."""

from flask import Flask

from summit.events.services import on_copy, on_rezone
from summit.jobs.services import handles, periodic

from .services import moving, notifying
from .tasks import tidying
from .tasks.notifying import notify_release
from .views import agenda_bp, programme_bp, speakers_bp


def init(app: Flask) -> None:
    """Register the pages of the programme, its jobs, and what happens to it when its edition moves or is copied."""
    for blueprint in (agenda_bp, programme_bp, speakers_bp):
        app.register_blueprint(blueprint)
    handles(notifying.KIND)(notify_release)
    on_rezone(moving.rezone)
    on_copy(moving.copy_agenda)
    periodic(tidying.tidy_up)
