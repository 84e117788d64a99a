"""The every-minute work of companies: what nobody needs any more."""

from datetime import datetime

from ..services import logos

_ORPHAN_MINUTE = 37


def tidy_up(now: datetime) -> None:
    """Once an hour delete the logos that no company names."""
    if now.minute == _ORPHAN_MINUTE:
        logos.delete_orphans(now)
