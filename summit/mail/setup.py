"""Joining the package to the application."""

from flask import Flask

from summit.errors import N_
from summit.jobs.queue import receives
from summit.jobs.services import periodic
from summit.web.navigation import add_menu_entry

from . import services, views


def init(app: Flask) -> None:
    """Register the mailbox pages, the delivery and its sweep."""
    app.register_blueprint(views.bp)
    receives("mail", services.deliver_mail)
    receives("mails", services.deliver_batch)
    periodic(services.deliver_due_mails)
    config = app.extensions["summit_config"]
    add_menu_entry(
        app,
        N_("Demo mailbox"),
        "mail.mailbox",
        in_edition=False,
        shown=lambda: config.demo and not config.smtp_url,
        account=True,
        order=5,
    )
