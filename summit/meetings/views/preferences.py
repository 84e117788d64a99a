"""What companies wish before the timetable is made, and turning the wishes into meetings."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.companies.queries.companies import find_company
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.registration.rules import search_key
from summit.web.access import current_edition, requires, signed_in
from summit.web.forms import translated

from ..forms.preferences import WishForm
from ..queries import preferences as queries
from ..queries.settings import get_settings
from ..rules.kinds import WISH_NAMES, Phase
from ..rules.preferences import MOST_MUSTS
from ..services import preferring as services
from .blueprints import meetings_bp
from .reader import reader_or_404


@meetings_bp.get("/preferences")
@signed_in
def preferences(edition: str) -> str:
    """Show every company that could be met, with what the reader's company has said."""
    event, reader = current_edition(), reader_or_404()
    words = search_key(request.args.get("q", "")[:100]).split()
    others = queries.list_others(event.id, reader.company_id)
    found = [other for other in others if all(word in other.search_key for word in words)]
    return render_template(
        "meetings/preferences.html",
        event=event,
        others=found,
        wishes=queries.wishes_of(reader.company_id),
        wish_names=WISH_NAMES,
        settings=get_settings(event.id),
        is_open=get_settings(event.id).phase is Phase.PREFERENCES,
        most_musts=MOST_MUSTS,
    )


@meetings_bp.post("/preferences/<company>")
@signed_in
def set_preference(edition: str, company: str) -> Response:
    """Say how much the reader's company wants to meet another."""
    event, reader = current_edition(), reader_or_404()
    target = find_company(event.id, company)
    form = WishForm()
    if target is None or not target.is_listed:
        abort(404)
    try:
        if form.validate_on_submit():
            with transaction():
                services.set_preference(reader, target, now=utcnow(), **form.values())
            flash(_("Your wish is saved."), "success")
    except DomainError as error:
        flash(translated(error), "error")
    return redirect(url_for(".preferences", q=request.args.get("q") or None, _anchor=f"c-{target.id}"), 303)


@meetings_bp.route("/settings/wishes", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def turn_wishes(edition: str) -> str | Response:
    """Show how many meetings follow from the wishes, then make them."""
    event = current_edition()
    if request.method == "GET":
        wished = queries.list_wished(event.id)
        musts = sum(one.is_must for one in wished)
        return render_template("meetings/turn_wishes.html", event=event, wished=len(wished), musts=musts)
    with transaction():
        made = services.turn_preferences(event.id, actor_id=current_user.account_id, now=utcnow())
    flash(ngettext("%(num)s meeting is agreed.", "%(num)s meetings are agreed.", made), "success")
    return redirect(url_for(".settings"), 303)
