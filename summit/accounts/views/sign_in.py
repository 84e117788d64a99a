"""Signing in by a mailed link, and signing out."""

from flask import redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import public
from summit.web.forms import translated

from .. import queries, rules, services
from ..forms import ConfirmForm, LinkForm
from .browser import admit, bp, carried_secret, network_address, onward, refuse, status_of, user_agent

Answer = Response | tuple[str, int]


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """Ask for the address to mail a link to."""
    form = LinkForm(next=request.args.get("next", ""))
    if request.method == "GET" and current_user.is_authenticated:
        return onward(form.next.data)
    return ask_for_link(form, rules.LinkPurpose.SIGN_IN, "accounts/sign_in.html")


def ask_for_link(form: LinkForm, purpose: rules.LinkPurpose, template: str) -> Answer:
    """Take the form that has a link mailed; the answer is the same whoever asks."""
    status = status_of(form)
    if form.validate_on_submit():
        try:
            with transaction():
                services.ask_for_link(
                    purpose,
                    form.email.data,
                    next_url=form.next.data or "",
                    address=network_address(),
                    now=utcnow(),
                )
        except DomainError as error:
            status = refuse(form, error)
        else:
            return redirect(url_for("accounts.link_sent"), 303)
    return render_template(template, form=form), status


@bp.get("/sign-in/sent")
@public
def link_sent() -> str:
    """Say that a link is on its way if the address is known."""
    return render_template("accounts/link_sent.html")


@bp.route("/sign-in/link/<secret>", methods=["GET", "POST"])
@public
def sign_in_by_link(secret: str) -> Answer:
    """Sign in by a mailed link: a button first, because programs that check mails open every link."""
    form = ConfirmForm()
    try:
        if form.validate_on_submit():
            agent, replacing, now = user_agent(), carried_secret(), utcnow()
            with transaction():
                started = services.sign_in_by_link(secret, browser=agent, replacing=replacing, now=now)
            return admit(*started)
        _, account = queries.get_usable_link(secret, rules.LinkPurpose.SIGN_IN, utcnow())
    except DomainError as refusal:
        return link_refused(refusal, "accounts.sign_in")
    return render_template("accounts/confirm_link.html", form=form, account=account), status_of(form)


def link_refused(refusal: DomainError, ask_again: str) -> tuple[str, int]:
    """Say why a link does not work and where to get a new one."""
    page = render_template("accounts/link_refused.html", message=translated(refusal), ask_again=url_for(ask_again))
    return page, 410


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session of this browser."""
    secret = carried_secret()
    if secret is not None:
        with transaction():
            services.end_session_by_secret(secret, now=utcnow())
    session.clear()
    return redirect("/", 303)
