"""What the desk's pages say about statuses, countries and days."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import gettext as _

from summit.registration.rules.countries import country_name
from summit.registration.rules.status import STATUS_NAMES, RegistrationStatus
from summit.web.locale import current_language

TONES = {
    RegistrationStatus.APPROVED: "positive",
    RegistrationStatus.PRE_APPROVED: "positive",
    RegistrationStatus.ON_HOLD: "caution",
    RegistrationStatus.WAITLISTED: "caution",
    RegistrationStatus.REJECTED: "negative",
}


def status_names() -> dict[str, str]:
    """Return the name of each status in the reader's language."""
    return {status.value: _(name) for status, name in STATUS_NAMES.items()}


def country(code: str) -> str:
    """Return a country's name in the reader's language, a dash for none."""
    return country_name(code, current_language()) if code else "—"


def short_day(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Write the day of a moment at the venue, short, in the language of a BCP 47 tag."""
    return _short(moment.astimezone(zone).date(), language)


@lru_cache(maxsize=2048)
def _short(day: date, language: str) -> str:
    return format_date(day, format="medium", locale=language.replace("-", "_"))
