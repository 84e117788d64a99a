"""The second factor: showing it, setting it up, setting it up anew."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import before_second_factor, signed_in

from .. import services
from ..forms import CodeForm
from .browser import bp, carry, network_address, onward, refuse, status_of
from .sign_in import Answer


@bp.route("/second-factor", methods=["GET", "POST"])
@before_second_factor
def second_factor() -> Answer:
    """Ask for a code of the authenticator app."""
    form = CodeForm(next=request.args.get("next", ""))
    if not current_user.is_staff or current_user.second_factor_at is not None:
        return onward(form.next.data)
    if not current_user.has_second_factor:
        return redirect(url_for("accounts.set_up_second_factor", next=form.next.data or None), 303)
    status = status_of(form)
    if form.validate_on_submit():
        try:
            carry(services.check_second_factor(*_who(), form.code.data, address=network_address(), now=utcnow()))
        except DomainError as error:
            status = refuse(form, error, "code")
        else:
            return onward(form.next.data)
    return render_template("accounts/second_factor.html", form=form), status


def _who() -> tuple[int, int]:
    return current_user.account_id, current_user.session_id


@bp.route("/second-factor/set-up", methods=["GET", "POST"])
@before_second_factor
def set_up_second_factor() -> Answer:
    """Teach an authenticator app the codes of this account, and take a first code as proof."""
    form = CodeForm(next=request.args.get("next", ""))
    if not current_user.is_staff:
        return onward(form.next.data)
    status = status_of(form)
    if form.validate_on_submit():
        try:
            return _finish_set_up(form)
        except DomainError as error:
            status = refuse(form, error, "code")
    with transaction():
        set_up = services.prepare_second_factor(current_user.account_id)
    if set_up is None:
        return redirect(url_for("accounts.second_factor", next=form.next.data or None), 303)
    return render_template("accounts/set_up_second_factor.html", form=form, set_up=set_up), status


def _finish_set_up(form: CodeForm) -> tuple[str, int]:
    secret, codes = services.confirm_second_factor(*_who(), form.code.data, address=network_address(), now=utcnow())
    carry(secret)
    return render_template("accounts/recovery_codes.html", codes=codes, next_url=form.next.data), 200


@bp.post("/second-factor/reset")
@signed_in
def reset_second_factor() -> Response:
    """Forget one's own second factor and go on to set up a new one."""
    with transaction():
        services.reset_second_factor(current_user.account_id, actor_id=current_user.account_id)
    return redirect(url_for("accounts.set_up_second_factor"), 303)
