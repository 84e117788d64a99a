"""Registrations by day and by country, as numbers that people look at."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template
from flask_babel import gettext as _

from summit.clock import utcnow
from summit.permissions import Permission
from summit.registration.queries import review
from summit.registration.rules.status import RegistrationStatus
from summit.web.access import current_edition, requires
from summit.web.locale import current_language

from .blueprint import bp
from .words import country, short_day, status_names

_ON_THE_STRIP = 14
_ON_THE_PAGE = 30
_MOST_COUNTRIES = 20


@bp.get("/numbers")
@requires(Permission.VIEW_REGISTRATIONS)
def numbers(edition: str) -> str:
    """Show registrations by status, day and country."""
    event = current_edition()
    counts, names = review.count_by_status(event.id), status_names()
    by_country = sorted(review.count_by_country(event.id).items(), key=lambda item: (-item[1], item[0]))
    shown = [(country(code) if code else _("No country given"), count) for code, count in by_country]
    rest = sum(count for _label, count in shown[_MOST_COUNTRIES:])
    return render_template(
        "registration/review/numbers.html",
        by_status=[(names[status.value], counts[status]) for status in RegistrationStatus if status in counts],
        by_country=shown[:_MOST_COUNTRIES] + ([(_("All others"), rest)] if rest else []),
        days=recent_days(event, _ON_THE_PAGE),
    )


def recent_days(event: Any, length: int = _ON_THE_STRIP) -> list[tuple[str, int]]:
    """Return (day, registrations) of the latest days at the venue, the oldest first, today last."""
    zone, language = ZoneInfo(event.time_zone), current_language()
    today = utcnow().astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(length - 1, -2, -1)]
    midnights = [_midnight(day, zone) for day in days]
    counts = review.count_submissions(event.id, midnights)
    return [(short_day(start, zone, language), count) for start, count in zip(midnights[:-1], counts, strict=True)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
