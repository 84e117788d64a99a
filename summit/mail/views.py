"""The demo mailbox: what would have been sent, readable only in demo mode."""

from io import BytesIO

from flask import Blueprint, abort, current_app, render_template, request, send_file
from flask_babel import gettext
from werkzeug.wrappers import Response

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
    files = queries.list_attachments(mail.id)
    return render_template("mail/letter.html", mail=mail, files=files, status_names=_status_names())


@bp.get("/<int:mail_id>/files/<int:file_id>")
@public
def attachment(mail_id: int, file_id: int) -> Response:
    """Hand out a file that goes with a mail."""
    row = queries.find_attachment(mail_id, file_id)
    if row is None:
        abort(404)
    answer = send_file(BytesIO(row.content), row.media_type, as_attachment=True, download_name=row.file_name)
    answer.headers["Content-Type"] = row.media_type
    return answer


def _status_names() -> dict[str, str]:
    return {status: gettext(name) for status, name in STATUS_NAMES.items()}
