"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.permissions import Permission
from summit.web.access import edition_in_url, set_edition_loader
from summit.web.navigation import add_menu_entry, set_staff_home

from .rules import on_accent
from .views import editions_bp, public_bp, settings_bp
from .views.filters import init_filters
from .views.public import find_staff_home, find_visible_event


def init(app: Flask) -> None:
    """Register the pages, the way an edition is found, its colours and the menu."""
    for blueprint in (public_bp, editions_bp, settings_bp):
        app.register_blueprint(blueprint)
    set_edition_loader(app, find_visible_event)
    set_staff_home(app, find_staff_home)
    app.context_processor(edition_colours)
    init_filters(app)
    add_menu_entry(app, N_("The edition"), "events.edition", order=10)
    add_menu_entry(app, N_("Settings"), "settings.general", permission=Permission.EDIT_EDITION, order=80)
    add_menu_entry(
        app, N_("Editions"), "editions.index", permission=Permission.MANAGE_EDITIONS, in_edition=False, order=90
    )


def edition_colours() -> dict[str, str]:
    """Return the accent colour of the present edition, and the text colour that reads on it."""
    edition = edition_in_url()
    return {"accent": edition.accent, "on_accent": on_accent(edition.accent)} if edition else {}
