"""How editions write their days and places."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_skeleton, format_time
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from ..rules import on_accent

_SPACED_DASH = re.compile(r"\s+–\s+")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def init_filters(app: Flask) -> None:
    """Register the filters for every template."""
    for function in (day_range, venue_moment, venue_short, territory, on_accent, language_name):
        app.add_template_filter(function)


def day_range(starts_on: date, ends_on: date) -> str:
    """Write the days of an edition in the reader's language, such as “Nov 28 – Dec 2, 2026”."""
    if starts_on == ends_on:
        return format_date(starts_on, format="long", locale=get_locale())
    text = format_interval(starts_on, ends_on, skeleton="yMMMd", locale=get_locale())
    return _breaking_after_the_dash(text)


def _breaking_after_the_dash(text: str) -> str:
    """Keep each day on one line: a narrow page breaks the range after a spaced dash only."""
    parts = _SPACED_DASH.split(text)
    return f"{_NO_BREAK}– ".join(map(_unbroken, parts))


def _unbroken(text: str) -> str:
    return _NO_BREAK.join(text.split())


def venue_moment(moment: datetime, zone: str) -> str:
    """Write a moment as the venue's clock shows it."""
    local = moment.astimezone(ZoneInfo(zone))
    day = format_date(local.date(), format="long", locale=get_locale())
    time = format_time(local, format="short", locale=get_locale())
    return str(_("%(day)s, %(time)s venue time", day=day, time=time))


def venue_short(moment: datetime, zone: str) -> str:
    """Write a moment as the venue's clock shows it, short enough for a table."""
    local = moment.astimezone(ZoneInfo(zone))
    day = format_skeleton("MMMd", local, locale=get_locale())
    pattern = str(get_locale().datetime_formats["medium"])
    return pattern.format(format_time(local, format="short", locale=get_locale()), day)


def territory(code: str) -> str:
    """Write the name of a country or territory in the reader's language."""
    return str(get_locale().territories.get(code, code))


def language_name(tag: str) -> str:
    """Write the name of a language in the reader's language."""
    return str(get_locale().languages.get(tag.split("-")[0], tag))
