"""The page behind an invitation."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.forms import ContentForm
from summit.web.access import current_edition, public, signed_in

from ..models import CompanyInvitation
from ..rules.colleagues import INVITATION_ANSWERS, InvitationState
from ..rules.status import MEMBER_ROLE_NAMES
from ..services import invitations
from .blueprints import companies_bp
from .editing import Answer
from .reader import find_delegate, find_reader


@companies_bp.get("/join/<invitation>")
@public
def join(edition: str, invitation: str) -> tuple[str, int]:
    """Show who invites, and what the reader still has to do."""
    found = _found(invitation)
    state = invitations.state_of(found, utcnow())
    return _page(found, invitation), 200 if state is InvitationState.OPEN else 410


@companies_bp.post("/join/<invitation>")
@signed_in
def accept_invitation(edition: str, invitation: str) -> Answer:
    """Let the reader join the company, or say why not."""
    found, form, delegate = _found(invitation), ContentForm(), find_delegate()
    if delegate is None or not form.validate_on_submit():
        return _page(found, invitation, form), 422
    try:
        with transaction():
            invitations.join(found, delegate.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        form.refuse(error)
        return _page(_found(invitation), invitation, form), 422
    flash(_("Welcome. You belong to the company now."), "success")
    return redirect(url_for(".mine"), 303)


@companies_bp.after_request
def keep_address(answer: Response) -> Response:
    """Let no other site learn the address of an invitation."""
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    return answer


def _found(secret: str) -> CompanyInvitation:
    return invitations.find_by_secret(current_edition().id, secret) or abort(404)


def _page(found: CompanyInvitation, secret: str, form: ContentForm | None = None) -> str:
    state = invitations.state_of(found, utcnow())
    is_known = current_user.is_authenticated
    return render_template(
        "companies/join.html",
        secret=secret,
        company=found.company,
        role_name=MEMBER_ROLE_NAMES[found.role],
        answer=None if state is InvitationState.OPEN else INVITATION_ANSWERS[state],
        expires_at=found.expires_at,
        reader=find_reader() if is_known else None,
        delegate=find_delegate() if is_known else None,
        form=form or ContentForm(formdata=None),
    )
