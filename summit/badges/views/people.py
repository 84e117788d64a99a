"""One person's badge at the desk: print it, or issue a new one."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from summit.clock import utcnow
from summit.credentials.queries import list_credentials
from summit.credentials.services import reissue_credential
from summit.database import transaction
from summit.errors import N_, DomainError
from summit.permissions import Permission
from summit.registration.models import Registration
from summit.registration.rules import STATUS_NAMES, RegistrationStatus
from summit.web.access import current_edition, may, requires
from summit.web.filters import text_for

from .. import queries
from ..forms import ReissueForm
from ..rules import REISSUE_NAMES
from ..services.drawing import draw_badge
from ..services.runs import record_single_print
from .blueprint import bp
from .downloads import badge_answer


def _person(public_id: str) -> Registration:
    return queries.find_person(current_edition().id, public_id) or abort(404)


@bp.get("/e/<edition>/badges/person/<public_id>")
@requires(Permission.PRINT_BADGES)
def person(edition: str, public_id: str) -> str:
    """Show one person's badges: which is valid, what was printed when."""
    return _page(_person(public_id), ReissueForm(formdata=None))


@bp.get("/e/<edition>/badges/person/<public_id>.pdf")
@requires(Permission.PRINT_BADGES)
def person_pdf(edition: str, public_id: str) -> Response:
    """Print one badge, and write down that it was printed."""
    found, now = _person(public_id), utcnow()
    with transaction():
        drawn = draw_badge(found.id, actor_id=current_user.account_id, now=now)
    pdf = drawn.pdf()
    with transaction():
        record_single_print(drawn, current_edition(), actor_id=current_user.account_id, now=now)
    return badge_answer(pdf, drawn.reference, "pdf")


@bp.post("/e/<edition>/badges/person/<public_id>/reissue")
@requires(Permission.PRINT_BADGES)
def reissue(edition: str, public_id: str) -> Redirect | tuple[str, int]:
    """Issue a new badge; the old one stops working in the same moment."""
    found, form = _person(public_id), ReissueForm()
    if form.validate_on_submit():
        try:
            with transaction():
                issued = reissue_credential(
                    found.id, reason=form.reason.data, seen=form.seen, actor_id=current_user.account_id, now=utcnow(),
                    is_supervisor=may(Permission.SUPERVISE_DESK),
                )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            sentence = N_("Issue %(issue)s is ready to be printed. The old badge no longer works.")
            flash(_(sentence, issue=issued.issue), "success")
            return redirect(url_for("badges.person", public_id=public_id), 303)
    return _page(found, form), 422


def _page(found: Registration, form: ReissueForm) -> str:
    codes = list_credentials(found.id)
    form.issue.data = str(codes[0].issue) if codes else ""
    return render_template(
        "badges/person.html",
        person=found,
        event=current_edition(),
        form=form,
        category_name=text_for(found.category.names),
        is_approved=found.status is RegistrationStatus.APPROVED,
        status_name=_(STATUS_NAMES[found.status]),
        codes=codes,
        prints=queries.list_prints(found.id),
        reason_names={reason.value: _(name) for reason, name in REISSUE_NAMES.items()},
    )
