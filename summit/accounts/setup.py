"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.jobs.services import handles, periodic
from summit.permissions import Permission
from summit.web.access import login_manager
from summit.web.navigation import add_menu_entry, is_signed_in, is_signed_out

from . import tasks, views
from .models import AnonymousPrincipal
from .services.links import MAIL_LINK


def init(app: Flask) -> None:
    """Register the pages, who is behind a session, the menu entries and the background work."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.register_blueprint(views.bp)
    handles(MAIL_LINK)(tasks.mail_link)
    periodic(tasks.purge_traces)
    login_manager.user_loader(views.load_principal)
    login_manager.anonymous_user = AnonymousPrincipal
    add_menu_entry(app, N_("Sign in"), "accounts.sign_in", in_edition=False, shown=is_signed_out, account=True)
    add_menu_entry(app, N_("My account"), "accounts.account", in_edition=False, shown=is_signed_in, account=True)
    add_menu_entry(app, N_("Staff"), "accounts.staff", permission=Permission.MANAGE_STAFF, order=90)
