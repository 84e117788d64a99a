"""Signing in by password, and setting one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from summit.clock import utcnow
from summit.errors import DomainError
from summit.web.access import public, signed_in

from .. import queries, rules, services
from ..forms import ChangePasswordForm, LinkForm, NewPasswordForm, PasswordSignInForm
from .browser import admit, bp, carried_secret, network_address, refuse, status_of, user_agent
from .sign_in import Answer, ask_for_link, link_refused


@bp.route("/sign-in/staff", methods=["GET", "POST"])
@public
def sign_in_staff() -> Answer:
    """Sign staff in by e-mail and password."""
    form, status = PasswordSignInForm(next=request.args.get("next", "")), 200
    if form.validate_on_submit():
        try:
            return admit(_check(form), form.next.data)
        except DomainError as error:
            status = refuse(form, error)
    elif form.is_submitted():
        status = 422
    return render_template("accounts/sign_in_staff.html", form=form), status


def _check(form: PasswordSignInForm) -> str:
    return services.sign_in_by_password(
        form.email.data,
        form.password.data,
        browser=user_agent(),
        address=network_address(),
        replacing=carried_secret(),
        now=utcnow(),
    )


@bp.route("/sign-in/staff/forgotten", methods=["GET", "POST"])
@public
def forgotten_password() -> Answer:
    """Have a link mailed to staff by which to set a password."""
    return ask_for_link(LinkForm(), rules.LinkPurpose.SET_PASSWORD, "accounts/forgotten_password.html")


@bp.route("/sign-in/password/<secret>", methods=["GET", "POST"])
@public
def set_password(secret: str) -> Answer:
    """Set a password by a mailed link."""
    form = NewPasswordForm()
    try:
        _link, account = queries.get_usable_link(secret, rules.LinkPurpose.SET_PASSWORD, utcnow())
    except DomainError as refusal:
        return link_refused(refusal, "accounts.forgotten_password")
    status = status_of(form)
    if form.validate_on_submit():
        try:
            started = _set(secret, form.new_password.data)
        except DomainError as error:
            status = refuse(form, error, "new_password")
        else:
            answer = admit(started, None)
            flash(_("Your password is set."), "success")
            return answer
    return render_template("accounts/set_password.html", form=form, account=account), status


def _set(secret: str, password: str) -> str:
    return services.set_password_by_link(
        secret, password, browser=user_agent(), replacing=carried_secret(), now=utcnow()
    )


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Answer:
    """Change one's own password."""
    form = ChangePasswordForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            _change(form)
        except rules.PasswordRefused as error:
            status = refuse(form, error, "present_password")
        except DomainError as error:
            status = refuse(form, error, "new_password")
        else:
            flash(_("Your password is changed; all other browsers are signed out."), "success")
            return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/change_password.html", form=form), status


def _change(form: ChangePasswordForm) -> None:
    services.change_password(
        current_user.account_id,
        current_user.session_id,
        form.present_password.data,
        form.new_password.data,
        address=network_address(),
        now=utcnow(),
    )
