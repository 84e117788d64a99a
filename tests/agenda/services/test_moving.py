"""Another time zone, and next year's copy."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summit.agenda.models import Session, SpeakerWindow
from summit.agenda.queries.board import load_board
from summit.agenda.queries.draft import list_tracks
from summit.agenda.queries.settings import present_settings
from summit.agenda.rules.board import ConflictKind, Level
from summit.agenda.rules.kinds import OverlapPolicy
from summit.agenda.rules.places import NothingToRedo, NothingToUndo, PlaceChangedMeanwhile
from summit.agenda.rules.timing import GRID, Placement, day_span, ensure_span_fits, programme_day
from summit.agenda.services import moving, placing
from summit.agenda.services.settings import update_settings
from summit.database import transaction
from summit.events.rules import moved_window, rezoned, wall_time
from summit.events.services import copy_event, update_event
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_session, make_settings, make_slot, make_speaker, make_track
from tests.factories import NOON, make_event, make_hall, make_staff


@pytest.fixture
def event(db):
    return make_event()


def to_zone(event, zone):
    with transaction():
        update_event(event.id, actor_id=None, time_zone=zone)


def placement_of(event, slot) -> Placement:
    return load_board(event).slots[slot.id].placement


def test_slots_keep_what_the_clock_shows(event):
    slot = make_placed(event, make_hall(event), datetime(2026, 11, 28, 7, 30, tzinfo=UTC), minutes=90)
    to_zone(event, "America/Sao_Paulo")
    placed = placement_of(event, slot)
    assert wall_time(placed.starts_at, "America/Sao_Paulo") == datetime(2026, 11, 28, 10, 30)
    assert placed.minutes == 90


def test_the_pool_and_another_edition_stay_as_they_are(event):
    waiting = make_slot(make_session(event))
    other = make_event()
    slot = make_placed(other, make_hall(other))
    to_zone(event, "Asia/Shanghai")
    assert placement_of(event, waiting) is None
    assert placement_of(other, slot).starts_at == NOON


def test_a_speaker_is_available_at_the_same_time_of_the_clock(event, db):
    speaker = make_speaker(event)
    db.session.add(SpeakerWindow(speaker_id=speaker.id, starts_at=NOON, ends_at=NOON + timedelta(hours=3)))
    db.session.commit()
    to_zone(event, "Asia/Shanghai")
    window = db.session.query(SpeakerWindow).one()
    assert [wall_time(one, "Asia/Shanghai").hour for one in (window.starts_at, window.ends_at)] == [12, 15]


def test_another_zone_is_a_change_of_the_draft_that_editors_see(event, db):
    row = make_settings(event)
    slot = make_placed(event, make_hall(event))
    before = slot.version
    to_zone(event, "Asia/Shanghai")
    assert (row.draft_number, slot.version) == (1, before + 1)


def test_a_span_that_a_clock_change_turns_over_keeps_its_length(db):
    # On 29 March 2026 the clocks of Paris go from 02:00 to 03:00; those of Moscow never do.
    event = make_event(starts_on=date(2026, 3, 28), ends_on=date(2026, 3, 30))
    slot = make_placed(event, make_hall(event), datetime(2026, 3, 28, 23, 30, tzinfo=UTC), minutes=30)
    to_zone(event, "Europe/Paris")
    placed = placement_of(event, slot)
    assert (wall_time(placed.starts_at, "Europe/Paris").hour, placed.minutes) == (3, 30)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zones=st.tuples(*[st.sampled_from(["Europe/Moscow", "Europe/Paris", "America/New_York", "Australia/Lord_Howe",
                                       "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Chatham", "UTC"])] * 2),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    start=st.integers(48, 330),
    steps=st.integers(1, 287),
)  # fmt: skip
def test_a_possible_place_stays_possible_in_every_zone(zones, day, start, steps):
    old, new = zones
    first, last = day_span(day, old)
    starts_at = first + GRID * (start - 48)
    ends_at = min(starts_at + GRID * steps, last)
    if starts_at >= last - GRID or programme_day(starts_at, old) != day:
        return
    moved = moved_window(starts_at, ends_at, lambda moment: rezoned(moment, old, new))
    starts, ends = moving._within_day(*moved, new)
    ensure_span_fits(starts, ends, zone=new, first_day=day, last_day=day)


def test_a_copy_has_the_tracks_and_settings_but_no_sessions(event, db):
    make_track(event, position=1)
    make_track(event, names={"en": "Shows"}, colour="#8a1538")
    make_session(event)
    with transaction():
        update_settings(
            event.id,
            actor_id=None,
            now=NOON,
            opens_minute=600,
            closes_minute=1470,
            changeover_minutes=20,
            levels={ConflictKind.CHANGEOVER: Level.BLOCK},
            overlap=OverlapPolicy.REFUSE,
            days={date(2026, 11, 29): (660, 1500)},
        )
    with transaction():
        copy = copy_event(
            event.id, slug="summit_2027", starts_on=date(2027, 11, 20), names={"en": "2027"}, actor_id=None, now=NOON
        )
    assert [track.names["en"] for track in list_tracks(copy.id)] == ["Shows", "Business"]
    present = present_settings(copy)
    assert (present.hours, present.changeover_minutes, present.overlap) == ((600, 1470), 20, OverlapPolicy.REFUSE)
    assert present.levels[ConflictKind.CHANGEOVER] is Level.BLOCK
    assert {day: hours for day, hours in present.days.items() if hours} == {date(2027, 11, 21): (660, 1500)}
    assert db.session.query(Session).filter_by(event_id=copy.id).all() == []


def test_an_edition_that_nobody_has_set_up_is_copied_as_well(event):
    with transaction():
        copy = copy_event(
            event.id, slug="summit_2027", starts_on=date(2027, 11, 20), names={"en": "2027"}, actor_id=None, now=NOON
        )
    assert present_settings(copy).hours == present_settings(event).hours


def test_what_was_done_by_the_old_clock_cannot_be_undone_by_the_new_one(event, db):
    hall, actor = make_hall(event), make_staff(event, Role.AGENDA)
    slot = make_placed(event, hall)
    with transaction():
        placing.place(slot.id, None, actor_id=actor.id, now=NOON)
    to_zone(event, "Asia/Shanghai")
    with pytest.raises(NothingToUndo), transaction():
        placing.undo(event.id, actor_id=actor.id, now=NOON)
    assert placement_of(event, slot) is None


def test_what_was_undone_by_the_old_clock_cannot_be_done_again(event):
    hall, actor = make_hall(event), make_staff(event, Role.AGENDA)
    slot = make_slot(make_session(event))
    with transaction():
        placing.place(slot.id, Placement((hall.id,), NOON, NOON + timedelta(hours=1)), actor_id=actor.id, now=NOON)
    with transaction():
        placing.undo(event.id, actor_id=actor.id, now=NOON)
    to_zone(event, "Asia/Shanghai")
    with pytest.raises(NothingToRedo), transaction():
        placing.redo(event.id, actor_id=actor.id, now=NOON)


def test_changes_after_the_new_zone_can_be_undone_again(event):
    hall, actor = make_hall(event), make_staff(event, Role.AGENDA)
    slot = make_slot(make_session(event))
    to_zone(event, "Asia/Shanghai")
    with transaction():
        placing.place(slot.id, Placement((hall.id,), NOON, NOON + timedelta(hours=1)), actor_id=actor.id, now=NOON)
    with transaction():
        placing.undo(event.id, actor_id=actor.id, now=NOON)
    assert placement_of(event, slot) is None


def test_a_place_chosen_for_a_waiting_slot_by_the_old_clock_is_stale(event):
    hall, slot = make_hall(event), make_slot(make_session(event))
    seen = slot.version
    to_zone(event, "Asia/Shanghai")
    place = Placement((hall.id,), NOON, NOON + timedelta(hours=1))
    with pytest.raises(PlaceChangedMeanwhile), transaction():
        placing.place(slot.id, place, version=seen, actor_id=None, now=NOON)
