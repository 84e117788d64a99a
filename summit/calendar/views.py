"""The delegate's own calendar: the page, its secret address, and what programs fetch there."""

from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.events.rules import on_accent
from summit.paper.press import make_pdf
from summit.registration.models import Registration
from summit.registration.queries.registrations import find_approved
from summit.web.access import current_edition, public, signed_in
from summit.web.filters import text_for
from summit.web.locale import current_language
from summit.web.paper import paper_css, render_paper

from . import queries, services
from .ical import MEDIA_TYPE, write_calendar
from .rules import ENTRY_NAMES, EntryKind, days_of

bp = Blueprint("calendar", __name__)

_TONES = {
    EntryKind.SIGNED_UP: "positive",
    EntryKind.WAITING: "caution",
    EntryKind.SPEAKING: "accent",
    EntryKind.MEETING: "accent",
}
# Pages of other packages to which this one leads, where they are installed.
_NEIGHBOURS = {"programme": "programme.index", "pdf": "calendar.pdf"}


@bp.get("/e/<edition>/my-agenda/")
@signed_in
def mine(edition: str) -> str:
    """Show the reader's own agenda, day by day."""
    event = current_edition()
    person = find_approved(event.id, current_user.account_id)
    entries = queries.list_entries(event.id, [person.id])[person.id] if person else []
    return render_template(
        "calendar/mine.html",
        person=person,
        days=days_of(entries, event.time_zone, utcnow()),
        day_name=_day_name,
        names=ENTRY_NAMES,
        tones=_TONES,
        addresses=_addresses(person) if person else {},
        links={
            name: url_for(endpoint) for name, endpoint in _NEIGHBOURS.items() if endpoint in current_app.view_functions
        },
        accent=event.accent,
        on_accent=on_accent(event.accent),
    )


def _day_name(day: date) -> str:
    """Write a day with its weekday in the reader's language."""
    return format_date(day, format="full", locale=get_locale())


def _addresses(person: Registration) -> dict[str, Any]:
    """Return the address of the person's calendar in both spellings, and when it was last fetched."""
    feed = queries.find_feed(person.id)
    if feed is None:
        return {}
    secret = services.feed_secret(person, feed.issue)
    base_url = current_app.extensions["summit_config"].base_url
    https = f"{base_url}{url_for('calendar.feed', secret=secret)}"
    webcal = f"webcal://{https.partition('://')[2]}"
    return {"https": https, "webcal": webcal, "fetched_at": feed.fetched_at}


@bp.get("/e/<edition>/my-agenda/agenda.pdf")
@signed_in
def pdf(edition: str) -> Response:
    """Give the reader their own agenda on paper, in the language in which they read."""
    event, person, language = current_edition(), _person_or_404(), current_language()
    entries = queries.list_entries(event.id, [person.id])[person.id]
    html = render_paper(
        "calendar/paper/agenda.html",
        language,
        zone=event.time_zone,
        event=event,
        name=person.name_latin,
        days=days_of(entries, event.time_zone, utcnow()),
        names=ENTRY_NAMES,
        now=utcnow(),
    )
    sheets = [*paper_css("agenda", language), f"html {{ --accent: {event.accent} }}"]
    answer = Response(make_pdf(html, css=sheets), mimetype="application/pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="agenda.pdf"'
    return answer


@bp.post("/e/<edition>/my-agenda/feed")
@signed_in
def renew_feed(edition: str) -> Response:
    """Give the reader's calendar a new address."""
    person = _person_or_404()
    with transaction():
        services.renew_feed(person.id, now=utcnow())
    flash(_("Your calendar has a new address. An earlier one does not work any more."), "success")
    return redirect(url_for("calendar.mine", _anchor="subscribe"), 303)


@bp.post("/e/<edition>/my-agenda/feed/off")
@signed_in
def revoke_feed(edition: str) -> Response:
    """Switch the address of the reader's calendar off."""
    person = _person_or_404()
    with transaction():
        services.revoke_feed(person.id)
    flash(_("The address of your calendar is switched off."), "success")
    return redirect(url_for("calendar.mine", _anchor="subscribe"), 303)


def _person_or_404() -> Registration:
    return find_approved(current_edition().id, current_user.account_id) or abort(404)


@bp.get("/calendar/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """Give a calendar program what its owner has agreed to and starred, in the owner's language."""
    owner = services.find_by_feed_secret(secret) or abort(404)
    if services.is_fetch_due(owner.feed.fetched_at, utcnow()):
        with transaction():
            services.note_fetch(owner.registration.id, now=utcnow())
    answer = Response(_calendar_of(owner.registration), mimetype=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    answer.add_etag()
    return answer.make_conditional(request)


def _calendar_of(person: Registration) -> bytes:
    event = person.event
    with force_locale(person.language.replace("-", "_")):
        name = _("My agenda: %(event)s", event=text_for(event.names, person.language))
    return write_calendar(
        queries.list_entries(event.id, [person.id])[person.id],
        name=name,
        language=person.language,
        time_zone=event.time_zone,
        base_url=current_app.extensions["summit_config"].base_url,
    )
