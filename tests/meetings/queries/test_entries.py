"""Meetings in their people's calendars."""

import pytest

from summit.database import db as database
from summit.database import transaction
from summit.meetings.models import Meeting, MeetingSettings
from summit.meetings.queries.entries import list_calendar_entries
from summit.meetings.rules.kinds import MeetingFormat, MeetingKind, MeetingStatus, Phase, SlotChoice
from summit.meetings.services import changing
from tests import factories
from tests.companies.factories import make_company
from tests.factories import NOON
from tests.meetings.factories import (
    EARLY,
    make_meeting,
    make_pair,
    make_run,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event, slot_choice=SlotChoice.OPTIMISER)
    make_window(event)
    hall = factories.make_hall(event, names={"en": "Winter Garden", "ru": "Зимний сад"})
    make_table(event, "B7", hall_id=hall.id)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


def entries(event, member):
    person = member.registration_id
    return list_calendar_entries(event.id, [person])[person]


def set_phase(event, phase):
    database.session.get_one(MeetingSettings, event.id).phase = phase
    database.session.commit()


def found_by_optimiser(event, pair):
    meeting = make_scheduled(*pair)
    row = database.session.get_one(Meeting, meeting.id)
    row.run_id = make_run(event).id
    database.session.commit()
    return row


def test_each_side_meets_the_other(event, pair):
    meeting = make_scheduled(*pair)
    for member, other in (pair, pair[::-1]):
        (entry,) = entries(event, member)
        assert entry.titles["en"] == f"Meeting: {other.company.name}"
        assert (entry.starts_at, entry.uid, entry.is_cancelled) == (NOON, meeting.uid, False)
        assert entry.path == f"/e/{event.slug}/meetings/m/{meeting.public_id}"


def test_people_of_no_meeting_have_empty_calendars(event, pair):
    make_scheduled(*pair)
    assert entries(event, make_spokesperson(event)) == []


@pytest.mark.parametrize("status", [MeetingStatus.PENDING, MeetingStatus.ACCEPTED, MeetingStatus.DECLINED])
def test_what_has_no_time_is_no_entry(event, pair, status):
    make_meeting(*pair, status)
    assert entries(event, pair[0]) == []


def test_the_name_of_a_company_is_in_each_language_that_it_has(event):
    other = make_spokesperson(event, make_company(event, "Neva Knit", names={"ru": "Нева трикотаж"}))
    one = make_spokesperson(event)
    make_scheduled(one, other)
    (entry,) = entries(event, one)
    assert entry.titles["ru"].endswith("Нева трикотаж")
    assert entry.titles["ar"].endswith("Neva Knit")


def test_the_place_is_the_table_with_its_hall_in_each_language(event, pair):
    make_scheduled(*pair)
    (entry,) = entries(event, pair[0])
    assert entry.places["en"] == "Table B7, Winter Garden"
    assert "B7" in entry.places["ru"]
    assert entry.places["ru"].endswith("Зимний сад")
    assert entry.places["pt-BR"].endswith("Winter Garden")


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"format": MeetingFormat.ONLINE, "online_link": "https://meet.example.org"}, {"": "https://meet.example.org"}),
        ({"kind": MeetingKind.FACTORY_VISIT, "place": "12 Mill Lane"}, {"": "12 Mill Lane"}),
    ],
)
def test_elsewhere_the_place_is_what_was_given(event, pair, values, place):
    make_scheduled(*pair, **values)
    (entry,) = entries(event, pair[0])
    assert entry.places == place


def test_online_without_a_link_says_so(event, pair):
    make_scheduled(*pair, format=MeetingFormat.ONLINE)
    (entry,) = entries(event, pair[0])
    assert entry.places["en"] == "Online"


def test_a_cancelled_meeting_stays_as_cancelled_with_a_higher_number(event, pair):
    meeting = make_scheduled(*pair)
    before = meeting.sequence
    with transaction():
        changing.cancel(meeting.id, registration_id=pair[0].registration_id, now=EARLY)
    (entry,) = entries(event, pair[1])
    assert (entry.is_cancelled, entry.uid, entry.sequence) == (True, meeting.uid, before + 1)


@pytest.mark.parametrize(
    ("phase", "title"),
    [
        (Phase.PROFILE, None),
        (Phase.PREFERENCES, None),
        (Phase.PROVISIONAL, "Provisional meeting: "),
        (Phase.LIVE, "Meeting: "),
        (Phase.CLOSED, "Meeting: "),
    ],
)
def test_what_the_optimiser_has_found_is_seen_once_it_is_shown(event, pair, phase, title):
    found_by_optimiser(event, pair)
    set_phase(event, phase)
    found = [(entry.titles["en"], entry.is_provisional) for entry in entries(event, pair[0])]
    provisional = phase is Phase.PROVISIONAL
    assert found == ([] if title is None else [(title + pair[1].company.name, provisional)])


def test_any_number_of_meetings_costs_the_same(db, event, pair, count_queries):
    make_table(event)
    costs = []
    for _round in range(3):
        make_scheduled(pair[0], make_spokesperson(event), NOON.replace(hour=9 + _round))
        db.session.expire_all()
        with count_queries() as counter:
            assert len(entries(event, pair[0])) == _round + 1
        costs.append(counter.count)
    assert costs[0] == costs[2]
