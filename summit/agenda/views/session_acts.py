"""What is done to a session beside its form: cancelling, deleting, repeats."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from ..queries import sessions as queries
from ..rules.kinds import SessionState
from ..services import sessions as services
from .blueprints import agenda_bp
from .sessions import session_or_404


@agenda_bp.get("/sessions/<int:session_id>/cancel")
@requires(Permission.MANAGE_AGENDA)
def confirm_cancel_session(edition: str, session_id: int) -> str:
    """Ask once before the session is cancelled."""
    row = session_or_404(session_id)
    return render_template(
        "agenda/sessions/cancel.html", event=current_edition(), session=row, released=queries.is_released(row)
    )


@agenda_bp.post("/sessions/<int:session_id>/state/<any(draft, confirmed, cancelled):state>")
@requires(Permission.MANAGE_AGENDA)
def set_session_state(edition: str, session_id: int, state: str) -> Response:
    """Confirm the session, cancel it or take it back into the draft."""
    row, wanted = session_or_404(session_id), SessionState(state)
    said = {
        SessionState.CANCELLED: _("The session is cancelled. The next release says so to everybody."),
        SessionState.CONFIRMED: _("The session is confirmed. The next release shows it."),
        SessionState.DRAFT: _("The session is a draft. Releases do not show it."),
    }
    try:
        with transaction():
            services.set_state(row.id, wanted, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
        return redirect(url_for(".sessions"), 303)
    flash(said[wanted], "success")
    return redirect(url_for(".session", session_id=row.id), 303)


@agenda_bp.get("/sessions/<int:session_id>/delete")
@requires(Permission.MANAGE_AGENDA)
def confirm_delete_session(edition: str, session_id: int) -> str:
    """Ask once before the session is deleted, or say why it must stay."""
    row = session_or_404(session_id)
    return render_template(
        "agenda/sessions/delete.html",
        event=current_edition(),
        session=row,
        released=queries.is_released(row),
        followed=queries.is_followed(row.id),
    )


@agenda_bp.post("/sessions/<int:session_id>/delete")
@requires(Permission.MANAGE_AGENDA)
def delete_session(edition: str, session_id: int) -> Response:
    """Delete the session, or say why it must stay."""
    row = session_or_404(session_id)
    try:
        with transaction():
            services.delete_session(row.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
        return redirect(url_for(".session", session_id=row.id), 303)
    flash(_("The session is deleted."), "success")
    return redirect(url_for(".sessions"), 303)


@agenda_bp.post("/sessions/<int:session_id>/slots")
@requires(Permission.MANAGE_AGENDA)
def add_slot(edition: str, session_id: int) -> Response:
    """Let the session be held once more."""
    row = session_or_404(session_id)
    try:
        with transaction():
            services.add_slot(row.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The session is held once more. The new time waits for a place."), "success")
    return redirect(url_for(".session", session_id=row.id), 303)


@agenda_bp.post("/slots/<int:slot_id>/remove")
@requires(Permission.MANAGE_AGENDA)
def remove_slot(edition: str, slot_id: int) -> Response:
    """Remove one of the session's times, or say why it must stay."""
    slot = queries.find_slot(current_edition().id, slot_id) or abort(404)
    try:
        with transaction():
            services.remove_slot(slot.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The time is removed."), "success")
    return redirect(url_for(".session", session_id=slot.session_id), 303)
