"""Telling people of a release, in the background."""

from typing import Any

from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.services import Progress

from ..queries.notices import count_told
from ..services import notifying

_NOTICES_AT_ONCE = 200


def notify_release(progress: Progress) -> dict[str, Any]:
    """Tell the people concerned by a release, batch by batch; who was told by an earlier attempt is passed over."""
    plan = notifying.plan_notices(progress.arguments["release_id"])
    total = len(plan.recipients)
    silent: list[int] = []
    for start in range(0, total, _NOTICES_AT_ONCE):
        progress.report(start, total)
        with transaction():
            silent += notifying.tell(plan, plan.recipients[start : start + _NOTICES_AT_ONCE], utcnow())
    progress.report(total, total)
    return {"told": count_told([plan.release.id]).get(plan.release.id, 0), "without_address": silent}
