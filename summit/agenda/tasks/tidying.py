"""The every-minute work of the programme: what nobody needs any more."""

from datetime import datetime

from summit.sheets import keeping

from ..services import materials, speaker_photos

_ORPHAN_MINUTE = 27


def tidy_up(now: datetime) -> None:
    """Once an hour delete the files that no row names."""
    if now.minute == _ORPHAN_MINUTE:
        materials.delete_orphans(now)
        speaker_photos.delete_orphans(now)
        keeping.forget_old_files(now)
