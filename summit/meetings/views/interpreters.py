"""Interpreters: who they are, what they speak, and their day."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from ..forms.interpreters import InterpreterForm
from ..models import Interpreter
from ..queries import interpreting as queries
from ..services import interpreters as services
from .blueprints import meetings_bp

Answer = Response | tuple[str, int]


@meetings_bp.get("/interpreters")
@requires(Permission.MANAGE_MEETINGS)
def interpreters(edition: str) -> str:
    """List the interpreters by name, with how many meetings are yet to come for each."""
    event = current_edition()
    shown = {"interpreters": queries.list_interpreters(event.id), "counts": queries.count_coming(event.id, utcnow())}
    return render_template("meetings/interpreters/list.html", event=event, **shown)


@meetings_bp.route("/interpreters/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def new_interpreter(edition: str) -> Answer:
    """Add an interpreter."""
    event = current_edition()
    form = InterpreterForm(version=0)
    if form.validate_on_submit():
        try:
            with transaction():
                services.add_interpreter(event.id, actor_id=current_user.account_id, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The interpreter is added."), "success")
            return redirect(url_for(".interpreters"), 303)
    page = render_template("meetings/interpreters/interpreter.html", event=event, form=form, interpreter=None)
    return page, form.status


@meetings_bp.route("/interpreters/<int:interpreter_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def interpreter(edition: str, interpreter_id: int) -> Answer:
    """Show an interpreter's days and change the entry."""
    event, row = current_edition(), _interpreter(interpreter_id)
    form = InterpreterForm(obj=row, reference=row.registration.reference if row.registration else "")
    if form.validate_on_submit():
        values = {"version": form.version.data, "actor_id": current_user.account_id, "now": utcnow()}
        try:
            with transaction():
                services.update_interpreter(event.id, row.id, **values, **form.values())
        except DomainError as error:
            form.refuse(error)
            row = _interpreter(interpreter_id)
            form.show_version(row.version)
        else:
            flash(_("The interpreter is saved."), "success")
            return redirect(url_for(".interpreters"), 303)
    shown = {"interpreter": row, "meetings": queries.list_assignments(row.id)}
    return render_template("meetings/interpreters/interpreter.html", event=event, form=form, **shown), form.status


@meetings_bp.get("/interpreters/<int:interpreter_id>/leave")
@requires(Permission.MANAGE_MEETINGS)
def confirm_leave_interpreter(edition: str, interpreter_id: int) -> str:
    """Show which meetings lose their interpreter."""
    event, row = current_edition(), _interpreter(interpreter_id)
    shown = {"coming": queries.list_coming_ids(row.id, utcnow()), "question": _("Deactivate %(name)s?", name=row.name)}
    return render_template("meetings/interpreters/leave.html", event=event, interpreter=row, **shown)


@meetings_bp.post("/interpreters/<int:interpreter_id>/leave")
@requires(Permission.MANAGE_MEETINGS)
def leave_interpreter(edition: str, interpreter_id: int) -> Response:
    """Deactivate an interpreter; coming meetings need another one."""
    event, row = current_edition(), _interpreter(interpreter_id)
    with transaction():
        count = services.set_in_use(event.id, row.id, False, actor_id=current_user.account_id, now=utcnow())
    flash(
        ngettext(
            "The interpreter is deactivated. %(num)s meeting needs another one.",
            "The interpreter is deactivated. %(num)s meetings need another one.",
            count,
        ),
        "success",
    )
    return redirect(url_for(".interpreters"), 303)


@meetings_bp.post("/interpreters/<int:interpreter_id>/use")
@requires(Permission.MANAGE_MEETINGS)
def use_interpreter(edition: str, interpreter_id: int) -> Response:
    """Take an interpreter back into use."""
    event, row = current_edition(), _interpreter(interpreter_id)
    with transaction():
        services.set_in_use(event.id, row.id, True, actor_id=current_user.account_id, now=utcnow())
    flash(_("The interpreter can be assigned again."), "success")
    return redirect(url_for(".interpreters"), 303)


@meetings_bp.post("/interpreters/<int:interpreter_id>/delete")
@requires(Permission.MANAGE_MEETINGS)
def delete_interpreter(edition: str, interpreter_id: int) -> Response:
    """Delete an interpreter, or say why the entry must stay."""
    event, row = current_edition(), _interpreter(interpreter_id)
    try:
        with transaction():
            services.delete_interpreter(event.id, row.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The interpreter is deleted."), "success")
    return redirect(url_for(".interpreters"), 303)


def _interpreter(interpreter_id: int) -> Interpreter:
    return queries.find_interpreter(current_edition().id, interpreter_id) or abort(404)
