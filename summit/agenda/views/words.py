"""How the organisers' pages write the times of a session, and sizes of files."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time
from flask_babel import get_locale
from flask_babel import gettext as _

from summit.web.filters import number

from ..rules.kinds import SessionState
from .blueprints import agenda_bp

TONES = {SessionState.DRAFT: "caution", SessionState.CANCELLED: "negative", SessionState.CONFIRMED: "positive"}
_MEGABYTE = 1024 * 1024


@agenda_bp.app_template_filter()
def slot_day(moment: datetime, zone: str) -> str:
    """Write the venue's day of a moment, short, such as “Sat, Nov 28”."""
    return format_skeleton("MMMEd", moment.astimezone(ZoneInfo(zone)), locale=get_locale())


@agenda_bp.app_template_filter()
def slot_times(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Write from when to when at the venue, such as “10:00 – 10:45”."""
    begin, end = (
        format_time(one.astimezone(ZoneInfo(zone)), format="short", locale=get_locale()) for one in (starts_at, ends_at)
    )
    return f"{begin} – {end}"


@agenda_bp.app_template_filter()
def file_size(byte_count: int) -> str:
    """Write the size of a file in kilobytes or megabytes."""
    if byte_count < _MEGABYTE:
        return str(_("%(size)s KB", size=number(max(1, round(byte_count / 1024)))))
    return str(_("%(size)s MB", size=number(round(byte_count / _MEGABYTE, 1))))
