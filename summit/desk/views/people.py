"""One person at the desk: recognised, printed for, handed the badge."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from summit.badges.layouts.sizes import SIZE_NAMES
from summit.badges.queries import load_book
from summit.badges.services.drawing import draw_badge
from summit.badges.services.runs import record_single_print
from summit.clock import utcnow
from summit.credentials.queries import list_credentials
from summit.credentials.services import reissue_credential
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.registration.models import Registration
from summit.registration.rules import STATUS_NAMES, RegistrationStatus
from summit.web.access import current_edition, may, requires
from summit.web.forms import translated

from .. import queries
from ..forms import HandOutForm, ReplaceForm
from ..rules import COLLECTOR_NAMES, IDENTITY_NAMES, HandOutIsUnknown
from ..services import handing
from .blueprint import bp

Answer = Redirect | tuple[str, int]


def _person(public_id: str) -> Registration:
    return queries.find_person(current_edition().id, public_id) or abort(404)


@bp.get("/people/<public_id>")
@requires(Permission.WORK_AT_DESK)
def person(edition: str, public_id: str) -> str:
    """Show one person with everything that the desk does for them; the look is written down."""
    found = _person(public_id)
    with transaction():
        handing.note_look(found, actor_id=current_user.account_id)
    return _page(_person(public_id), HandOutForm(formdata=None), ReplaceForm(formdata=None))


@bp.post("/people/<public_id>/hand-out")
@requires(Permission.WORK_AT_DESK)
def hand_out(edition: str, public_id: str) -> Answer:
    """Write down that the badge is taken away."""
    event, found, form = current_edition(), _person(public_id), HandOutForm()
    if form.validate_on_submit():
        try:
            with transaction():
                handing.hand_out(event.id, [found.id], form.handing(), actor_id=current_user.account_id, now=utcnow())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The badge is handed out."), "success")
            return redirect(url_for("desk.index"), 303)
    return _page(_person(public_id), form, ReplaceForm(formdata=None)), 422


@bp.post("/people/<public_id>/replace")
@requires(Permission.WORK_AT_DESK)
def replace(edition: str, public_id: str) -> Answer:
    """Issue a new badge; the old one is refused everywhere from this moment on."""
    found, form = _person(public_id), ReplaceForm()
    if form.validate_on_submit():
        try:
            with transaction():
                reissue_credential(
                    found.id, reason=form.reason.data, seen=form.seen, actor_id=current_user.account_id, now=utcnow(),
                    is_supervisor=may(Permission.SUPERVISE_DESK),
                )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The new badge can be printed now. The old one no longer works."), "success")
            return redirect(url_for("desk.person", public_id=public_id), 303)
    return _page(_person(public_id), HandOutForm(formdata=None), form), 422


@bp.get("/people/<public_id>/print")
@requires(Permission.WORK_AT_DESK)
def print_page(edition: str, public_id: str) -> str:
    """Show the badge alone, at the very size of its paper, for a printer beside the desk."""
    found = _person(public_id)
    if found.status is not RegistrationStatus.APPROVED:
        abort(404)
    size = load_book(found.event_id).of(found.category.letter).size
    return render_template("desk/print.html", person=found, size=size, size_name=_(SIZE_NAMES[size]))


@bp.get("/people/<public_id>/badge.png")
@requires(Permission.WORK_AT_DESK)
def picture(edition: str, public_id: str) -> Response:
    """Draw the front of the badge for printing, and write down that it was printed."""
    found, event, now = _person(public_id), current_edition(), utcnow()
    with transaction():
        drawn = draw_badge(found.id, actor_id=current_user.account_id, now=now)
    image = drawn.png()
    with transaction():
        record_single_print(drawn, event, actor_id=current_user.account_id, now=now)
    return Response(image, mimetype="image/png", headers={"Cache-Control": "private, no-store"})


@bp.post("/hand-outs/<int:hand_out_id>/undo")
@requires(Permission.WORK_AT_DESK)
def undo(edition: str, hand_out_id: int) -> Redirect:
    """Take a hand-out back: the badge lies at the desk again."""
    event = current_edition()
    if not queries.is_hand_out(event.id, hand_out_id):
        abort(404)
    try:
        with transaction():
            handing.undo_hand_out(event.id, hand_out_id, actor_id=current_user.account_id, now=utcnow())
    except HandOutIsUnknown as error:
        flash(translated(error), "error")
    else:
        flash(_("The hand-out is undone; the badge lies at the desk again."), "success")
    return redirect(request.referrer if _is_ours(request.referrer) else url_for("desk.index"), 303)


def _is_ours(address: str | None) -> bool:
    return bool(address and address.startswith(url_for("desk.index", _external=True)))


def _page(found: Registration, form: HandOutForm, replace_form: ReplaceForm) -> str:
    codes = list_credentials(found.id)
    form.issue.data = replace_form.issue.data = next((str(one.issue) for one in codes if one.revoked_at is None), "")
    return render_template(
        "desk/person.html",
        person=found,
        event=current_edition(),
        form=form,
        replace_form=replace_form,
        status_name=_(STATUS_NAMES[found.status]),
        is_approved=found.status is RegistrationStatus.APPROVED,
        codes=codes,
        handed=queries.handed_out([found.id]).get(found.id),
        is_printed=bool(queries.printed([found.id])),
        history=queries.list_of_person(found.id),
        collector_names={one: _(name) for one, name in COLLECTOR_NAMES.items()},
        identity_names={one: _(name) for one, name in IDENTITY_NAMES.items()},
    )
