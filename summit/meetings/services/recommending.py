"""Changing the weights of the recommendations, and having it worked out how often companies are shown."""

from dataclasses import asdict
from datetime import datetime

from summit.audit import services as audit
from summit.companies.queries.matching import find_version
from summit.companies.rules.matching import Weights, ensure_possible
from summit.database import db
from summit.jobs.models import Job
from summit.jobs.services import enqueue

from ..queries.recommending import SPREADING, find_running, find_spreading
from ..queries.settings import list_editions_with_meetings
from .settings import lock_settings, lock_unchanged


def change_weights(event_id: int, weights: Weights, *, version: int | None, actor_id: int | None) -> None:
    """Keep the weights and have exposure worked out anew; raises WeightsAreImpossible, ChangedMeanwhile."""
    ensure_possible(weights)
    settings = lock_unchanged(event_id, version)
    settings.weights = asdict(weights)
    db.session.flush()
    audit.record("meetings.weights_changed", "event", event_id, actor_id=actor_id, event_id=event_id)
    order_spreading(event_id, actor_id=actor_id)


def order_spreading(event_id: int, *, actor_id: int | None) -> Job:
    """Have it worked out how to even out the lists; the same order while one waits or runs returns that one."""
    lock_settings(event_id)
    return find_running(event_id) or enqueue(SPREADING, {}, event_id=event_id, created_by=actor_id)


def order_where_changed(now: datetime) -> None:
    """Order it for every edition whose companies have changed since it was last worked out."""
    for event_id in list_editions_with_meetings():
        done = find_spreading(event_id)
        if done is None or done.result.get("version") != find_version(event_id):
            order_spreading(event_id, actor_id=None)
