"""The page of a session: everything that is known of it, with structured data for search engines."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from summit.clock import utcnow
from summit.events.queries import list_categories
from summit.web.access import current_edition, public
from summit.web.filters import localized

from ...rules.programme import ProgrammeMaterial, ProgrammeSession
from ...rules.showing import at_the_same_time, of_the_same_track, turns_passed
from ..blueprints import programme_bp
from .answering import answer
from .listing import Listing
from .look import Look, Words, look_of
from .reader import Following, find_following
from .shown import Shown, shown_now
from .structured import session_data
from .times import chosen_zone, offered_zones, zone_words


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go on."""

    label: str
    url: str
    is_elsewhere: bool = False


@programme_bp.get("/sessions/<code>")
@public
def session(edition: str, code: str) -> AnyResponse:
    """Show one session; whatever follows a dash after the code is for people and means nothing."""
    shown = shown_now(current_edition())
    found = find_session(shown, code) if shown else None
    if shown is None or found is None:
        abort(404)
    if code != found.code:
        return redirect(url_for("programme.session", code=found.code), 301)
    return _session_page(shown, look_of(shown), found)


def find_session(shown: Shown, code: str) -> ProgrammeSession | None:
    """Return the session with the code before the first dash, in any case."""
    wanted = code.partition("-")[0].upper()
    return next((one for one in shown.programme.sessions if one.code == wanted), None)


def _session_page(shown: Shown, look: Look, session: ProgrammeSession) -> Response:
    now, zone = utcnow(), chosen_zone()
    following = find_following(shown, look)
    turns = turns_passed(look.turning_points, now)
    parts = (shown.key, zone, turns, following.mark)
    return answer(parts, lambda: _write(shown, look, session, following, now, zone))


def _write(shown: Shown, look: Look, session: ProgrammeSession, following: Following, now: datetime, zone: str) -> str:
    listing = Listing(look, now, zone, following.taken)
    rows = listing.rows(shown.programme.slots_of_session.get(session.id, ()))
    return render_template(
        "agenda/programme/session.html",
        shown=shown,
        look=look,
        session=look.session(session.id),
        rows=rows,
        days=listing.days(tuple(row.slot for row in rows)),
        following=following,
        categories=_categories(shown, session),
        same_time=listing.rows(at_the_same_time(shown.programme, session)),
        same_track=listing.rows(of_the_same_track(shown.programme, session)),
        data=session_data(shown, look, session.id),
        zone_name=zone_words(shown.zone, rows[0].slot.starts_at if rows else now),
        zones=offered_zones(look.language),
        zone=zone,
        back=url_for("programme.session", code=session.code),
        links=_links(session),
        materials=_materials(session),
    )


def _links(session: ProgrammeSession) -> list[Link]:
    """Return where the reader can go on from the session: the stream, the recording, the own calendar."""
    links = [
        Link(_("Watch the stream"), session.stream_url, is_elsewhere=True),
        Link(_("Watch the recording"), session.recording_url, is_elsewhere=True),
        Link(_("Add to the calendar"), url_for("programme.schedule_ics", session=session.code)),
    ]
    return [link for link in links if link.url]


def _materials(session: ProgrammeSession) -> list[tuple[ProgrammeMaterial, str]]:
    """Return the materials with where each is downloaded."""
    return [(one, url_for("programme.material", material_id=one.id, name=one.file_name)) for one in session.materials]


def _categories(shown: Shown, session: ProgrammeSession) -> list[Words]:
    """Return the names of the categories that may attend, none where all may; a letter of old keeps its letter."""
    if not session.categories:
        return []
    names = {category.letter: localized(category.names) for category in list_categories(shown.event.id)}
    return [names.get(letter, letter) for letter in session.categories]
