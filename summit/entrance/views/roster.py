"""The evacuation roster: who is inside, by zone, on a page that the device keeps and that prints."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, abort, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from summit.clock import utcnow
from summit.database import transaction
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, may, public, requires
from summit.web.keeping import kept, page_worker

from ..queries.roster import read_rosters
from ..rules.roster import DOUBT_SENTENCES, ZoneRoster, count_people
from ..services.roster import note_roster_look
from .blueprint import live_bp


@live_bp.get("/roster/")
@requires(Permission.VIEW_SCANS)
def roster(edition: str) -> Response:
    """Show who is inside, of all zones or of one; the look is recorded."""
    event, now, zone = current_edition(), utcnow(), request.args.get("zone", "")
    everywhere = read_all(event, now)
    rosters = of_zone(everywhere, zone)
    people, is_copy = count_people(rosters), request.headers.get("Sec-Fetch-Dest") == "empty"
    with transaction():
        note_roster_look(event.id, actor_id=current_user.account_id, zone=zone, people=people, kept=is_copy)
    page = render_template(
        "entrance/live/roster.html",
        event=event,
        now=now,
        zone=zone,
        zones=[one.zone for one in everywhere],
        rosters=[(one, [_(DOUBT_SENTENCES[doubt]) for doubt in one.doubts]) for one in rosters],
        people=people,
        assisted=_count_assisted(rosters),
        is_estimate=any(one.doubts for one in rosters),
        rights=rights(),
    )
    return kept(make_response(page))


@live_bp.get("/roster/offline/")
@requires(Permission.VIEW_SCANS)
def roster_offline(edition: str) -> Response:
    """Say that there is no network, and which lists were kept."""
    current_edition()
    return kept(make_response(render_template("entrance/live/offline.html")))


@live_bp.get("/roster/worker.js")
@public
def roster_worker(edition: str) -> Response:
    """Serve the service worker from the folder of the roster, so that it governs its pages and nothing else."""
    current_edition()
    return page_worker()


def rights() -> dict[str, bool]:
    """Return what of a person the reader sees: what help they need, and their number.

    That somebody needs assistance is told to every reader, as it is at the gate; what they wrote about it only to
    those who may see sensitive data and to supervisors at the doors, who have to act on it.
    """
    return {
        "shows_needs": may(Permission.VIEW_SENSITIVE_DATA) or may(Permission.OVERRIDE_SCANS),
        "shows_phone": may(Permission.VIEW_REGISTRATIONS),
    }


def read_all(event: Event, now: datetime) -> tuple[ZoneRoster, ...]:
    """Return the lists of all zones as the reader may see them."""
    return read_rosters(event.id, now, **rights())


def of_zone(rosters: Sequence[ZoneRoster], letter: str) -> Sequence[ZoneRoster]:
    """Return the list of the zone with the letter, or all for ""; 404 for a letter that is none."""
    if not letter:
        return rosters
    return [one for one in rosters if one.zone.letter == letter] or abort(404)


def _count_assisted(rosters: Sequence[ZoneRoster]) -> int:
    lines: list[Any] = [line for one in rosters for line in one.lines]
    return len({line.person.registration_id for line in lines if line.person.needs_assistance})
