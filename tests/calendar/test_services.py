"""Claims: five minutes of something, taken once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.calendar.models import Claim
from summit.calendar.rules import ClaimKind, ClaimSpan, TimeIsTaken
from summit.calendar.services import claim, release_claims, replace_claims
from summit.database import transaction
from tests.factories import NOON, make_event

HOUR = timedelta(hours=1)


@pytest.fixture
def event(db):
    return make_event()


def take(event, start=NOON, end=NOON + HOUR, *, person=1, owner=1, kind=ClaimKind.PERSON):
    with transaction():
        claim(event.id, kind, person, start, end, owner_kind="sign_up", owner_id=owner)


def kept(db):
    return db.session.scalar(select(func.count()).select_from(Claim))


def test_an_hour_is_twelve_steps(event, db):
    take(event)
    assert kept(db) == 12


def test_what_touches_does_not_overlap(event, db):
    take(event)
    take(event, NOON + HOUR, NOON + 2 * HOUR, owner=2)
    assert kept(db) == 24


def test_a_single_shared_step_is_refused_and_nothing_is_half_taken(event, db):
    take(event)
    with pytest.raises(TimeIsTaken):
        take(event, NOON + HOUR - timedelta(minutes=5), NOON + 2 * HOUR, owner=2)
    assert kept(db) == 12


@pytest.mark.parametrize("other", [{"person": 2}, {"kind": ClaimKind.TABLE}])
def test_others_and_other_things_are_free(event, db, other):
    take(event)
    take(event, owner=2, **other)
    assert kept(db) == 24


def test_another_edition_is_another_calendar(event, db):
    take(event)
    take(make_event(), owner=2)
    assert kept(db) == 24


def test_only_the_owner_gives_back(event, db):
    take(event)
    take(event, person=2, owner=2)
    with transaction():
        release_claims("meeting", [1])
        release_claims("sign_up", [2, 3])
        release_claims("sign_up", [])
    assert db.session.scalars(select(Claim.owner_id).distinct()).all() == [1]


def span(person, hour=0):
    return ClaimSpan(ClaimKind.PERSON, person, NOON + hour * HOUR, NOON + (hour + 1) * HOUR)


def held(db):
    rows = db.session.execute(select(Claim.owner_id, Claim.resource_id, Claim.tick)).all()
    first = min(tick for _, _, tick in rows)
    return {(owner, person, (tick - first) // 12) for owner, person, tick in rows}


def replace(event, wanted):
    with transaction():
        replace_claims(event.id, "meeting", wanted)


def test_owners_may_swap_what_they_hold(event, db):
    replace(event, {1: [span(1)], 2: [span(1, 1)]})
    replace(event, {1: [span(1, 1)], 2: [span(1)]})
    assert held(db) == {(2, 1, 0), (1, 1, 1)}


def test_what_is_not_wanted_any_more_is_given_back(event, db):
    replace(event, {1: [span(1), span(2)], 2: [span(3)]})
    replace(event, {1: [span(2)], 2: []})
    assert held(db) == {(1, 2, 0)}


def test_a_refused_replacement_changes_nothing(event, db):
    replace(event, {1: [span(1)], 2: [span(1, 1)], 3: [span(2)]})
    with pytest.raises(TimeIsTaken):
        replace(event, {1: [span(2)], 2: [span(1)]})
    assert held(db) == {(1, 1, 0), (2, 1, 1), (3, 2, 0)}


def test_two_owners_may_not_want_the_same(event, db):
    with pytest.raises(TimeIsTaken):
        replace(event, {1: [span(1)], 2: [span(1)]})
    assert kept(db) == 0
