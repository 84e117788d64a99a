"""The programme of an edition: its list and its timetable, of the newest release, an old one or the draft."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, current_app, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from summit.clock import utcnow
from summit.permissions import Permission
from summit.web.access import current_edition, may, public, requires

from ...rules.kinds import FORMAT_NAMES, SessionKind
from ...rules.showing import Slots, count_sessions, heard_languages, turns_passed, wanted_slots
from ...rules.timing import programme_day
from ..blueprints import agenda_bp, programme_bp
from .answering import answer
from .asked import ALL_DAYS, Asked, View, read_asked
from .listing import Listing, grid_styles, tab_label, write_part
from .look import Look, look_of, texts_to_search
from .reader import Following, find_following
from .shown import Shown, Source, shown_draft, shown_now, shown_version
from .times import offered_zones, zone_words

Answer = Response | str


@dataclass(frozen=True, slots=True)
class Link:
    """A tab, or one of several ways to see the same."""

    label: str
    url: str
    current: bool


@programme_bp.get("/")
@public
def index(edition: str) -> Answer:
    """Show the programme as everybody may see it."""
    event = current_edition()
    shown = shown_now(event)
    return programme_page(shown) if shown else render_template("agenda/programme/empty.html", event=event)


@programme_bp.get("/versions/<int:number>/")
@public
def version(edition: str, number: int) -> Answer:
    """Show what an earlier release said."""
    shown = shown_version(current_edition(), number)
    return programme_page(shown) if shown else abort(404)


@agenda_bp.get("/preview/")
@requires(Permission.MANAGE_AGENDA)
def preview(edition: str) -> Answer:
    """Show organisers what a release made now would show."""
    return programme_page(shown_draft(current_edition()))


def programme_page(shown: Shown) -> Response:
    """Answer with a programme, or with 304 where the reader has this very page."""
    now, look = utcnow(), look_of(shown)
    following = find_following(shown, look)
    today = programme_day(now, shown.zone)
    asked = read_asked(look, now, following.own_sessions)
    turns = (turns_passed(look.turning_points, now), today if today in look.days else None)
    parts = (shown.key, asked.day, asked.zone, turns, following.mark)
    return answer(parts, lambda: _write(shown, look, asked, following, now, turns))


def _write(
    shown: Shown, look: Look, asked: Asked, following: Following, now: datetime, turns: tuple[object, ...]
) -> str:
    texts = texts_to_search(shown) if asked.filters.tokens else {}
    slots = wanted_slots(shown.programme, asked.filters, texts)
    listing = Listing(look, now, asked.zone, following.taken)
    styles, body = _body(listing, asked, slots, following, turns)
    return render_template(
        "agenda/programme/index.html",
        shown=shown,
        look=look,
        asked=asked,
        following=following,
        body=body,
        styles=styles,
        count=count_sessions(shown.programme, slots),
        is_empty=not slots,
        days=_day_tabs(look, asked),
        keep_pages=_pages_to_keep(look),
        take_away=_take_away(shown),
        views=_view_links(asked),
        choices=_choices(look),
        zone_name=zone_words(shown.zone, slots[0].starts_at if slots else now),
        zones=offered_zones(look.language),
    )


def _body(
    listing: Listing, asked: Asked, slots: Slots, following: Following, turns: tuple[object, ...]
) -> tuple[Markup, Markup]:
    """Return the style and the body of the list or timetable; what is the same for all readers is written once."""

    def write() -> tuple[Markup, Markup]:
        return _written(listing, asked, slots, following)

    if following.is_personal or asked.filters.tokens:
        return write()
    key = (asked.view, asked.filters, asked.zone, turns, following.mark)
    return listing.look.fragments.get(key, write)


def _written(listing: Listing, asked: Asked, slots: Slots, following: Following) -> tuple[Markup, Markup]:
    one_day = asked.day is not None
    if asked.view is View.GRID:
        grids = listing.grids(slots)
        return grid_styles(grids), write_part("grid.html", grids=grids, following=following, one_day=one_day)
    days = listing.days(slots)
    return Markup(), write_part("list.html", days=days, following=following, one_day=one_day)


def _day_tabs(look: Look, asked: Asked) -> list[Link]:
    days = [Link(tab_label(day, look), asked.url(day=day.isoformat()), asked.day == day) for day in look.days]
    everything = Link(_("All days"), asked.url(day=ALL_DAYS), asked.day is None)
    return [*days, everything] if len(days) > 1 else days


def _pages_to_keep(look: Look) -> list[str]:
    """Return what a reader needs without a network: each day, and what takes place now."""
    days = [url_for("programme.index", day=day.isoformat()) for day in look.days]
    return [url_for("programme.index"), *days, url_for("programme.now")]


def _view_links(asked: Asked) -> list[Link]:
    return [
        Link(_("List"), asked.url(view=""), asked.view is not View.GRID),
        Link(_("Timetable"), asked.url(view="grid"), asked.view is View.GRID),
    ]


def _take_away(shown: Shown) -> list[Link]:
    """Return the other forms in which the present programme can be had."""
    if shown.source is not Source.CURRENT:
        return []
    forms = (
        ("programme.schedule_ics", _("Calendar to subscribe to (iCalendar)")),
        ("programme.pdf", _("Programme to print (PDF)")),
        ("programme.schedule_xml", _("For programme apps (schedule.xml)")),
        ("programme.schedule_json", _("For developers (schedule.json)")),
        ("programme.schedule_xlsx", _("Spreadsheet (XLSX)")),
        ("programme.changes", _("What has changed")),
    )
    links = [Link(label, url_for(name), False) for name, label in forms if name in current_app.view_functions]
    if may(Permission.MANAGE_AGENDA):
        links.append(Link(_("Show it on another site"), url_for("agenda.embedding"), False))
    return links


def _choices(look: Look) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Return (name, label, what stands for no choice, choices) of each question that has an answer to choose."""
    sessions = [session for session in look.programme.sessions if session.kind is SessionKind.SESSION]
    used = {hall_id for slot in look.programme.slots for hall_id in slot.hall_ids}
    halls = [hall for hall in look.halls.values() if hall.id in used]
    languages = sorted({tag for session in sessions for tag in heard_languages(session)}, key=look.language_name)
    formats = [name for name in FORMAT_NAMES if any(session.format is name for session in sessions)]
    choices = (
        ("hall", _("Place"), _("All places"), [(str(one.id), one.plain_name) for one in halls]),
        ("track", _("Track"), _("All tracks"), [(str(one.id), one.plain_name) for one in look.tracks.values()]),
        ("language", _("Language"), _("All languages"), [(tag, look.language_name(tag)) for tag in languages]),
        ("format", _("Format"), _("All formats"), [(name.value, _(FORMAT_NAMES[name])) for name in formats]),
    )
    return [choice for choice in choices if len(choice[3]) > 1]
