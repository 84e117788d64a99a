"""The background work on sign-ups; every slot has transactions of its own, because two locks could deadlock."""

from datetime import datetime
from typing import Any

from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.services import Progress

from ..queries.sign_ups import list_lapsed
from ..services import keeping_places, signing_up

_REPORT_EVERY = 50


def free_places(now: datetime) -> None:
    """Take back the places of people who are no longer approved, and give out what is free (every minute)."""
    for event_id, slot_id, registration_id in list_lapsed():
        with transaction():
            signing_up.leave(event_id, slot_id, registration_id=registration_id, now=now)
    for event_id, slot_id in keeping_places.list_fillable(now):
        _fill(event_id, slot_id, now)


def fill_places(progress: Progress) -> dict[str, Any]:
    """Give the places that were added to slots to those who wait."""
    event_id, now = _event_of(progress), utcnow()
    return {"given": sum(_fill(event_id, slot_id, now) for slot_id in progress.arguments["slots"])}


def follow_release(progress: Progress) -> dict[str, Any]:
    """Move the claims of all places to the times of a release, then give out what became free."""
    event_id, now = _event_of(progress), utcnow()
    with transaction():
        waiting = keeping_places.release_stale_claims(event_id)
    moved = 0
    for done, held in enumerate(waiting):
        with transaction():
            moved += keeping_places.claim_anew(event_id, held)
        if done % _REPORT_EVERY == 0:
            progress.report(done, len(waiting))
    fillable = [slot_id for found, slot_id in keeping_places.list_fillable(now) if found == event_id]
    return {"moved": moved, "given": sum(_fill(event_id, slot_id, now) for slot_id in fillable)}


def _fill(event_id: int, slot_id: int, now: datetime) -> int:
    """Give out the free places of a slot one by one and return how many; those who overlap are passed over."""
    given = 0
    while True:
        with transaction():
            if not signing_up.fill_place(event_id, slot_id, now=now):
                return given
        given += 1


def _event_of(progress: Progress) -> int:
    if progress.event_id is None:
        raise LookupError("The job names no edition.")
    return progress.event_id
