"""The desk's one screen: finding people, and handing out the badges of a group."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.registration.models import Registration
from summit.registration.rules import STATUS_NAMES, RegistrationStatus
from summit.web.access import current_edition, requires
from summit.web.forms import SummitForm, is_readable

from .. import queries
from ..forms import FindForm, HandOutForm
from ..rules import MOST_TOGETHER, NobodyIsChosen
from ..services import handing
from .blueprint import bp

Answer = Response | tuple[str, int]


@bp.get("/")
@requires(Permission.WORK_AT_DESK)
def index(edition: str) -> str:
    """Show the field to search with."""
    return _page(FindForm(formdata=None), None)


@bp.post("/find")
@requires(Permission.WORK_AT_DESK)
def find(edition: str) -> Answer:
    """Find people; by POST, so that no name stands in an address or a server's log."""
    form = FindForm()
    found = _search(form)
    if found is None:
        return _page(form, None), 422
    if len(found) == 1:
        return redirect(url_for("desk.person", public_id=found[0].public_id), 303)
    return _page(form, found), 200


@bp.post("/group")
@requires(Permission.WORK_AT_DESK)
def group(edition: str) -> Answer:
    """Ask how the badges of the ticked people are taken away."""
    people = _ticked()
    if people:
        return _group_page(people, group_form(formdata=None)), 200
    form = FindForm()
    found = _search(form)
    if found is not None:
        form.refuse(NobodyIsChosen())
    return _page(form, found), 422


@bp.post("/group/hand-out")
@requires(Permission.WORK_AT_DESK)
def hand_out_group(edition: str) -> Answer:
    """Hand out the badges of a group to whoever leads it: all of them, or none."""
    event, people, form = current_edition(), _ticked(), group_form()
    if form.validate_on_submit():
        try:
            with transaction():
                rows = handing.hand_out(
                    event.id, [one.id for one in people], form.handing(), actor_id=current_user.account_id, now=utcnow()
                )
        except DomainError as error:
            form.refuse(error)
        else:
            text = ngettext("%(num)s badge is handed out.", "%(num)s badges are handed out.", len(rows))
            flash(text, "success")
            return redirect(url_for("desk.index"), 303)
    return _group_page(people, form), 422


def group_form(**values: object) -> HandOutForm:
    """Return the form of a group, which somebody always leads."""
    form = HandOutForm(**values)
    del form.collector, form.issue
    form.collected_by.description = ""
    form.collected_by.flags.required = True
    form.collected_by.render_kw = {"dir": "auto", "data-next": True}
    return form


def _search(form: FindForm) -> list[Registration] | None:
    """Return whom the form's words find, and write the search down; None where the form is refused."""
    if not form.validate_on_submit():
        return None
    event = current_edition()
    try:
        with transaction():
            found = queries.list_found(event.id, form.q.data)
            handing.note_search(event.id, len(found), actor_id=current_user.account_id)
    except DomainError as error:
        form.refuse(error)
        return None
    return found


def _ticked() -> list[Registration]:
    chosen = [text for text in request.form.getlist("people")[: MOST_TOGETHER + 1] if is_readable(text)]
    return queries.list_chosen(current_edition().id, chosen)


def _page(form: FindForm, found: list[Registration] | None) -> str:
    keys = [person.id for person in found or ()]
    return render_template(
        "desk/index.html",
        form=form,
        found=found,
        most=MOST_TOGETHER,
        handed=queries.handed_out(keys),
        printed=queries.printed(keys),
        status_names={status: _(name) for status, name in STATUS_NAMES.items()},
        approved=RegistrationStatus.APPROVED,
        event=current_edition(),
    )


def _group_page(people: list[Registration], form: SummitForm) -> str:
    return render_template("desk/group.html", people=people, form=form, event=current_edition())
