"""The draft as the next release would show it."""

import pytest

from summit.agenda.queries.draft import draft_programme
from summit.agenda.queries.releases import find_current_programme
from summit.agenda.rules.kinds import SessionKind, SessionState, SlotStatus
from tests.agenda.factories import make_placed, make_release, make_session, make_slot, make_speaker, make_track
from tests.factories import NOON, make_event, make_hall


@pytest.fixture
def event(db):
    return make_event()


def titles(programme):
    return [programme.session_of[slot.session_id].titles["en"] for slot in programme.slots]


def test_drafts_blockers_and_the_pool_stay_inside(event):
    hall = make_hall(event)
    make_placed(event, hall, title="Shown")
    make_placed(event, hall, title="Not decided", state=SessionState.DRAFT)
    make_placed(event, hall, title="Cleaning", kind=SessionKind.BLOCKER)
    make_placed(event, hall, title="Lunch", kind=SessionKind.BREAK)
    make_slot(make_session(event, "In the pool"))
    assert titles(draft_programme(event)) == ["Shown", "Lunch"]


def test_a_cancelled_session_says_so(event):
    make_placed(event, make_hall(event), state=SessionState.CANCELLED)
    assert [slot.status for slot in draft_programme(event).slots] == [SlotStatus.CANCELLED]


def test_a_plenary_names_all_its_halls_the_leading_one_first(event):
    small, large = make_hall(event), make_hall(event)
    make_slot(make_session(event), large, NOON, joined=(small,))
    assert draft_programme(event).slots[0].hall_ids == (large.id, small.id)


def test_another_edition_is_not_seen(event):
    other = make_event()
    make_placed(other, make_hall(other))
    assert draft_programme(event).slots == ()


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_sessions_costs_the_same_queries(event, count, count_queries, db):
    hall, track = make_hall(event), make_track(event)
    for _ in range(count):
        make_slot(make_session(event, "", make_speaker(event), make_speaker(event), track_id=track.id), hall)
    db.session.expire_all()
    _ = event.id
    with count_queries() as counter:
        draft_programme(event)
    assert counter.count == 8


def test_a_release_gives_back_what_was_drafted(event):
    make_placed(event, make_hall(event), title="Linen")
    make_release(event)
    published = find_current_programme(event.id)
    assert titles(published) == ["Linen"]
    assert published.halls == draft_programme(event).halls
