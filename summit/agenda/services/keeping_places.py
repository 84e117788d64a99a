"""Keeping places right while the programme changes: claims move with their slots, free places are given out."""

from collections.abc import Collection, Mapping
from datetime import datetime

from summit.calendar.rules import TimeIsTaken, ticks
from summit.calendar.services import release_claims
from summit.events.models import Event
from summit.jobs.services import enqueue

from ..models import Release
from ..queries import sign_ups as queries
from ..queries.board import find_settings
from ..queries.releases import find_current_programme
from ..rules import sign_ups as rules
from ..rules.kinds import OverlapPolicy, SignUpStatus
from ..rules.programme import ProgrammeSlot
from .signing_up import claim_time, take_slot

FOLLOW_RELEASE = "agenda.follow_release"
FILL_PLACES = "agenda.fill_places"


def order_following(event: Event, release: Release) -> None:
    """Have the places of an edition follow a release that was just made, once it is safe on disk."""
    enqueue(FOLLOW_RELEASE, {"release": release.number}, event_id=event.id)


def order_filling(slot_ids: Collection[int], now: datetime) -> None:
    """Have places that were added to slots given out, once the change is safe on disk."""
    for event_id, mine in queries.list_events_of(slot_ids).items():
        enqueue(FILL_PLACES, {"slots": mine}, event_id=event_id)


def release_stale_claims(event_id: int) -> list[queries.HeldPlace]:
    """Give back the claims of places whose slot moved, was cancelled or may overlap now; return who must claim anew.

    This is the first of two steps: all that is old is given back before anything new is taken, so that two sessions
    that swap their times do not stand in each other's way.
    """
    programme, settings = find_current_programme(event_id), find_settings(event_id)
    refuses = settings is not None and settings.overlap is OverlapPolicy.REFUSE
    wanted = programme.slot_of if programme and refuses else {}
    stale = [held for held in queries.list_held(event_id) if not _is_right(held, wanted)]
    release_claims(queries.CLAIM_OWNER, [held.sign_up_id for held in stale if held.first is not None])
    return [held for held in stale if held.slot_id in wanted and not wanted[held.slot_id].is_cancelled]


def _is_right(held: queries.HeldPlace, wanted: Mapping[int, ProgrammeSlot]) -> bool:
    slot = wanted.get(held.slot_id)
    if slot is None or slot.is_cancelled:
        return held.first is None
    steps = ticks(slot.starts_at, slot.ends_at)
    return (held.first, held.last) == (steps[0], steps[-1])


def claim_anew(event_id: int, held: queries.HeldPlace) -> bool:
    """Claim the time of a place at its slot's new time; False where the person is elsewhere then: the place stays.

    A clash that a release makes is the organiser's to mend; the delegate sees it in the own agenda.
    """
    hand = take_slot(event_id, held.slot_id)
    row = queries.find_live(held.slot_id, held.registration_id)
    if row is None or row.status is not SignUpStatus.CONFIRMED or hand.slot.is_cancelled or not hand.refuses_overlaps:
        return False
    try:
        claim_time(hand, held.registration_id, held.sign_up_id)
    except TimeIsTaken:
        return False
    return True


def list_fillable(now: datetime) -> list[tuple[int, int]]:
    """Return (event id, slot id) of the slots where somebody waits although a place is free."""
    found = []
    for event_id, slot_id, taken in queries.list_waited_for():
        programme = find_current_programme(event_id)
        slot = programme.slot_of.get(slot_id) if programme else None
        if programme is None or slot is None or not rules.may_promote(slot, now):
            continue
        session = programme.session_of[slot.session_id]
        places = rules.places_given(session, queries.drafted_capacity(session.id), taken)
        if places and places.free:
            found.append((event_id, slot_id))
    return found
