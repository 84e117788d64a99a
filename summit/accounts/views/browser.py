"""What the pages of this package share: the browser's session, and where to go on to."""

from flask import Blueprint, current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.web.forms import SummitForm
from summit.web.locale import safe_next
from summit.web.navigation import staff_home

from .. import queries, rules, services
from ..models import Principal

bp = Blueprint("accounts", __name__)
SESSION_KEY = "_user_id"


def load_principal(secret: str) -> Principal | None:
    """Return who carries this session secret, noting now and then that they were here (flask-login asks this)."""
    now = utcnow()
    principal = queries.find_principal(rules.hash_of(secret), now)
    if principal is None or not principal.is_alive(now):
        return None
    if now - principal.last_seen_at >= rules.SEEN_EVERY:
        with transaction():
            services.touch_session(principal.session_id, now=now)
    return principal


def carried_secret() -> str | None:
    """Return the session secret the browser carries, whether it still lives or not."""
    return session.get(SESSION_KEY)


def carry(secret: str) -> None:
    """Let the browser carry this session and nothing from before it."""
    session.clear()
    session.permanent = True
    session[SESSION_KEY] = secret


def admit(secret: str, next_url: str | None) -> Response:
    """Sign the browser in and send it on: to its second factor if it owes one, else where it wanted to go."""
    carry(secret)
    principal = queries.find_principal(rules.hash_of(secret), utcnow())
    if principal is not None and principal.owes_second_factor:
        return redirect(url_for("accounts.second_factor", next=next_url or None), 303)
    return onward(next_url)


def onward(next_url: str | None) -> Response:
    """Go to the wanted page of this site, else where staff work and to the registrations of everybody else."""
    registrations = url_for("registration.mine") if "registration.mine" in current_app.view_functions else "/"
    return redirect(safe_next(next_url, staff_home() or registrations), 303)


def network_address() -> str:
    """Return from which network address the request comes."""
    return request.remote_addr or ""


def user_agent() -> str:
    """Return what the browser says of itself."""
    return request.user_agent.string


def refuse(form: SummitForm, error: DomainError, field: str | None = None) -> int:
    """Show a refusal at the form and return the status of the answer."""
    form.refuse(error, field)
    return 429 if isinstance(error, rules.TooManyAttempts) else 422


def status_of(form: SummitForm) -> int:
    """Return 200 for a page that is only looked at and 422 for a form that was not accepted."""
    return 422 if form.is_submitted() else 200
