"""Who may sign up, and what the places left are called."""

from dataclasses import replace
from datetime import timedelta

import pytest

from summit.agenda.rules.kinds import SessionFormat, SessionKind, SignUpStatus, SlotStatus
from summit.agenda.rules.programme import Programme, ProgrammeSession, ProgrammeSlot
from summit.agenda.rules.sign_ups import (
    CategoryMayNotAttend,
    Delegate,
    NeedsNoSignUp,
    Places,
    PlacesLabel,
    SessionIsNotShown,
    SlotHasBegun,
    SlotIsCancelled,
    TooYoung,
    ensure_may_sign_up,
    find_session,
    find_slot,
    may_promote,
    places_given,
    places_of,
    status_for,
)
from tests.factories import NOON

SESSION = ProgrammeSession(
    id=1,
    code="AAAAAA",
    guid="g",
    kind=SessionKind.SESSION,
    format=SessionFormat.TALK,
    titles={"en": "Silk"},
    capacity=9,
)
SLOT = ProgrammeSlot(1, 1, "g", "u", (1,), NOON, NOON + timedelta(hours=1))
DELEGATE = Delegate(7, "D")
BEFORE = NOON - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("capacity", "taken", "free", "label"),
    [
        (100, 0, 100, PlacesLabel.OPEN),
        (100, 79, 21, PlacesLabel.OPEN),
        (100, 80, 20, PlacesLabel.LIMITED),
        (40, 29, 11, PlacesLabel.OPEN),
        (40, 30, 10, PlacesLabel.LIMITED),
        (8, 0, 8, PlacesLabel.LIMITED),
        (8, 7, 1, PlacesLabel.LIMITED),
        (8, 8, 0, PlacesLabel.FULL),
        (8, 9, 0, PlacesLabel.FULL),
        (0, 0, 0, PlacesLabel.FULL),
    ],
)
def test_what_is_left_is_called_by_share_and_by_number(capacity, taken, free, label):
    places = Places(capacity, taken)
    assert (places.free, places.label) == (free, label)


def test_open_sessions_and_breaks_have_no_places_to_give():
    assert places_of(replace(SESSION, capacity=None), 0) is None
    assert places_of(replace(SESSION, kind=SessionKind.BREAK), 0) is None
    assert places_of(SESSION, 4) == Places(9, 4)


@pytest.mark.parametrize(("drafted", "given"), [(None, 9), (5, 9), (9, 9), (20, 20)])
def test_more_places_in_the_draft_count_at_once_fewer_only_when_released(drafted, given):
    assert places_given(SESSION, drafted, 0) == Places(given, 0)


def test_a_session_that_is_published_as_open_stays_open():
    assert places_given(replace(SESSION, capacity=None), 20, 0) is None


@pytest.mark.parametrize(
    ("taken", "waiting", "status"),
    [
        (8, 0, SignUpStatus.CONFIRMED),
        (9, 0, SignUpStatus.WAITING),
        (8, 1, SignUpStatus.WAITING),
        (7, 1, SignUpStatus.CONFIRMED),
    ],
)
def test_nobody_overtakes_those_who_wait(taken, waiting, status):
    assert status_for(Places(9, taken), waiting) is status


def test_a_delegate_may_sign_up_until_it_begins():
    ensure_may_sign_up(SLOT, SESSION, DELEGATE, BEFORE)
    with pytest.raises(SlotHasBegun):
        ensure_may_sign_up(SLOT, SESSION, DELEGATE, NOON)


@pytest.mark.parametrize(
    ("slot", "session", "delegate", "refusal"),
    [
        (SLOT, replace(SESSION, capacity=None), DELEGATE, NeedsNoSignUp),
        (replace(SLOT, status=SlotStatus.CANCELLED), SESSION, DELEGATE, SlotIsCancelled),
        (SLOT, replace(SESSION, categories=("P", "V")), DELEGATE, CategoryMayNotAttend),
        (SLOT, replace(SESSION, age_limit=16), replace(DELEGATE, is_child=True), TooYoung),
        (SLOT, replace(SESSION, age_limit=18), replace(DELEGATE, is_child=True), TooYoung),
        (SLOT, replace(SESSION, age_limit=18), replace(DELEGATE, is_minor=True), TooYoung),
    ],
)
def test_what_is_refused_has_its_own_words(slot, session, delegate, refusal):
    with pytest.raises(refusal):
        ensure_may_sign_up(slot, session, delegate, BEFORE)


@pytest.mark.parametrize(
    ("session", "delegate"),
    [
        (replace(SESSION, categories=("D",)), DELEGATE),
        (replace(SESSION, age_limit=12), replace(DELEGATE, is_child=True, is_minor=True)),
        (replace(SESSION, age_limit=16), replace(DELEGATE, is_minor=True)),
        (replace(SESSION, age_limit=18), DELEGATE),
    ],
)
def test_what_the_data_does_not_forbid_is_allowed(session, delegate):
    ensure_may_sign_up(SLOT, session, delegate, BEFORE)


def test_places_move_on_until_the_session_begins():
    assert may_promote(SLOT, BEFORE)
    assert not may_promote(SLOT, NOON)
    assert not may_promote(replace(SLOT, status=SlotStatus.CANCELLED), BEFORE)


def test_only_what_is_published_is_found():
    lunch = replace(SESSION, id=2, code="BBBBBB", kind=SessionKind.BREAK)
    programme = Programme("Europe/Moscow", sessions=(SESSION, lunch), slots=(SLOT,))
    assert (find_slot(programme, 1), find_session(programme, "AAAAAA")) == ((SLOT, SESSION), SESSION)
    for find, key in ((find_slot, 2), (find_session, "BBBBBB"), (find_session, "CCCCCC")):
        with pytest.raises(SessionIsNotShown):
            find(programme, key)
        with pytest.raises(SessionIsNotShown):
            find(None, key)
