"""The sessions at the door of a hall, and letting those who wait in."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from .. import services
from ..rules import GateIsUnknown
from .blueprint import bp


@bp.post("/<int:gate_id>/sessions/<int:slot_id>/queue")
@requires(Permission.OVERRIDE_SCANS)
def call_queue(edition: str, gate_id: int, slot_id: int) -> Response:
    """Let the waiting list of a session in before it begins, or no longer."""
    is_called = request.form.get("call") == "1"
    try:
        with transaction():
            services.call_queue(
                current_edition().id, gate_id, slot_id,
                is_called=is_called, actor_id=current_user.account_id, now=utcnow(),
            )  # fmt: skip
    except GateIsUnknown:
        abort(404)
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The waiting list is let in now.") if is_called else _("The waiting list waits again."), "success")
    return redirect(url_for("entrance.gate", gate_id=gate_id), 303)
