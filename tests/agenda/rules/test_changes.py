"""What one programme changes against another, checked against a slow and simple reading of both."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.agenda.rules.changes import (
    FIELD_NAMES,
    OTHER_NAMES,
    ChangeKind,
    Changes,
    changes_from_json,
    changes_to_json,
)
from summit.agenda.rules.kinds import SessionFormat, SessionKind, SlotStatus
from summit.agenda.rules.programme import (
    Programme,
    ProgrammeHall,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeTrack,
)
from summit.agenda.rules.timing import Placement
from summit.agenda.rules.versions import compare, next_programme

NINE = datetime(2026, 11, 28, 6, tzinfo=UTC)
FIRST, SECOND = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
HALLS = tuple(ProgrammeHall(key, {"en": f"Hall {key}"}) for key in (1, 2, 3))
PEOPLE = tuple(ProgrammePerson(key, f"P{key}", f"guid-{key}", f"Person {key}") for key in (1, 2))
ZONE = "Europe/Moscow"
ALTERED = {
    "kind": SessionKind.BREAK,
    "format": SessionFormat.PANEL,
    "titles": {"en": "Other"},
    "minutes": 90,
    "track_id": 1,
    "abstracts": {"en": "Other"},
    "notes": {"ru": "Иначе"},
    "language": "ar",
    "channels": {"1": "zh-Hans"},
    "capacity": 12,
    "age_limit": 18,
    "dress_codes": {"en": "Black tie"},
    "recording_url": "https://example.org/r",
    "stream_url": "https://example.org/s",
    "is_featured": True,
    "takes_feedback": False,
    "categories": ("D",),
    "parts": (ProgrammePart(1),),
    "materials": (object(),),
}


def session(key: int, **values: object) -> ProgrammeSession:
    defaults = {"titles": {"en": f"Session {key}"}, "kind": SessionKind.SESSION, "format": SessionFormat.TALK}
    return ProgrammeSession(id=key, code=f"S{key}", guid=f"guid-s{key}", **(defaults | values))


def slot(key: int, session_id: int, halls=(1,), start=NINE, status=SlotStatus.CONFIRMED) -> ProgrammeSlot:
    return ProgrammeSlot(key, session_id, f"guid-{key}", f"uid-{key}", halls, start, start + HOUR, status)


def programme(*slots: ProgrammeSlot, **sessions: ProgrammeSession) -> Programme:
    keys = dict.fromkeys(one.session_id for one in slots)
    return Programme(
        time_zone=ZONE,
        halls=HALLS,
        tracks=(ProgrammeTrack(1, {"en": "Business"}, "#123456"),),
        people=PEOPLE,
        sessions=tuple(sessions.get(f"s{key}", session(key)) for key in keys),
        slots=tuple(sorted(slots, key=lambda one: (one.starts_at, one.id))),
    )


def ids(changes: Changes) -> dict[str, list[int]]:
    return {kind.value: [one.slot_id for one in slots] for kind, slots in changes if slots}


def test_a_first_programme_is_all_new():
    changes = compare(None, programme(slot(1, 1), slot(2, 1, start=NINE + HOUR)))
    assert ids(changes) == {"new": [1, 2]}
    assert changes.new[0].before is None
    assert changes.new[0].after == Placement((1,), NINE, NINE + HOUR)
    assert changes.halls == {1: {"en": "Hall 1"}}


@pytest.mark.parametrize(
    "after", [slot(1, 1, (2,)), slot(1, 1, (1, 2)), slot(1, 1, start=NINE + HOUR)], ids=["hall", "more halls", "time"]
)
def test_another_hall_or_time_is_a_move(after):
    changes = compare(programme(slot(1, 1)), programme(after))
    assert ids(changes) == {"moved": [1]}
    assert changes.moved[0].before == Placement((1,), NINE, NINE + HOUR)
    assert changes.moved[0].after == Placement(after.hall_ids, after.starts_at, after.ends_at)
    assert changes.touches_places


def test_a_slot_may_be_moved_and_changed_at_once():
    changes = compare(programme(slot(1, 1)), programme(slot(1, 1, (2,)), s1=session(1, capacity=9)))
    assert ids(changes) == {"moved": [1], "changed": [1]}
    assert changes.changed[0].fields == ("capacity",)


@pytest.mark.parametrize("name", ALTERED)
def test_every_public_field_of_a_session_is_named(name):
    changes = compare(programme(slot(1, 1)), programme(slot(1, 1), s1=session(1, **{name: ALTERED[name]})))
    assert ids(changes) == {"changed": [1]}
    assert changes.changed[0].fields == (name,)
    assert not changes.touches_places


def test_the_fields_that_can_change_all_have_names():
    assert set(ALTERED) | {"place"} == set(FIELD_NAMES)


def test_what_is_cancelled_or_gone_is_cancelled_once():
    before, cancelled = programme(slot(1, 1)), programme(slot(1, 1, status=SlotStatus.CANCELLED))
    assert ids(compare(before, cancelled)) == ids(compare(before, programme())) == {"cancelled": [1]}
    assert compare(before, programme()).cancelled[0].titles == {"en": "Session 1"}
    assert compare(cancelled, cancelled).is_empty
    assert compare(cancelled, programme()).is_empty


def test_what_comes_back_is_told_apart_from_what_is_new():
    changes = compare(programme(slot(1, 1, status=SlotStatus.CANCELLED)), programme(slot(1, 1, (2,))))
    assert ids(changes) == {"returned": [1]}


def test_a_cancelled_slot_that_is_written_elsewhere_is_no_move():
    before = programme(slot(1, 1, status=SlotStatus.CANCELLED))
    after = programme(slot(1, 1, (2,), status=SlotStatus.CANCELLED))
    assert ids(compare(before, after)) == {"changed": [1]}
    assert compare(before, after).changed[0].fields == ("place",)


def test_what_is_cancelled_before_anybody_knew_of_it_says_so():
    assert ids(compare(None, programme(slot(1, 1, status=SlotStatus.CANCELLED)))) == {"cancelled": [1]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("time_zone", "Asia/Shanghai"),
        ("halls", (replace(HALLS[0], names={"en": "Great hall"}), *HALLS[1:])),
        ("tracks", ()),
        ("people", (replace(PEOPLE[0], biographies={"en": "Weaves."}), PEOPLE[1])),
    ],
)
def test_what_differs_beside_the_slots_is_named_too(name, value):
    before = programme(slot(1, 1))
    assert compare(before, replace(before, **{name: value})).others == (name,)
    assert name in OTHER_NAMES


def test_a_hall_that_is_gone_keeps_its_name_in_the_changes():
    before = programme(slot(1, 1, (3,)))
    after = replace(programme(slot(1, 1, (2,))), halls=HALLS[:2])
    assert compare(before, after).halls == {2: {"en": "Hall 2"}, 3: {"en": "Hall 3"}}


places = st.tuples(st.sampled_from([(1,), (2,), (2, 1), (3,)]), st.integers(0, 3))
contents = st.fixed_dictionaries({}, optional={"capacity": st.integers(0, 2), "notes": st.just({"en": "Bring linen"})})


@st.composite
def drafts(draw) -> Programme:
    """Any draft of up to four sessions with up to two slots each, as queries.draft would return it."""
    slots, sessions = [], {}
    for key in draw(st.sets(st.integers(1, 4))):
        sessions[f"s{key}"] = session(key, **draw(contents))
        status = draw(st.sampled_from(SlotStatus))
        for slot_id in draw(st.sets(st.sampled_from([key * 10, key * 10 + 1]), min_size=1)):
            halls, hour = draw(places)
            slots.append(slot(slot_id, key, halls, NINE + hour * HOUR, status))
    return programme(*slots, **sessions)


def bare(programme: Programme) -> tuple[dict, dict]:
    """Return what people see of slots and sessions, without order and bookkeeping."""
    slots = {key: replace(one, sequence=0, changed_at=None) for key, one in programme.slot_of.items()}
    return slots, programme.session_of


@given(drafts())
def test_a_programme_does_not_differ_from_itself(draft):
    first = next_programme(None, draft, FIRST)
    assert compare(first, first).is_empty
    assert compare(first, next_programme(first, draft, SECOND)).is_empty


@settings(max_examples=300)
@given(drafts(), drafts())
def test_every_difference_is_named_and_nothing_else(one, other):
    old = next_programme(None, one, FIRST)
    new = next_programme(old, other, SECOND)
    changes = compare(old, new)
    assert changes.is_empty == (bare(old) == bare(new))
    named = {change.slot_id for _, slots in changes for change in slots}
    for key, after in new.slot_of.items():
        before = old.slot_of.get(key)
        same = before is not None and bare(old)[0][key] == bare(new)[0][key]
        same = same and old.session_of[before.session_id] == new.session_of[after.session_id]
        assert (key in named) == (not same)


@settings(max_examples=300)
@given(drafts(), drafts())
def test_each_slot_is_in_the_list_that_a_reader_would_put_it_in(one, other):
    old = next_programme(None, one, FIRST)
    new = next_programme(old, other, SECOND)
    expected = {kind: set() for kind in ChangeKind}
    for key, after in new.slot_of.items():
        before = old.slot_of.get(key)
        if before is None:
            expected[ChangeKind.CANCELLED if after.is_cancelled else ChangeKind.NEW].add(key)
        elif before.is_cancelled and not after.is_cancelled:
            expected[ChangeKind.RETURNED].add(key)
        elif after.is_cancelled and not before.is_cancelled:
            expected[ChangeKind.CANCELLED].add(key)
        elif not after.is_cancelled and (before.hall_ids, before.starts_at) != (after.hall_ids, after.starts_at):
            expected[ChangeKind.MOVED].add(key)
    changes = compare(old, new)
    assert {kind: {change.slot_id for change in slots} for kind, slots in changes if kind != "changed"} == {
        kind: keys for kind, keys in expected.items() if kind != "changed"
    }


@given(drafts(), drafts())
def test_the_order_is_that_of_the_programme(one, other):
    for _, slots in compare(next_programme(None, one, FIRST), next_programme(None, other, FIRST)):
        starts = [((change.after or change.before).starts_at, change.slot_id) for change in slots]
        assert starts == sorted(starts)


@given(drafts(), drafts())
def test_json_gives_the_same_changes_back(one, other):
    changes = compare(one, other)
    assert changes_from_json(json.loads(json.dumps(changes_to_json(changes)))) == changes
    assert changes_from_json({}) == Changes()
