"""Tables that come, change and go."""

from collections import defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.calendar.models import Claim
from summit.calendar.queries import list_taken
from summit.calendar.rules import ClaimKind
from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.meetings.models import Meeting, MeetingTable
from summit.meetings.queries.setting_up import list_all_tables
from summit.meetings.rules.kinds import MeetingStatus
from summit.meetings.rules.tables import LabelIsTaken, TableIsStillUsed
from summit.meetings.services import tables
from summit.meetings.services.tables import add_tables, delete_table, free_home_tables, set_in_use, update_table
from tests import factories
from tests.companies.factories import make_company
from tests.factories import NOON
from tests.meetings.factories import EARLY, make_pair, make_scheduled, make_settings, make_table, make_window


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    return event


def mail_count(db):
    return db.session.scalar(select(func.count()).select_from(OutgoingMail))


def test_a_row_of_tables_is_added_beside_each_other(db, event):
    with transaction():
        add_tables(event.id, "T1", "T3", actor_id=None, seats=6, pool="A", row=1)
    found = [(row.label, row.seats, row.row, row.column, row.position) for row in list_all_tables(event.id)]
    assert found == [("T1", 6, 1, 0, 1), ("T2", 6, 1, 1, 2), ("T3", 6, 1, 2, 3)]


def test_a_name_that_exists_refuses_the_whole_row(db, event):
    make_table(event, "T2")
    with pytest.raises(LabelIsTaken), transaction():
        add_tables(event.id, "T1", "T3", actor_id=None)
    assert [row.label for row in list_all_tables(event.id)] == ["T2"]


def test_meetings_of_a_table_that_closes_sit_elsewhere_at_the_same_time(db, event):
    first = make_table(event)
    meeting = make_scheduled(*make_pair(event))
    second = make_table(event)
    with transaction():
        assert set_in_use(first.id, False, actor_id=None, now=EARLY) == (1, 0)
    found = db.session.get_one(Meeting, meeting.id)
    assert (found.table_id, found.starts_at, found.status) == (second.id, NOON, MeetingStatus.SCHEDULED)
    claimed = select(Claim.resource_id).where(Claim.kind == ClaimKind.TABLE).distinct()
    assert db.session.scalars(claimed).all() == [second.id]
    assert mail_count(db) == 2


def test_where_others_sit_down_first_a_meeting_is_seated_at_what_is_free_then(db, event, monkeypatch):
    first = make_table(event)
    meeting = make_scheduled(*make_pair(event))
    make_table(event)
    make_scheduled(*make_pair(event))
    free = make_table(event)
    former = [defaultdict(set)]
    monkeypatch.setattr(tables, "list_taken", lambda *asked: former.pop() if former else list_taken(*asked))
    with transaction():
        assert set_in_use(first.id, False, actor_id=None, now=EARLY) == (1, 0)
    assert db.session.get_one(Meeting, meeting.id).table_id == free.id
    assert mail_count(db) == 2


def test_two_meetings_are_never_seated_at_one_table(db, event):
    first = make_table(event)
    make_scheduled(*make_pair(event))
    make_scheduled(*make_pair(event), NOON + timedelta(minutes=25))
    busy = make_table(event)
    make_scheduled(*make_pair(event), NOON)
    with transaction():
        assert set_in_use(first.id, False, actor_id=None, now=EARLY) == (1, 1)
    seats = db.session.execute(select(Meeting.table_id, Meeting.starts_at).where(Meeting.table_id.is_not(None))).all()
    assert sorted(seats) == [(busy.id, NOON), (busy.id, NOON + timedelta(minutes=25))]


def test_without_a_free_table_a_meeting_stays_agreed_and_everybody_is_told(db, event):
    only = make_table(event)
    meeting = make_scheduled(*make_pair(event))
    with transaction():
        assert set_in_use(only.id, False, actor_id=None, now=EARLY) == (0, 1)
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.ACCEPTED
    assert mail_count(db) == 2


def test_a_table_at_which_somebody_meets_cannot_be_deleted(db, event):
    used, free = make_table(event), None
    make_scheduled(*make_pair(event))
    free = make_table(event)
    with pytest.raises(TableIsStillUsed), transaction():
        delete_table(used.id, actor_id=None)
    with transaction():
        delete_table(free.id, actor_id=None)
    assert [row.id for row in list_all_tables(event.id)] == [used.id]


def test_those_who_meet_at_a_table_are_told_of_its_new_name(db, event):
    row = make_table(event)
    meeting = make_scheduled(*make_pair(event))
    with transaction():
        update_table(row.id, actor_id=None, now=EARLY, seats=8)
    assert mail_count(db) == 0
    with transaction():
        update_table(row.id, actor_id=None, now=EARLY, label="Salon")
    assert mail_count(db) == 2
    assert db.session.get_one(Meeting, meeting.id).sequence == 1


def test_the_home_of_a_company_that_left_is_everybodys(db, event):
    company = make_company(event)
    row = make_table(event, company_id=company.id)
    with transaction():
        free_home_tables(company, actor_id=None, now=EARLY)
    assert db.session.get_one(MeetingTable, row.id, populate_existing=True).company_id is None
