"""Times as text: the venue's always, the reader's own where it differs."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_gmt, get_timezone_location
from flask import current_app, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from summit.events.rules import known_time_zones, wall_time
from summit.web.access import public
from summit.web.filters import isolated
from summit.web.locale import current_language, safe_next
from summit.web.security import cookie_name, cookie_options

from ...rules.readers_clock import readers_span
from ..blueprints import programme_bp

# Who wants the venue's time alone, also where the browser knows another zone.
VENUE_ONLY = "venue"
COOKIE = "zone"
_YEAR = 365 * 24 * 3600
# A zone of every member and partner of BRICS+ and of the cities most guests come from; ?zone= takes any other.
OFFERED_ZONES = (
    "America/Los_Angeles", "America/New_York", "America/Havana", "America/La_Paz", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Africa/Kampala",
    "Africa/Addis_Ababa", "Europe/London", "Europe/Paris", "Europe/Rome", "Europe/Istanbul", "Europe/Minsk",
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Riyadh", "Asia/Tehran", "Asia/Dubai",
    "Asia/Tashkent", "Asia/Almaty", "Asia/Yekaterinburg", "Asia/Kolkata", "Asia/Novosibirsk", "Asia/Bangkok",
    "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Kuala_Lumpur", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Irkutsk",
    "Asia/Seoul", "Asia/Tokyo", "Asia/Vladivostok",
)  # fmt: skip


@programme_bp.get("/zone")
@public
def zone(edition: str) -> Response:
    """Remember the reader's time zone in a cookie and go back to the page."""
    response = make_response(redirect(safe_next(request.args.get("next"), url_for("programme.index")), 303))
    chosen = _known(request.args.get("zone"))
    if chosen:
        response.set_cookie(cookie_name(current_app, COOKIE), chosen, max_age=_YEAR, **cookie_options(current_app))
    return response


def chosen_zone() -> str:
    """Return the zone that the address or the reader's cookie names, VENUE_ONLY, or "" where neither does."""
    return _known(request.args.get("zone")) or _known(request.cookies.get(cookie_name(current_app, COOKIE)))


def _known(name: str | None) -> str:
    return name if name and (name == VENUE_ONLY or name in known_time_zones()) else ""


@lru_cache(maxsize=64)
def offered_zones(language: str) -> list[tuple[str, str]]:
    """Return (zone, city in the reader's language), by city."""
    return sorted(((name, place_of(name, language)) for name in OFFERED_ZONES), key=lambda choice: choice[1])


@lru_cache(maxsize=1024)
def place_of(zone: str, language: str) -> str:
    """Return the city that names a zone, in the reader's language."""
    locale = Locale.parse(language, sep="-")
    return str(get_timezone_location(zone, locale=locale, return_city=True))


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, language: str) -> str:
    moment = datetime(2000, 1, 1, hour, minute)
    return str(format_skeleton("Hm", moment, locale=Locale.parse(language, sep="-")))


def clock(wall: datetime) -> str:
    """Write a naive wall time by the 24-hour clock, which guests from everywhere read in the same way."""
    return _clock(wall.hour, wall.minute, current_language())


def venue_clock(moment: datetime, zone: str) -> str:
    """Write a moment as the venue's clock shows it."""
    return clock(wall_time(moment, zone))


def venue_iso(moment: datetime, zone: str) -> str:
    """Write a moment for machines, with the venue's offset."""
    return moment.astimezone(ZoneInfo(zone)).isoformat()


@lru_cache(maxsize=1024)
def weekday(day: date, language: str) -> str:
    """Return the day's name, such as “Saturday”."""
    return str(format_date(day, "EEEE", locale=Locale.parse(language, sep="-")))


@lru_cache(maxsize=1024)
def day_and_month(day: date, language: str) -> str:
    """Return the day without its year, such as “28 November”."""
    return str(format_skeleton("MMMMd", day, locale=Locale.parse(language, sep="-")))


@lru_cache(maxsize=1024)
def short_day(day: date, language: str) -> str:
    """Return the day as short as a tab wants it, such as “Sat, 28 Nov”."""
    return str(format_skeleton("MMMEd", day, locale=Locale.parse(language, sep="-")))


def zone_words(zone: str, moment: datetime) -> str:
    """Return the zone's city and its offset at a moment, such as “Moscow, GMT+03:00”.

    The offset is isolated (Unicode UAX #9), so that its sign stays in its place within Arabic.
    """
    language = current_language()
    offset = get_timezone_gmt(moment.astimezone(ZoneInfo(zone)), locale=Locale.parse("en"))
    return f"{place_of(zone, language)}, {isolated(offset)}"


def readers_words(starts_at: datetime, ends_at: datetime, venue_zone: str, zone: str) -> str:
    """Return the span on the reader's clock in words, "" without a zone or where it shows the same as the venue's."""
    span = readers_span(starts_at, ends_at, venue_zone, zone) if zone not in {"", VENUE_ONLY} else None
    if span is None:
        return ""
    start = with_shift(clock(span.starts_at), span.start_shift)
    end = with_shift(clock(span.ends_at), span.end_shift if span.end_shift != span.start_shift else 0)
    # Translators: the time of a session on the reader's own clock, beside the venue's.
    return str(_("%(start)s–%(end)s your time", start=start, end=end))


def with_shift(text: str, days: int) -> str:
    """Return the time with the words that say on which other day it is."""
    if days > 0:
        return str(ngettext("%(time)s (+%(num)d day)", "%(time)s (+%(num)d days)", days, time=text))
    if days < 0:
        return str(ngettext("%(time)s (−%(num)d day)", "%(time)s (−%(num)d days)", -days, time=text))
    return text


def full_time(moment: datetime, zone: str) -> str:
    """Write day and clock of a moment at the venue, such as “28 November, 10:00”."""
    wall = wall_time(moment, zone)
    return str(_("%(day)s, %(time)s", day=day_and_month(wall.date(), current_language()), time=clock(wall)))
