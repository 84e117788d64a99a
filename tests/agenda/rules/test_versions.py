"""What a release keeps of the one before, and what it tells calendars."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from summit.agenda.rules.kinds import SlotStatus
from summit.agenda.rules.programme import Programme
from summit.agenda.rules.versions import next_programme
from tests.agenda.rules.test_programme import whole_programme

FIRST = datetime(2026, 10, 1, tzinfo=UTC)
SECOND = datetime(2026, 10, 2, tzinfo=UTC)


def draft() -> Programme:
    programme = whole_programme()
    slot = replace(programme.slots[0], status=SlotStatus.CONFIRMED, sequence=0, changed_at=None)
    return replace(programme, slots=(slot,))


def moved(programme: Programme) -> Programme:
    slot = programme.slots[0]
    later = replace(slot, starts_at=slot.starts_at + timedelta(hours=1), ends_at=slot.ends_at + timedelta(hours=1))
    return replace(programme, slots=(later,))


def test_the_first_release_begins_counting():
    slot = next_programme(None, draft(), FIRST).slots[0]
    assert (slot.sequence, slot.changed_at) == (0, FIRST)


def test_an_equal_slot_keeps_its_sequence_and_its_time():
    first = next_programme(None, draft(), FIRST)
    assert next_programme(first, draft(), SECOND) == first


def test_a_moved_slot_counts_on_under_the_same_uid():
    first = next_programme(None, draft(), FIRST)
    slot = next_programme(first, moved(draft()), SECOND).slots[0]
    assert (slot.uid, slot.sequence, slot.changed_at) == (first.slots[0].uid, 1, SECOND)


def test_a_new_title_counts_on_too():
    first = next_programme(None, draft(), FIRST)
    session = replace(draft().sessions[0], titles={"en": "Linen and hemp"})
    assert next_programme(first, replace(draft(), sessions=(session,)), SECOND).slots[0].sequence == 1


def test_what_is_gone_stays_as_cancelled_with_all_it_refers_to():
    first = next_programme(None, draft(), FIRST)
    empty = Programme(time_zone="Europe/Moscow")
    second = next_programme(first, empty, SECOND)
    slot = second.slots[0]
    assert (slot.status, slot.sequence, slot.changed_at) == (SlotStatus.CANCELLED, 1, SECOND)
    assert second.session_of[slot.session_id] == first.sessions[0]
    assert tuple(second.hall_of[key] for key in slot.hall_ids) == first.halls
    assert second.person_of[5] == first.people[0]
    assert second.track_of[3] == first.tracks[0]
    assert next_programme(second, empty, SECOND + timedelta(days=1)) == second


def test_what_comes_back_counts_on():
    first = next_programme(None, draft(), FIRST)
    gone = next_programme(first, Programme(time_zone="Europe/Moscow"), SECOND)
    back = next_programme(gone, draft(), SECOND + timedelta(days=1)).slots[0]
    assert (back.status, back.sequence) == (SlotStatus.CONFIRMED, 2)
