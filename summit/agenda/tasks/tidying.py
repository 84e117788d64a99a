"""The every-minute work of the programme: what nobody needs any more."""

from datetime import datetime

from ..services import materials, speaker_photos, uploads

_ORPHAN_MINUTE = 27


def tidy_up(now: datetime) -> None:
    """Once an hour delete the files that no row names."""
    if now.minute == _ORPHAN_MINUTE:
        materials.delete_orphans(now)
        speaker_photos.delete_orphans(now)
        uploads.forget_old_uploads(now)
