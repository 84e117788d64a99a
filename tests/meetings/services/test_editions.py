"""Meetings of an edition that is copied or gets another time zone."""

from datetime import date, timedelta

from sqlalchemy import select

from summit.calendar.models import Claim
from summit.database import transaction
from summit.events.services import copy_event, update_event
from summit.meetings.models import Meeting
from summit.meetings.queries.setting_up import list_all_tables
from summit.meetings.queries.settings import get_settings, list_windows
from summit.meetings.rules.kinds import MeetingStatus, Phase
from summit.meetings.services.placing import finish, lock_meeting
from tests import factories
from tests.factories import NOON
from tests.meetings.factories import make_pair, make_scheduled, make_settings, make_table, make_window


def test_a_copy_has_settings_opening_times_and_tables_of_its_own(db):
    event = factories.make_event()
    hall = factories.make_hall(event)
    make_settings(event, slot_minutes=30)
    make_window(event)
    make_table(event, "T1", hall_id=hall.id)
    with transaction():
        parts = {"starts_on": date(2027, 11, 28), "names": {"en": "Next"}, "actor_id": None, "now": NOON}
        copy = copy_event(event.id, slug="next_year", **parts)
    settings, table = get_settings(copy.id), list_all_tables(copy.id)[0]
    assert (settings.slot_minutes, settings.phase) == (30, Phase.PROFILE)
    assert [window.starts_at for window in list_windows(copy.id)] == [NOON + timedelta(days=365)]
    assert (table.label, table.hall.event_id) == ("T1", copy.id)


def test_a_copy_of_an_edition_without_limits_has_none_either(db):
    event = factories.make_event()
    make_settings(event, most_outgoing=None)
    with transaction():
        parts = {"starts_on": date(2027, 11, 28), "names": {"en": "Next"}, "actor_id": None, "now": NOON}
        copy = copy_event(event.id, slug="next_year", **parts)
    assert get_settings(copy.id).most_outgoing is None


def test_a_new_zone_keeps_the_clock_of_meetings_and_moves_their_claims(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    make_table(event)
    meeting = make_scheduled(*make_pair(event))
    before = {tick for (tick,) in db.session.execute(select(Claim.tick))}
    with transaction():
        update_event(event.id, actor_id=None, time_zone="Asia/Yekaterinburg")
    earlier = NOON - timedelta(hours=2)
    assert db.session.get_one(Meeting, meeting.id).starts_at == earlier
    assert list_windows(event.id)[0].starts_at == earlier
    assert {tick for (tick,) in db.session.execute(select(Claim.tick))} == {tick - 24 for tick in before}


def test_a_new_zone_moves_what_was_held_out_of_the_way_of_what_is_to_come(db):
    event = factories.make_event()
    make_settings(event)
    make_table(event)
    one, other = make_pair(event)
    held = make_scheduled(one, other, NOON - timedelta(hours=2))
    with transaction():
        finish(lock_meeting(held.id), MeetingStatus.HELD, now=NOON)
    coming = make_scheduled(one, other)
    with transaction():
        update_event(event.id, actor_id=None, time_zone="Asia/Yekaterinburg")
    starts = [db.session.get_one(Meeting, row.id).starts_at for row in (held, coming)]
    assert starts == [NOON - timedelta(hours=4), NOON - timedelta(hours=2)]
