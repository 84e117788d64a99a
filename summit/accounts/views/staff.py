"""The staff of an edition."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import ROLE_NAMES, Permission, Role
from summit.web.access import current_edition, requires
from summit.web.locale import current_language

from .. import queries, rules, services
from ..forms import InviteForm
from .browser import bp, refuse, status_of
from .sign_in import Answer


@bp.route("/e/<edition>/staff", methods=["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def staff(edition: str) -> Answer:
    """List who does what in an edition, and invite somebody."""
    event = current_edition()
    form = InviteForm().offer(rules.grantable_roles(current_user.roles_in(event.id)))
    status = status_of(form)
    if form.validate_on_submit():
        try:
            with transaction():
                invited = _invite(form, event)
        except DomainError as error:
            status = refuse(form, error, "role")
        else:
            flash(_("The invitation is on its way.") if invited else _("They have this role already."), "success")
            return redirect(url_for("accounts.staff"), 303)
    grants = queries.list_staff(event.id)
    return render_template("accounts/staff.html", form=form, grants=grants, role_names=ROLE_NAMES), status


def _invite(form: InviteForm, event: object) -> bool:
    return services.invite_staff(
        form.email.data,
        Role(form.role.data),
        event.id,  # type: ignore[attr-defined]
        event.names,  # type: ignore[attr-defined]
        language=current_language(),
        actor_id=current_user.account_id,
        now=utcnow(),
    )


@bp.post("/e/<edition>/staff/<int:grant_id>/withdraw")
@requires(Permission.MANAGE_STAFF)
def withdraw_role(edition: str, grant_id: int) -> Response:
    """Take a role back."""
    with transaction():
        services.withdraw_role(grant_id, current_edition().id, actor_id=current_user.account_id)
    flash(_("The role is withdrawn."), "success")
    return redirect(url_for("accounts.staff"), 303)


@bp.post("/e/<edition>/staff/<int:grant_id>/reset-second-factor")
@requires(Permission.MANAGE_STAFF)
def reset_staff_second_factor(edition: str, grant_id: int) -> Response:
    """Let somebody who lost their phone set up a new second factor."""
    with transaction():
        services.reset_staff_second_factor(grant_id, current_edition().id, actor_id=current_user.account_id)
    flash(_("They will be asked to set up a new second factor when they next sign in."), "success")
    return redirect(url_for("accounts.staff"), 303)
