"""The programme within the pages of other sites: read-only, the same for everybody, without cookies."""

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import escape

from summit.clock import utcnow
from summit.permissions import Permission
from summit.web.access import current_edition, public, requires
from summit.web.locale import read_in
from summit.web.security import allow_framing

from ...rules.showing import turns_passed, wanted_slots
from ..blueprints import agenda_bp, programme_bp
from .answering import impersonal_answer
from .asked import ALL_DAYS, Asked, View, read_asked
from .listing import Listing
from .look import Look, look_of
from .shown import Shown, shown_now
from .times import short_day, zone_words

_KEPT_SECONDS = 60
_QUESTIONS = ("day", "track", "hall", "lang", "view")
_SNIPPET = '<iframe src="{address}" title="{title}" width="100%" height="800" loading="lazy"></iframe>'


@programme_bp.get("/widget/")
@public
def widget(edition: str) -> Response:
    """Show a part of the programme in a frame: ?day=, ?track=, ?hall=, ?lang=, ?view=list or compact."""
    read_in(request.args.get("lang"))
    allow_framing()
    shown = shown_now(current_edition())
    if shown is None:
        return impersonal_answer((), lambda: render_template("agenda/programme/widget.html", shown=None))
    look, now = look_of(shown), utcnow()
    asked = read_asked(look, now, None)
    parts = (shown.key, asked.day, turns_passed(look.turning_points, now))
    return impersonal_answer(parts, lambda: _write(shown, look, asked), seconds=_KEPT_SECONDS)


def _write(shown: Shown, look: Look, asked: Asked) -> str:
    slots = wanted_slots(shown.programme, asked.filters, {})
    return render_template(
        "agenda/programme/widget.html",
        shown=shown,
        days=Listing(look, utcnow(), "", {}).days(slots),
        compact=asked.view is View.COMPACT,
        zone_name=zone_words(shown.zone, slots[0].starts_at if slots else utcnow()),
    )


@agenda_bp.get("/embedding/")
@requires(Permission.MANAGE_AGENDA)
def embedding(edition: str) -> str:
    """Show organisers what to copy into their own site."""
    shown = shown_now(current_edition())
    look = look_of(shown) if shown else None
    chosen = {name: request.args.get(name, "")[:200] for name in _QUESTIONS}
    address = url_for("programme.widget", _external=True, **{name: value for name, value in chosen.items() if value})
    return render_template(
        "agenda/programme/embedding.html",
        look=look,
        days=_days(look) if look else [],
        tracks=[(one.id, one.plain_name) for one in look.tracks.values()] if look else [],
        halls=[(one.id, one.plain_name) for one in look.halls.values()] if look else [],
        chosen=chosen,
        address=address,
        snippet=_SNIPPET.format(address=escape(address), title=escape(_("Programme"))),
    )


def _days(look: Look) -> list[tuple[str, str]]:
    return [(day.isoformat(), short_day(day, look.language)) for day in look.days] + [(ALL_DAYS, _("All days"))]
