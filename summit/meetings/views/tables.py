"""Tables, stands and rooms for meetings."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import N_, DomainError
from summit.events.models import Event
from summit.events.queries import list_halls
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import text_for
from summit.web.forms import translated

from ..forms.tables import NewTablesForm, TableForm
from ..models import MeetingTable
from ..queries import setting_up as queries
from ..rules.kinds import TABLE_KIND_NAMES
from ..services import tables as services
from .blueprints import meetings_bp

Answer = Response | tuple[str, int]


@meetings_bp.get("/tables")
@requires(Permission.MANAGE_MEETINGS)
def tables(edition: str) -> str:
    """List the tables in their order, with how many meetings are yet to come at each."""
    event = current_edition()
    shown = {"tables": queries.list_all_tables(event.id), "counts": queries.count_at_tables(event.id, utcnow())}
    return render_template("meetings/tables/list.html", event=event, kind_names=TABLE_KIND_NAMES, **shown)


@meetings_bp.route("/tables/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def new_tables(edition: str) -> Answer:
    """Add a table or a range of them."""
    event = current_edition()
    form = NewTablesForm(version=0, **_choices(event))
    if form.validate_on_submit():
        try:
            with transaction():
                made = services.add_tables(event.id, actor_id=current_user.account_id, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Tables added: %(count)s", count=len(made)), "success")
            return redirect(url_for(".tables"), 303)
    return render_template("meetings/tables/table.html", event=event, form=form, table=None), form.status


@meetings_bp.route("/tables/<int:table_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def table(edition: str, table_id: int) -> Answer:
    """Change a table."""
    event, row = current_edition(), _table(table_id)
    form = TableForm(obj=_Shown(row), **_choices(event))
    if form.validate_on_submit():
        values = {"version": form.version.data, "actor_id": current_user.account_id, "now": utcnow()}
        try:
            with transaction():
                services.update_table(row.id, **values, **form.values())
        except DomainError as error:
            form.refuse(error)
            form.show_version(_table(table_id).version)
        else:
            flash(_("The table is saved."), "success")
            return redirect(url_for(".tables"), 303)
    return render_template("meetings/tables/table.html", event=event, form=form, table=row), form.status


class _Shown:
    """A table as its form shows it: row and column from 1."""

    def __init__(self, row: MeetingTable) -> None:
        self.label, self.kind, self.seats, self.pool = row.label, row.kind, row.seats, row.pool
        self.hall_id, self.company_id, self.version = row.hall_id, row.company_id, row.version
        self.row, self.column = row.row + 1, row.column + 1


@meetings_bp.get("/tables/<int:table_id>/leave")
@requires(Permission.MANAGE_MEETINGS)
def confirm_leave_table(edition: str, table_id: int) -> str:
    """Show what taking a table out of use, or deleting it, does to the meetings there."""
    event, row = current_edition(), _table(table_id)
    meetings = queries.list_to_come(event.id, utcnow(), table_id=row.id)
    question = _("Take %(table)s out of use?", table=row.label)
    return render_template("meetings/tables/leave.html", event=event, table=row, meetings=meetings, question=question)


@meetings_bp.post("/tables/<int:table_id>/leave")
@requires(Permission.MANAGE_MEETINGS)
def leave_table(edition: str, table_id: int) -> Response:
    """Take a table out of use; its meetings sit elsewhere or lose their time."""
    row = _table(table_id)
    with transaction():
        moved, lost = services.set_in_use(row.id, False, actor_id=current_user.account_id, now=utcnow())
    sentence = N_("The table is out of use. Meetings moved to another table: %(moved)s, without a time now: %(lost)s.")
    flash(_(sentence, moved=moved, lost=lost), "success")
    return redirect(url_for(".tables"), 303)


@meetings_bp.post("/tables/<int:table_id>/use")
@requires(Permission.MANAGE_MEETINGS)
def use_table(edition: str, table_id: int) -> Response:
    """Take a table back into use."""
    row = _table(table_id)
    with transaction():
        services.set_in_use(row.id, True, actor_id=current_user.account_id, now=utcnow())
    flash(_("The table is in use again."), "success")
    return redirect(url_for(".tables"), 303)


@meetings_bp.post("/tables/<int:table_id>/delete")
@requires(Permission.MANAGE_MEETINGS)
def delete_table(edition: str, table_id: int) -> Response:
    """Delete a table at which nobody ever met, or say why it must stay."""
    row = _table(table_id)
    try:
        with transaction():
            services.delete_table(row.id, actor_id=current_user.account_id)
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The table is deleted."), "success")
    return redirect(url_for(".tables"), 303)


def _table(table_id: int) -> MeetingTable:
    return queries.find_table(current_edition().id, table_id) or abort(404)


def _choices(event: Event) -> dict[str, Any]:
    halls = [(hall.id, text_for(hall.names)) for hall in list_halls(event.id)]
    return {"halls": halls, "companies": queries.list_hosts(event.id)}
