"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.events.queries import on_places_taken
from summit.events.services import on_copy
from summit.jobs.services import periodic
from summit.permissions import Permission
from summit.web.navigation import add_menu_entry, is_signed_in

from .queries import places
from .services import consents
from .tasks import tidy_up
from .views import bp, edit, form, review, status

__all__ = ["edit", "form", "init", "status"]


def init(app: Flask) -> None:
    """Register the delegate's pages and the review desk, and what events and the worker need of registration."""
    app.register_blueprint(bp)
    app.register_blueprint(review.bp)
    on_places_taken(places.count_held_by_category)
    on_copy(consents.copy_texts)
    periodic(tidy_up)
    add_menu_entry(app, N_("Review desk"), "review.queue", permission=Permission.VIEW_REGISTRATIONS, order=30)
    add_menu_entry(
        app,
        N_("My registrations"),
        "registration.mine",
        in_edition=False,
        shown=is_signed_in,
        account=True,
        order=20,
    )
