"""The pages of meetings: who sees them, and what each step does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.accounts.models import Account
from summit.clock import utcnow
from summit.companies.rules.status import CompanyStatus, MemberRole
from summit.database import transaction
from summit.meetings.models import Meeting, MeetingSettings
from summit.meetings.queries.settings import list_slots
from summit.meetings.rules.kinds import DeclineReason, MeetingFormat, MeetingStatus, Phase, SlotChoice, Wish
from summit.meetings.services.blocking import set_own_times
from summit.permissions import Role
from summit.registration.models import ConsentRecord, ConsentText, Registration
from summit.registration.rules import ConsentPurpose
from tests import factories
from tests.companies.factories import make_company, make_member
from tests.factories import make_staff, sign_in
from tests.meetings.asking import ask
from tests.meetings.factories import (
    make_meeting,
    make_pair,
    make_preference,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)


def tomorrow(**later):
    return utcnow().replace(minute=0, second=0, microsecond=0) + timedelta(days=1, **later)


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event, tomorrow())
    make_table(event)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


@pytest.fixture
def meeting(pair):
    return ask(*pair, now=utcnow())


def as_member(client, db, member):
    person = db.session.get_one(Registration, member.registration_id)
    sign_in(client, db.session.get_one(Account, person.account_id))


def url(event, meeting, act=""):
    return f"/e/{event.slug}/meetings/m/{meeting.public_id}{'/' + act if act else ''}"


def page(client, event, meeting):
    return client.get(url(event, meeting)).get_data(as_text=True)


def fresh(db, meeting):
    return db.session.scalars(
        select(Meeting).where(Meeting.id == meeting.id).execution_options(populate_existing=True)
    ).one()


def start_value(moment):
    return moment.isoformat()


def test_strangers_find_no_meeting(client, db, event, pair, meeting):
    assert client.get(url(event, meeting)).status_code == 303
    as_member(client, db, make_spokesperson(event))
    assert client.get(url(event, meeting)).status_code == 404
    assert client.post(url(event, meeting, "accept")).status_code == 404
    assert fresh(db, meeting).status is MeetingStatus.PENDING


def test_a_meeting_is_found_at_its_own_edition_only(client, db, event, pair, meeting):
    other = factories.make_event()
    as_member(client, db, make_spokesperson(other))
    assert client.get(url(other, meeting)).status_code == 404


def test_the_organiser_sees_a_meeting_and_may_cancel_it(client, db, event, meeting):
    sign_in(client, make_staff(event, Role.B2B))
    assert "Cancel the meeting" in page(client, event, meeting)
    assert client.post(url(event, meeting, "cancel"), data={"words": "The hall is closed."}).status_code == 303
    assert fresh(db, meeting).status is MeetingStatus.CANCELLED
    assert "The hall is closed." in page(client, event, meeting)


def test_the_organiser_answers_for_nobody(client, db, event, meeting):
    sign_in(client, make_staff(event, Role.B2B))
    assert client.post(url(event, meeting, "accept"), data={"start": start_value(tomorrow())}).status_code == 404


def test_a_request_is_accepted_at_a_chosen_time(client, db, event, pair, meeting):
    as_member(client, db, pair[1])
    shown = page(client, event, meeting)
    assert "It is your turn" in shown
    assert start_value(tomorrow()) in shown
    data = {"start": start_value(tomorrow()), "people": [pair[1].registration_id], "words": "Gladly."}
    assert client.post(url(event, meeting, "accept"), data=data).status_code == 303
    row = fresh(db, meeting)
    assert (row.status, row.starts_at) == (MeetingStatus.SCHEDULED, tomorrow())
    assert "Gladly." in page(client, event, meeting)


def test_an_answer_without_a_time_is_asked_for_one_and_keeps_its_words(client, db, event, pair, meeting):
    as_member(client, db, pair[1])
    answer = client.post(url(event, meeting, "accept"), data={"words": "With pleasure."})
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert "Please choose one of the free times." in shown
    assert "With pleasure." in shown


def test_a_time_that_was_taken_meanwhile_leads_to_others(client, db, event, pair, meeting):
    make_scheduled(pair[0], make_spokesperson(event), tomorrow(), now=utcnow())
    as_member(client, db, pair[1])
    answer = client.post(url(event, meeting, "accept"), data={"start": start_value(tomorrow())})
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert "Somebody who attends is not free at this time." in shown
    assert start_value(tomorrow(minutes=25)) in shown
    assert start_value(tomorrow()) not in shown


@pytest.mark.parametrize("start", ["", "x", "0001-01-01T00:00:00+23:59", "2026-11-28", "9" * 400])
def test_a_time_of_no_grid_is_refused(client, db, event, pair, meeting, start):
    as_member(client, db, pair[1])
    assert client.post(url(event, meeting, "propose"), data={"start": start}).status_code == 422
    assert fresh(db, meeting).proposed_starts_at is None


def test_a_request_is_declined_with_a_reason(client, db, event, pair, meeting):
    as_member(client, db, pair[1])
    assert client.post(url(event, meeting, "decline"), data={"reason": "no_time"}).status_code == 303
    assert fresh(db, meeting).decline_reason is DeclineReason.NO_TIME
    as_member(client, db, pair[0])
    assert "Reason: We have no time left" in page(client, event, meeting)


def test_a_counter_proposal_is_answered_by_the_asking_side(client, db, event, pair, meeting):
    as_member(client, db, pair[1])
    assert client.post(url(event, meeting, "propose"), data={"start": start_value(tomorrow())}).status_code == 303
    assert client.post(url(event, meeting, "accept")).status_code == 422
    as_member(client, db, pair[0])
    assert "Accept" in page(client, event, meeting)
    assert client.post(url(event, meeting, "accept")).status_code == 303
    assert fresh(db, meeting).status is MeetingStatus.SCHEDULED


def test_a_new_time_for_a_meeting_is_refused_and_it_stays(client, db, event, pair):
    meeting = make_scheduled(*pair, tomorrow(), now=utcnow())
    as_member(client, db, pair[0])
    later = start_value(tomorrow(minutes=25))
    assert client.post(url(event, meeting, "propose"), data={"start": later}).status_code == 303
    as_member(client, db, pair[1])
    assert "Proposed instead:" in page(client, event, meeting)
    assert client.post(url(event, meeting, "refuse"), data={}).status_code == 303
    row = fresh(db, meeting)
    assert (row.starts_at, row.proposed_starts_at) == (tomorrow(), None)


def test_both_sides_may_cancel(client, db, event, pair):
    meeting = make_scheduled(*pair, tomorrow(), now=utcnow())
    as_member(client, db, pair[0])
    assert client.post(url(event, meeting, "cancel"), data={"words": "Our train is late."}).status_code == 303
    as_member(client, db, pair[1])
    shown = page(client, event, meeting)
    assert "Our train is late." in shown
    assert "Cancelled" in shown


def test_other_colleagues_may_attend(client, db, event, pair, meeting):
    second = make_member(pair[0].company, event, role=MemberRole.MEMBER)
    as_member(client, db, pair[0])
    assert client.post(url(event, meeting, "people"), data={"people": [second.registration_id]}).status_code == 303
    assert client.post(url(event, meeting, "people"), data={}).status_code == 422
    assert client.post(url(event, meeting, "people"), data={"people": ["9" * 18]}).status_code == 422


def test_a_bystander_of_the_company_sees_and_does_nothing(client, db, event, pair, meeting):
    as_member(client, db, make_member(pair[1].company, event, role=MemberRole.MEMBER))
    shown = page(client, event, meeting)
    assert "We weave linen." in shown
    assert "Decline the meeting" not in shown
    assert client.post(url(event, meeting, "decline"), data={}).status_code == 422


def test_people_of_the_other_company_are_named_with_their_consent_only(client, db, event, pair, meeting):
    as_member(client, db, pair[0])
    name = db.session.get_one(Registration, pair[1].registration_id).name_latin
    shown = page(client, event, meeting)
    assert name not in shown
    assert "A colleague" in shown
    text = ConsentText(
        event_id=event.id, purpose=ConsentPurpose.PROFILE_VISIBLE, language="en", body="Seen.", body_hash="a"
    )
    db.session.add(text)
    db.session.flush()
    db.session.add(
        ConsentRecord(
            registration_id=pair[1].registration_id,
            text_id=text.id,
            text_hash="a",
            purpose=ConsentPurpose.PROFILE_VISIBLE,
            given=True,
            text_version=1,
            language="en",
        )
    )
    db.session.commit()
    assert name in page(client, event, meeting)


def test_a_link_of_a_meeting_online_is_an_address(client, db, event, pair):
    meeting = make_scheduled(*pair, tomorrow(), now=utcnow(), format=MeetingFormat.ONLINE)
    as_member(client, db, pair[0])
    assert client.post(url(event, meeting, "details"), data={"online_link": "javascript:alert(1)"}).status_code == 422
    data = {"online_link": "https://meet.example.org/linen"}
    assert client.post(url(event, meeting, "details"), data=data).status_code == 303
    assert 'href="https://meet.example.org/linen"' in page(client, event, meeting)


def ask_url(event, company):
    return f"/e/{event.slug}/meetings/new/{company.public_id}"


def test_a_meeting_is_asked_for_with_wishes(client, db, event, pair):
    one, other = pair
    where = ask_url(event, other.company)
    as_member(client, db, one)
    assert start_value(tomorrow()) in client.get(where).get_data(as_text=True)
    data = {
        "message": "Linen?",
        "people": [one.registration_id],
        "kind": "meeting",
        "format": "on_site",
        "wishes": [start_value(tomorrow()), "x", "0001-01-01T00:00:00+00:00"],
    }
    answer = client.post(where, data=data)
    row = db.session.scalars(select(Meeting)).one()
    assert answer.location == url(event, row)
    assert row.wishes == [start_value(tomorrow())]
    assert client.get(where).location == url(event, row)


def test_a_refused_request_keeps_what_was_entered(client, db, event, pair):
    as_member(client, db, pair[0])
    data = {"message": "Linen?", "kind": "factory_visit", "format": "on_site", "people": [pair[0].registration_id]}
    answer = client.post(ask_url(event, pair[1].company), data=data)
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert "Please say where the visit takes place." in shown
    assert "Linen?" in shown


@pytest.mark.parametrize("says_no", [True, False])
def test_a_company_that_cannot_be_asked_looks_like_any_other_until_it_is_asked(client, db, event, pair, says_no):
    one, other = pair
    if says_no:
        make_preference(other, one, Wish.NO_THANKS)
    else:
        starts = {slot.starts_at for slot in list_slots(event.id)}
        with transaction():
            set_own_times(event.id, other.registration_id, starts, actor_id=None, now=utcnow())
    as_member(client, db, one)
    where = ask_url(event, other.company)
    assert start_value(tomorrow()) in client.get(where).get_data(as_text=True)
    data = {"message": "Linen?", "kind": "meeting", "format": "on_site", "people": [one.registration_id]}
    answer = client.post(where, data=data)
    assert answer.status_code == 422
    assert "This company takes no further requests at present." in answer.get_data(as_text=True)


def test_companies_that_are_not_shown_cannot_be_asked(client, db, event, pair):
    as_member(client, db, pair[0])
    for hidden in (make_company(event, is_listed=False), make_company(event, status=CompanyStatus.DRAFT)):
        assert client.get(ask_url(event, hidden)).status_code == 404
    assert client.get(ask_url(event, make_company(factories.make_event()))).status_code == 404


def test_the_page_says_why_nothing_can_be_asked_for(client, db, event, pair):
    row = db.session.get_one(MeetingSettings, event.id)
    row.phase = Phase.CLOSED
    db.session.commit()
    as_member(client, db, pair[0])
    assert "are closed" in client.get(ask_url(event, pair[1].company)).get_data(as_text=True)


def test_a_request_is_changed_on_its_page(client, db, event, pair, meeting):
    as_member(client, db, pair[0])
    where = url(event, meeting, "edit")
    assert "We weave linen." in client.get(where).get_data(as_text=True)
    data = {"message": "And hemp.", "kind": "meeting", "format": "on_site", "people": [pair[0].registration_id]}
    assert client.post(where, data=data).status_code == 303
    assert fresh(db, meeting).message == "And hemp."
    as_member(client, db, pair[1])
    assert client.get(where).status_code == 303


def mine(client, event):
    return client.get(f"/e/{event.slug}/meetings/").get_data(as_text=True)


def test_my_meetings_begin_with_what_needs_an_answer(client, db, event, pair, meeting):
    as_member(client, db, pair[1])
    shown = mine(client, event)
    assert "Needs your answer" in shown
    assert "Waiting for the other company" not in shown
    as_member(client, db, pair[0])
    shown = mine(client, event)
    assert "Needs your answer" not in shown
    assert "Waiting for the other company" in shown


def test_somebody_without_a_company_is_told_so(client, db, event):
    sign_in(client, factories.make_account())
    assert "You do not belong to a company yet" in mine(client, event)


def test_any_number_of_meetings_costs_the_same(client, db, event, pair, count_queries):
    costs = []
    for number in range(3):
        make_meeting(pair[0], make_spokesperson(event))
        make_scheduled(pair[0], make_spokesperson(event), tomorrow(minutes=25 * number), now=utcnow())
        as_member(client, db, pair[0])
        mine(client, event)
        with count_queries() as counter:
            mine(client, event)
        costs.append(counter.count)
    assert costs[0] == costs[2]


def test_a_chosen_time_is_shown_to_the_partner(client, db, event, pair):
    db.session.get_one(MeetingSettings, event.id).slot_choice = SlotChoice.REQUESTER
    db.session.commit()
    meeting = ask(*pair, start=tomorrow(), now=utcnow())
    as_member(client, db, pair[1])
    assert "Proposed by" in page(client, event, meeting)
    assert client.post(url(event, meeting, "accept"), data={}).status_code == 303
    assert fresh(db, meeting).starts_at == tomorrow()
