"""The demo mailbox: what would have been sent, readable only in demo mode."""

from flask import Blueprint, abort, current_app, render_template, request
from flask_babel import gettext

from summit.web.access import public

from . import queries
from .rules import STATUS_NAMES

bp = Blueprint("mail", __name__, url_prefix="/demo/mailbox")


@bp.before_request
def only_in_demo_mode() -> None:
    """Hide the mailbox everywhere but in a demo without a mail server."""
    config = current_app.extensions["summit_config"]
    if not config.demo or config.smtp_url:
        abort(404)


@bp.get("/")
@public
def mailbox() -> str:
    """List the latest mails."""
    recipient = request.args.get("to", "").strip()
    mails = queries.list_latest_mails(recipient=recipient)
    return render_template("mail/mailbox.html", mails=mails, recipient=recipient, status_names=_status_names())


@bp.get("/<int:mail_id>")
@public
def letter(mail_id: int) -> str:
    """Show one mail as its recipient would read it."""
    mail = queries.find_mail(mail_id)
    if mail is None:
        abort(404)
    return render_template("mail/letter.html", mail=mail, status_names=_status_names())


def _status_names() -> dict[str, str]:
    return {status: gettext(name) for status, name in STATUS_NAMES.items()}
