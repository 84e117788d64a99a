"""The colleagues of a company: who they are, what they may do, and who is invited."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import signed_in
from summit.web.locale import current_language

from ..forms.colleagues import InviteForm, RoleForm
from ..models import CompanyMember
from ..queries.companies import list_members
from ..queries.own import list_invitations
from ..rules.status import MEMBER_ROLE_NAMES, CompanyStatus, MemberRole
from ..services import invitations, members
from .blueprints import companies_bp
from .editing import Answer
from .reader import find_reader, manager_or_403


@companies_bp.get("/mine/colleagues")
@signed_in
def colleagues(edition: str) -> str:
    """Show the colleagues, their roles, and the open invitations."""
    return _page(find_reader() or abort(404))


@companies_bp.post("/mine/colleagues")
@signed_in
def invite_colleague(edition: str) -> Answer:
    """Invite somebody by mail, or say why not."""
    member, form = manager_or_403(), InviteForm()
    if form.validate_on_submit():
        try:
            with transaction():
                invitations.invite(
                    member.company_id,
                    form.email.data or "",
                    MemberRole(str(form.role.data)),
                    registration_id=member.registration_id,
                    **_sender(member),
                )
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The invitation is on its way."), "success")
            return redirect(url_for(".colleagues"), 303)
    return _page(member, form), form.status


def _sender(member: CompanyMember) -> dict[str, Any]:
    return {
        "inviter": member.registration.name_latin,
        "language": current_language(),
        "actor_id": current_user.account_id,
        "now": utcnow(),
    }


@companies_bp.post("/mine/colleagues/invitations/<int:invitation_id>/resend")
@signed_in
def resend_invitation(edition: str, invitation_id: int) -> Answer:
    """Send an invitation once more, or say why not."""
    member = manager_or_403()
    try:
        with transaction():
            invitations.resend(member.company_id, invitation_id, **_sender(member))
    except DomainError as error:
        return _refused(member, error)
    flash(_("The invitation is on its way."), "success")
    return redirect(url_for(".colleagues"), 303)


@companies_bp.post("/mine/colleagues/invitations/<int:invitation_id>/revoke")
@signed_in
def revoke_invitation(edition: str, invitation_id: int) -> Answer:
    """Make an invitation useless, or say why not."""
    member = manager_or_403()
    try:
        with transaction():
            invitations.revoke(member.company_id, invitation_id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        return _refused(member, error)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for(".colleagues"), 303)


@companies_bp.post("/mine/colleagues/<int:member_id>/role")
@signed_in
def change_role(edition: str, member_id: int) -> Answer:
    """Give a colleague another role, or say why not."""
    member, form = manager_or_403(), RoleForm()
    if not form.validate_on_submit():
        return _page(member, role_form=form), form.status
    try:
        with transaction():
            members.change_role(
                member.company_id,
                member_id,
                MemberRole(str(form.role.data)),
                actor_id=current_user.account_id,
                now=utcnow(),
            )
    except DomainError as error:
        return _refused(member, error)
    flash(_("The role is changed."), "success")
    return redirect(url_for(".colleagues"), 303)


@companies_bp.post("/mine/colleagues/<int:member_id>/remove")
@signed_in
def remove_colleague(edition: str, member_id: int) -> Answer:
    """Take a colleague out of the company, or say why not."""
    member = manager_or_403()
    try:
        with transaction():
            members.remove_member(member.company_id, member_id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        return _refused(member, error)
    flash(_("The colleague does not belong to the company any more."), "success")
    return redirect(url_for(".mine" if member_id == member.id else ".colleagues"), 303)


@companies_bp.post("/mine/colleagues/leave")
@signed_in
def leave(edition: str) -> Answer:
    """Let somebody leave their company, or say why not."""
    member = find_reader() or abort(404)
    try:
        with transaction():
            members.remove_member(member.company_id, member.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        return _refused(member, error)
    flash(_("You have left the company."), "success")
    return redirect(url_for(".mine"), 303)


def _refused(member: CompanyMember, error: DomainError) -> Answer:
    form = InviteForm(formdata=None)
    form.refuse(error)
    return _page(member, form), 422


def _page(member: CompanyMember, form: InviteForm | None = None, role_form: RoleForm | None = None) -> str:
    now = utcnow()
    rows = list_invitations(member.company_id)
    return render_template(
        "companies/colleagues.html",
        me=member,
        company=member.company,
        is_manager=member.role is MemberRole.MANAGER,
        members=list_members(member.company_id),
        invitations=[(row, row.expires_at > now) for row in rows],
        form=form or InviteForm(formdata=None),
        role_form=role_form,
        role_names=MEMBER_ROLE_NAMES,
        can_invite=member.company.status is not CompanyStatus.WITHDRAWN,
    )
