"""Bringing the draft back to a release: places and cancellations as one change that can be undone; no texts."""

from datetime import datetime

from summit.audit import services as audit
from summit.events.queries import get_event

from ..queries.releases import find_release, programme_of
from ..queries.restoring import load_restoration
from ..rules.releases import NothingToRestore, ReleaseIsGone
from ..rules.restoring import Restoration
from .drafting import lock_draft
from .placing import force

KIND = "restored"


def restore(event_id: int, number: int, *, actor_id: int | None, now: datetime) -> Restoration:
    """Bring every slot of the draft to where a release showed it, locked ones too, and return what was done.

    What cannot be brought back is named in the answer. Raises ReleaseIsGone, and NothingToRestore where the draft
    stands as the release does already.
    """
    lock_draft(event_id)
    release = find_release(event_id, number)
    if release is None:
        raise ReleaseIsGone
    found = load_restoration(get_event(event_id), programme_of(release))
    if found.is_empty:
        raise NothingToRestore(name=release.name)
    force(event_id, found.steps, kind=KIND, actor_id=actor_id, now=now)
    detail = {"number": number, "slots": len(found.places), "sessions": len(found.states), "lost": len(found.losses)}
    audit.record("release.restored", "release", release.id, actor_id=actor_id, event_id=event_id, **detail)
    return found
