"""Joining the package to the application."""

from flask import Flask

from summit.calendar.queries import add_source
from summit.errors import N_
from summit.events.services import on_copy, on_hall_change, on_rezone
from summit.jobs.services import handles, periodic
from summit.permissions import Permission
from summit.web.navigation import add_menu_entry

from .queries.board import SOURCE
from .queries.following import list_agenda_entries
from .services import booklets, drafting, importing, keeping_places, moving, notifying, proposing
from .services.releasing import on_release
from .services.sessions import on_places_added
from .tasks import sign_ups, tidying
from .tasks.autoscheduling import work_out_proposal
from .tasks.booklets import keep_booklets, make_booklet
from .tasks.importing import import_file
from .tasks.notifying import notify_release
from .views import agenda_bp, programme_bp, speakers_bp
from .views.programme.shown import has_release


def init(app: Flask) -> None:
    """Register the pages of the programme, its jobs, and what happens to it when its edition moves or is copied."""
    for blueprint in (agenda_bp, programme_bp, speakers_bp):
        app.register_blueprint(blueprint)
    handles(notifying.KIND)(notify_release)
    handles(proposing.KIND)(work_out_proposal)
    handles(importing.KIND)(import_file)
    add_menu_entry(app, N_("Agenda"), "agenda.editor", permission=Permission.MANAGE_AGENDA, order=35)
    on_rezone(moving.rezone)
    on_copy(moving.copy_agenda)
    on_hall_change(drafting.note_halls)
    periodic(tidying.tidy_up)
    add_menu_entry(app, N_("Programme"), "programme.index", shown=has_release, order=15)
    handles(booklets.KIND)(make_booklet)
    periodic(keep_booklets)
    _keep_places_right()


def _keep_places_right() -> None:
    """Tell the calendar of sign-ups and stars, and let places follow releases, larger rooms and withdrawals."""
    add_source(SOURCE, list_agenda_entries)
    on_release(keeping_places.order_following)
    on_places_added(keeping_places.order_filling)
    handles(keeping_places.FOLLOW_RELEASE)(sign_ups.follow_release)
    handles(keeping_places.FILL_PLACES)(sign_ups.fill_places)
    periodic(sign_ups.free_places)
