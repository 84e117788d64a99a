"""The every-minute work of registration."""

from datetime import datetime

from summit.database import transaction

from .services import drafts, photos

_ORPHAN_MINUTE = 17


def tidy_up(now: datetime) -> None:
    """Delete expired drafts, and once an hour the photo files that no row names."""
    with transaction():
        drafts.purge_expired(now)
    if now.minute == _ORPHAN_MINUTE:
        photos.delete_orphans(now)
