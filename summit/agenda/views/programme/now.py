"""Now and next: what takes place in each hall, what comes there, and when something changes."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, render_template, url_for

from summit.clock import utcnow
from summit.web.access import current_edition, public

from ...rules.showing import next_turn, now_and_next, turns_passed
from ...rules.timing import programme_day
from ..blueprints import programme_bp
from .answering import answer
from .listing import Listing, Row
from .look import HallLook, Look, look_of
from .reader import Following, find_following
from .shown import Shown, shown_now
from .times import chosen_zone, day_and_month, full_time, offered_zones, venue_clock, venue_iso, zone_words


@dataclass(frozen=True, slots=True)
class HallBoard:
    """A hall with what runs and what comes; `coming_day` names the day where it is not today."""

    hall: HallLook
    running: tuple[Row, ...]
    coming: Row | None
    coming_day: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The next moment at which something begins or ends."""

    words: str
    iso: str


@programme_bp.get("/now/")
@public
def now(edition: str) -> Response | str:
    """Show what takes place now and what comes next."""
    event = current_edition()
    shown = shown_now(event)
    if shown is None:
        return render_template("agenda/programme/empty.html", event=event)
    moment, zone, look = utcnow(), chosen_zone(), look_of(shown)
    following = find_following(shown, look)
    today = programme_day(moment, shown.zone)
    parts = (shown.key, zone, turns_passed(look.turning_points, moment), today, following.mark)
    return answer(parts, lambda: _write(shown, look, following, moment, zone))


def _write(shown: Shown, look: Look, following: Following, now: datetime, zone: str) -> str:
    listing = Listing(look, now, zone, following.taken)
    turn = next_turn(look.turning_points, now)
    return render_template(
        "agenda/programme/now.html",
        shown=shown,
        boards=_boards(shown, listing),
        turn=_turn(turn, shown.zone, now) if turn else None,
        zone_name=zone_words(shown.zone, now),
        zones=offered_zones(look.language),
        zone=zone,
        back=url_for("programme.now"),
    )


def _boards(shown: Shown, listing: Listing) -> list[HallBoard]:
    look = listing.look
    return [
        HallBoard(
            look.halls[one.hall_id],
            listing.rows(one.running),
            listing.row(one.coming) if one.coming else None,
            _other_day(one.coming.starts_at, shown.zone, listing.now, look) if one.coming else "",
        )
        for one in now_and_next(shown.programme, listing.now)
    ]


def _other_day(moment: datetime, zone: str, now: datetime, look: Look) -> str:
    day = programme_day(moment, zone)
    return "" if day == programme_day(now, zone) else day_and_month(day, look.language)


def _turn(moment: datetime, zone: str, now: datetime) -> Turn:
    same_day = programme_day(moment, zone) == programme_day(now, zone)
    words = venue_clock(moment, zone) if same_day else full_time(moment, zone)
    return Turn(words, venue_iso(moment, zone))
