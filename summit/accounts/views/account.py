"""One's own account and its signed-in browsers."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.web.access import signed_in
from summit.web.security import cookie_name, cookie_options

from .. import queries, services
from ..forms import ProfileForm
from .browser import bp, status_of
from .sign_in import Answer


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> Answer:
    """Show and change one's own name and language."""
    form = ProfileForm(name=current_user.name, language=current_user.language)
    if form.validate_on_submit():
        with transaction():
            services.update_profile(current_user.account_id, name=form.name.data, language=form.language.data)
        flash(_("Your account is changed."), "success")
        response = redirect(url_for("accounts.account"), 303)
        name, options = cookie_name(current_app, "language"), cookie_options(current_app)
        response.delete_cookie(name, **options)
        return response
    codes = queries.count_recovery_codes(current_user.account_id) if current_user.is_staff else 0
    return render_template("accounts/account.html", form=form, recovery_codes=codes), status_of(form)


@bp.get("/account/sessions")
@signed_in
def sessions() -> str:
    """List the browsers that are signed in."""
    living = queries.list_sessions(current_user.account_id, utcnow())
    return render_template("accounts/sessions.html", sessions=living)


@bp.post("/account/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> Response:
    """Sign another browser out."""
    with transaction():
        ended = services.end_session(current_user.account_id, session_id, now=utcnow())
    if not ended:
        abort(404)
    flash(_("This browser is signed out."), "success")
    return redirect(url_for("accounts.sessions"), 303)


@bp.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> Response:
    """Sign all other browsers out."""
    with transaction():
        services.end_other_sessions(current_user.account_id, current_user.session_id, now=utcnow())
    flash(_("All other browsers are signed out."), "success")
    return redirect(url_for("accounts.sessions"), 303)
