"""What restoring a release does to the draft."""

from datetime import timedelta

import pytest

from summit.agenda.rules.kinds import SessionKind, SessionState, SlotStatus
from summit.agenda.rules.restoring import LossReason, Restoration, Standing, plan_restoration
from summit.agenda.rules.timing import Placement
from tests.agenda.rules.test_changes import NINE, programme, slot

HOUR = timedelta(hours=1)
HALLS = (1, 2, 3)
THERE = Placement((1,), NINE, NINE + HOUR)
ELSEWHERE = Placement((2,), NINE + HOUR, NINE + 2 * HOUR)
CONFIRMED, CANCELLED, DRAFT = SessionState.CONFIRMED, SessionState.CANCELLED, SessionState.DRAFT


def standing(key, session_id, placement=THERE, **values):
    defaults = {"kind": SessionKind.SESSION, "state": CONFIRMED, "placement": placement}
    return Standing(key, session_id, **(defaults | values))


def plan(release, *draft, halls=HALLS, fits=lambda place: True) -> Restoration:
    return plan_restoration(release, {one.slot_id: one for one in draft}, hall_ids=halls, fits=fits)


def test_what_stands_as_it_did_is_left_alone():
    assert plan(programme(slot(1, 1)), standing(1, 1)).is_empty


@pytest.mark.parametrize("placement", [ELSEWHERE, None])
def test_what_was_moved_or_unplaced_goes_back(placement):
    found = plan(programme(slot(1, 1)), standing(1, 1, placement))
    assert (found.places, found.states, found.losses) == ({1: THERE}, {}, ())


def test_what_was_not_there_then_goes_to_the_pool():
    found = plan(
        programme(slot(1, 1)), standing(1, 1), standing(2, 2, ELSEWHERE), standing(3, 3, ELSEWHERE, state=DRAFT)
    )
    assert (found.places, found.states) == ({2: None, 3: None}, {})


def test_blockers_stay_because_no_release_shows_them():
    assert plan(programme(slot(1, 1)), standing(1, 1), standing(2, 2, kind=SessionKind.BLOCKER)).is_empty


@pytest.mark.parametrize("state", [CANCELLED, DRAFT])
def test_what_was_held_then_is_confirmed_again(state):
    assert plan(programme(slot(1, 1)), standing(1, 1, state=state)).states == {1: CONFIRMED}


def test_what_was_cancelled_then_is_cancelled_again_at_its_place():
    found = plan(programme(slot(1, 1, status=SlotStatus.CANCELLED)), standing(1, 1, ELSEWHERE))
    assert (found.places, found.states) == ({1: THERE}, {1: CANCELLED})


def test_a_single_cancelled_time_of_a_session_that_was_held_goes_to_the_pool():
    release = programme(slot(1, 1), slot(2, 1, start=NINE + 3 * HOUR, status=SlotStatus.CANCELLED))
    found = plan(release, standing(1, 1), standing(2, 1, ELSEWHERE))
    assert (found.places, found.states) == ({2: None}, {})


def test_a_lock_does_not_hold_back_what_is_restored_on_purpose():
    found = plan(
        programme(slot(1, 1), slot(2, 2)), standing(1, 1, ELSEWHERE, is_locked=True), standing(2, 2, is_locked=True)
    )
    assert (found.places, found.locked) == ({1: THERE}, (1,))


@pytest.mark.parametrize(
    ("draft", "halls", "reason", "places"),
    [
        ((), HALLS, LossReason.SESSION_GONE, {}),
        ((standing(2, 1, None),), HALLS, LossReason.SLOT_GONE, {}),
        ((standing(1, 1, ELSEWHERE),), (2, 3), LossReason.HALL_GONE, {1: None}),
    ],
)
def test_what_is_gone_is_named_and_not_half_done(draft, halls, reason, places):
    found = plan(programme(slot(1, 1)), *draft, halls=halls)
    assert [(loss.slot_id, loss.reason, loss.placement) for loss in found.losses] == [(1, reason, THERE)]
    assert found.places == places


def test_a_plenary_that_lost_one_of_its_halls_is_not_half_placed():
    found = plan(programme(slot(1, 1, (1, 2))), standing(1, 1), halls=(1,))
    assert (found.places, found.losses[0].reason) == ({1: None}, LossReason.HALL_GONE)


def test_a_day_that_the_edition_has_lost_is_named():
    found = plan(programme(slot(1, 1)), standing(1, 1), fits=lambda place: False)
    assert (found.places, found.losses[0].reason) == ({1: None}, LossReason.TIME_GONE)


def test_what_was_cancelled_then_is_not_missed_now():
    assert plan(programme(slot(1, 1, status=SlotStatus.CANCELLED))).is_empty
    assert plan(programme(slot(1, 1, status=SlotStatus.CANCELLED))).losses == ()
