"""Whom a release concerns, and with what."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.agenda.rules.kinds import PersonRole, SignUpStatus, SlotStatus
from summit.agenda.rules.news import (
    News,
    NewsKind,
    followed_slots,
    merged,
    news_of_people,
    news_of_slots,
)
from summit.agenda.rules.programme import ProgrammePart
from summit.agenda.rules.versions import compare, next_programme
from summit.calendar.rules import EntryKind
from tests.agenda.rules.test_changes import FIRST, NINE, SECOND, programme, session, slot

HOUR = timedelta(hours=1)
SPEAKER, MODERATOR = PersonRole.SPEAKER, PersonRole.MODERATOR
CANCELLED = SlotStatus.CANCELLED
ON_STAGE = session(1, parts=(ProgrammePart(7),))
HELD = programme(slot(1, 1), s1=ON_STAGE)
MOVED = programme(slot(1, 1, (2,)), s1=ON_STAGE)
OFF = programme(slot(1, 1, status=CANCELLED), s1=ON_STAGE)
WITHOUT = programme(slot(1, 1))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (None, HELD, NewsKind.NEW),
        (WITHOUT, HELD, NewsKind.NEW),
        (HELD, MOVED, NewsKind.MOVED),
        (HELD, OFF, NewsKind.CANCELLED),
        (HELD, programme(), NewsKind.CANCELLED),
        (HELD, WITHOUT, NewsKind.LEFT),
        (OFF, HELD, NewsKind.RETURNED),
        (OFF, MOVED, NewsKind.RETURNED),
    ],
)
def test_somebody_on_stage_is_told(old, new, kind):
    assert news_of_people(old, new) == {7: (News(kind, 1, (SPEAKER,)),)}


def test_another_part_in_the_same_session_is_told():
    both = programme(slot(1, 1), s1=session(1, parts=(ProgrammePart(7, MODERATOR), ProgrammePart(7, SPEAKER))))
    assert news_of_people(HELD, both) == {7: (News(NewsKind.ROLE, 1, (MODERATOR, SPEAKER)),)}


def test_one_who_moves_from_one_cancelled_session_to_nowhere_is_not_told_twice():
    assert news_of_people(OFF, programme(slot(1, 1, status=CANCELLED))) == {}
    assert news_of_people(OFF, OFF) == {}
    assert news_of_people(None, OFF) == {}


@pytest.mark.parametrize("values", [{"titles": {"en": "Hemp"}}, {"abstracts": {"en": "New"}}, {"capacity": 3}])
def test_other_words_are_no_news(values):
    after = programme(slot(1, 1), s1=replace(ON_STAGE, **values))
    assert news_of_people(HELD, after) == {}
    assert news_of_slots(compare(HELD, after)) == {}


def test_all_that_concerns_somebody_comes_in_the_order_of_the_programme():
    before = programme(slot(1, 1), slot(2, 2, start=NINE + HOUR), s1=ON_STAGE, s2=replace(ON_STAGE, id=2))
    after = programme(slot(1, 1, start=NINE + 3 * HOUR), slot(2, 2, (3,)), s1=ON_STAGE, s2=replace(ON_STAGE, id=2))
    assert [news.slot_id for news in news_of_people(before, after)[7]] == [2, 1]


def test_followers_hear_of_moves_cancellations_and_returns_only():
    before = programme(slot(1, 1), slot(2, 2), slot(3, 3, status=CANCELLED))
    after = programme(slot(1, 1, (2,)), slot(3, 3), slot(4, 4), slot(5, 5, status=CANCELLED))
    found = news_of_slots(compare(before, next_programme(before, after, SECOND)))
    assert {key: one.kind for key, one in found.items()} == {
        1: NewsKind.MOVED,
        2: NewsKind.CANCELLED,
        3: NewsKind.RETURNED,
    }


SLOT_NEWS = {key: News(NewsKind.MOVED, key, entry=EntryKind.STARRED) for key in (10, 11, 20)}
SESSIONS = {10: 1, 11: 1, 20: 2, 12: 1}


@pytest.mark.parametrize(
    ("starred", "signed_up", "told"),
    [
        ({1}, {}, {10: EntryKind.STARRED, 11: EntryKind.STARRED}),
        (set(), {11: SignUpStatus.CONFIRMED}, {11: EntryKind.SIGNED_UP}),
        (set(), {11: SignUpStatus.WAITING}, {11: EntryKind.WAITING}),
        (set(), {11: SignUpStatus.CANCELLED}, {11: EntryKind.SIGNED_UP}),
        ({1}, {10: SignUpStatus.CONFIRMED}, {10: EntryKind.SIGNED_UP}),
        ({1, 2}, {12: SignUpStatus.CONFIRMED}, {20: EntryKind.STARRED}),
        (set(), {}, {}),
    ],
)
def test_a_delegate_follows_stars_and_sign_ups(starred, signed_up, told):
    found = followed_slots(SLOT_NEWS, SESSIONS, starred, signed_up)
    assert {one.slot_id: one.entry for one in found} == told


def test_an_own_part_outweighs_a_star_on_the_same_session():
    own = News(NewsKind.MOVED, 11, (SPEAKER,))
    assert merged([own], SLOT_NEWS.values(), {20: 0, 10: 1, 11: 2}) == (SLOT_NEWS[20], SLOT_NEWS[10], own)


parts = st.lists(st.builds(ProgrammePart, st.integers(1, 2), st.sampled_from([SPEAKER, MODERATOR])), unique=True)
places = st.tuples(st.sampled_from([(1,), (2,)]), st.integers(0, 2), st.sampled_from(SlotStatus))


@st.composite
def drafts(draw):
    sessions, slots = {}, []
    for key in draw(st.sets(st.integers(1, 3))):
        sessions[f"s{key}"] = session(key, parts=tuple(draw(parts)))
        halls, hour, status = draw(places)
        slots.append(slot(key, key, halls, NINE + hour * HOUR, status))
    return programme(*slots, **sessions)


def seen(programme_, person):
    """Where somebody had to be: {slot id: (place, roles)}."""
    found = {}
    for one in programme_.taking_place:
        roles = {part.role for part in programme_.session_of[one.session_id].parts if part.person_id == person}
        if roles:
            found[one.id] = (one.hall_ids, one.starts_at, roles)
    return found


@settings(max_examples=300)
@given(drafts(), drafts())
def test_whoever_has_to_be_elsewhere_is_told_and_nobody_else(one, other):
    old = next_programme(None, one, FIRST)
    new = next_programme(old, other, SECOND)
    told = news_of_people(old, new)
    for person in (1, 2):
        before, after = seen(old, person), seen(new, person)
        concerned = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert {news.slot_id for news in told.get(person, ())} == concerned
