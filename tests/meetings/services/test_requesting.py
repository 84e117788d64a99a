"""Asking for a meeting: who may, how often, and what counts at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.calendar.models import Claim
from summit.companies.rules.status import CompanyIsNotApproved, CompanyStatus, MemberRole, NotOfTheCompany
from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.meetings.models import Meeting, MeetingStep, Preference
from summit.meetings.queries.settings import list_slots
from summit.meetings.rules.kinds import (
    Acceptance,
    MeetingFormat,
    MeetingKind,
    MeetingStatus,
    Phase,
    SlotChoice,
    StepAction,
    Wish,
)
from summit.meetings.rules.requests import (
    AlreadyMeeting,
    CannotMeetItself,
    HasEnoughMeetings,
    IsNoColleague,
    MayNotAsk,
    NotOpenYet,
    OnlineIsNotOffered,
    Request,
    TakesNoRequests,
    TooManyRequests,
)
from summit.meetings.rules.times import SomebodyIsBusy
from summit.meetings.rules.turns import StartIsNeeded, StartIsUnknown, StepIsNotPossible
from summit.meetings.services import requesting
from summit.meetings.services.blocking import set_own_times
from summit.registration.rules import RegistrationStatus
from tests import factories
from tests.companies.factories import make_company, make_member
from tests.factories import NOON
from tests.meetings.asking import accept, ask
from tests.meetings.factories import (
    EARLY,
    make_meeting,
    make_pair,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_window(event)
    make_table(event)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


@pytest.fixture
def live(event):
    return make_settings(event)


def mails(db):
    statement = select(OutgoingMail.recipient, OutgoingMail.template).order_by(OutgoingMail.id)
    return [tuple(row) for row in db.session.execute(statement)]


def withdraw(meeting, member):
    with transaction():
        return requesting.withdraw(meeting.id, registration_id=member.registration_id, now=EARLY)


def test_a_request_waits_holds_nothing_and_is_told(db, event, live, pair):
    one, other = pair
    meeting = ask(one, other, wishes=(NOON,))
    assert (meeting.status, meeting.starts_at, meeting.wishes) == (MeetingStatus.PENDING, None, [NOON.isoformat()])
    assert meeting.expires_at == EARLY + timedelta(hours=live.expiry_hours)
    assert db.session.scalar(select(Claim)) is None
    assert mails(db) == [(other.registration.email, "meetings/requested")]
    step = db.session.scalars(select(MeetingStep)).one()
    assert (step.action, step.company_id, step.message) == (StepAction.REQUESTED, one.company_id, "We weave linen.")
    assert {attendee.registration_id for attendee in meeting.attendees} == {one.registration_id, other.registration_id}


def test_those_who_speak_for_a_company_answer_for_it_unless_they_are_gone(db, event, live, pair):
    one, other = pair
    second = make_member(other.company, event, role=MemberRole.MEMBER)
    other.registration.status = RegistrationStatus.WITHDRAWN
    db.session.commit()
    assert {attendee.registration_id for attendee in ask(one, other).attendees} >= {second.registration_id}


def test_a_company_without_people_takes_no_requests(event, live, pair):
    alone = make_company(event)
    one, _ = pair
    request = Request(people=(one.registration_id,))
    with pytest.raises(TakesNoRequests), transaction():
        requesting.request_meeting(event.id, alone.id, registration_id=one.registration_id, wanted=request, now=EARLY)


@pytest.mark.parametrize("swapped", [False, True])
def test_a_pair_has_one_living_request_whoever_asks(event, live, pair, swapped):
    ask(*pair)
    with pytest.raises(AlreadyMeeting):
        ask(*(reversed(pair) if swapped else pair))


def test_what_has_ended_may_be_asked_again(event, live, pair):
    withdraw(ask(*pair), pair[0])
    assert ask(*pair).status is MeetingStatus.PENDING


def test_nobody_asks_before_the_meetings_are_open(event, pair):
    make_settings(event, phase=Phase.PROFILE)
    with pytest.raises(NotOpenYet):
        ask(*pair)


def test_only_approved_companies_ask(db, event, live, pair):
    pair[0].company.status = CompanyStatus.SUBMITTED
    db.session.commit()
    with pytest.raises(CompanyIsNotApproved):
        ask(*pair)


@pytest.mark.parametrize("values", [{"is_listed": False}, {"status": CompanyStatus.WITHDRAWN}])
def test_only_companies_that_are_seen_are_asked(event, live, pair, values):
    hidden = make_spokesperson(event, make_company(event, **values))
    with pytest.raises(TakesNoRequests):
        ask(pair[0], hidden)


def test_a_company_of_another_edition_is_not_asked(event, live, pair):
    elsewhere = make_spokesperson(factories.make_event())
    with pytest.raises(TakesNoRequests):
        ask(pair[0], elsewhere)


def test_nobody_asks_at_an_edition_that_is_not_theirs(event, live, pair):
    one, other = pair
    with pytest.raises(NotOfTheCompany), transaction():
        requesting.request_meeting(
            factories.make_event().id,
            other.company_id,
            registration_id=one.registration_id,
            wanted=Request(),
            now=EARLY,
        )


def test_no_company_meets_itself(event, live, pair):
    with pytest.raises(CannotMeetItself):
        ask(pair[0], pair[0])


def say_no_thanks(db, event, one, other):
    wish = Preference(event_id=event.id, company_id=other.company_id, target_id=one.company_id, wish=Wish.NO_THANKS)
    db.session.add(wish)
    db.session.commit()


def have_no_time_left(db, event, one, other):
    with transaction():
        starts = {slot.starts_at for slot in list_slots(event.id)}
        set_own_times(event.id, other.registration_id, starts, actor_id=None, now=EARLY)


def have_nobody_there(db, event, one, other):
    other.registration.status = RegistrationStatus.WITHDRAWN
    db.session.commit()


@pytest.mark.parametrize("reason", [say_no_thanks, have_no_time_left, have_nobody_there])
def test_a_no_thanks_is_refused_like_a_company_without_time_before_the_request_is_looked_at(
    db, event, live, pair, reason
):
    reason(db, event, *pair)
    for people in ((pair[0].registration_id,), ()):
        with pytest.raises(TakesNoRequests):
            ask(*pair, people=people)


def test_kinds_that_may_not_ask_are_told(event, pair):
    make_settings(event, may_request={"retail": ["brand"]})
    with pytest.raises(MayNotAsk):
        ask(*pair)
    buyer = make_spokesperson(event, make_company(event, kinds=["retail_chain"]))
    assert ask(buyer, pair[1]).status is MeetingStatus.PENDING


def test_a_further_kind_opens_the_way(event, pair):
    make_settings(event, may_request={"retail": ["brand"]})
    both = make_spokesperson(event, make_company(event, kinds=["media", "retail_chain"]))
    assert ask(both, pair[1]).status is MeetingStatus.PENDING


def test_the_limit_of_requests_is_given_back(event, pair):
    make_settings(event, most_outgoing=1)
    one, other = pair
    third = make_spokesperson(event)
    first = ask(one, other)
    with pytest.raises(TooManyRequests):
        ask(one, third)
    withdraw(first, one)
    assert ask(one, third).status is MeetingStatus.PENDING


def test_requests_received_do_not_count(event, pair):
    make_settings(event, most_outgoing=1)
    one, other = pair
    ask(other, one)
    assert ask(one, make_spokesperson(event)).status is MeetingStatus.PENDING


def test_a_company_with_enough_meetings_neither_asks_nor_is_asked(event, pair):
    make_settings(event, most_meetings=1)
    one, other = pair
    make_scheduled(one, make_spokesperson(event))
    with pytest.raises(HasEnoughMeetings):
        ask(one, other)
    with pytest.raises(TakesNoRequests):
        ask(other, one)


def test_only_colleagues_come(event, live, pair):
    with pytest.raises(IsNoColleague):
        ask(*pair, people=(pair[1].registration_id,))


def test_the_requester_chooses_a_common_free_slot(event, pair):
    make_settings(event, slot_choice=SlotChoice.REQUESTER)
    one, other = pair
    with pytest.raises(StartIsNeeded):
        ask(one, other)
    with pytest.raises(StartIsUnknown):
        ask(one, other, start=NOON + timedelta(minutes=1))
    meeting = ask(one, other, start=NOON)
    assert (meeting.proposed_starts_at, meeting.proposed_by) == (NOON, one.company_id)
    assert meeting.expires_at < NOON


@pytest.mark.parametrize("busy", [0, 1])
def test_the_requester_cannot_choose_a_time_that_is_taken(event, pair, busy):
    make_settings(event, slot_choice=SlotChoice.REQUESTER)
    make_scheduled(pair[busy], make_spokesperson(event))
    with pytest.raises(SomebodyIsBusy):
        ask(*pair, start=NOON)


def test_a_colleague_who_is_free_attends_for_a_busy_one(event, pair):
    make_settings(event, slot_choice=SlotChoice.REQUESTER)
    one, other = pair
    make_scheduled(other, make_spokesperson(event))
    second = make_member(other.company, event, role=MemberRole.MEMBER)
    meeting = ask(one, other, start=NOON)
    assert second.registration_id in {attendee.registration_id for attendee in meeting.attendees}


def test_without_acceptance_a_chosen_time_counts_at_once(db, event, pair):
    make_settings(event, acceptance=Acceptance.NOT_NEEDED, slot_choice=SlotChoice.REQUESTER)
    one, other = pair
    meeting = ask(one, other, start=NOON)
    assert (meeting.status, meeting.starts_at, meeting.expires_at) == (MeetingStatus.SCHEDULED, NOON, None)
    assert meeting.table_id is not None
    told = {("meetings/scheduled", person.registration.email) for person in pair}
    assert {(template, recipient) for recipient, template in mails(db)} == told


@pytest.mark.parametrize("choice", [SlotChoice.ACCEPTER, SlotChoice.OPTIMISER])
def test_without_acceptance_the_companies_agree_before_there_is_a_time(db, event, pair, choice):
    make_settings(event, acceptance=Acceptance.NOT_NEEDED, slot_choice=choice)
    assert ask(*pair).status is MeetingStatus.ACCEPTED
    assert {template for _, template in mails(db)} == {"meetings/agreed"}


def test_a_visit_keeps_its_journey_and_a_meeting_has_none(event, live, pair):
    one, other = pair
    journey = {"place": "12 Mill Lane", "transfer_before": 45, "transfer_after": 45}
    visit = ask(one, other, kind=MeetingKind.FACTORY_VISIT, format=MeetingFormat.ONLINE, **journey)
    assert (visit.place, visit.transfer_before, visit.format) == ("12 Mill Lane", 45, MeetingFormat.ON_SITE)
    plain = ask(one, make_spokesperson(event), **journey)
    assert (plain.place, plain.transfer_before) == ("", 0)


def test_online_meetings_are_asked_for_where_they_are_offered(event, pair):
    make_settings(event, allows_online=False)
    with pytest.raises(OnlineIsNotOffered):
        ask(*pair, format=MeetingFormat.ONLINE)


def test_a_request_can_be_changed_until_it_is_answered(db, event, live, pair):
    one, other = pair
    meeting = ask(one, other)
    second = make_member(one.company, event, role=MemberRole.MEMBER)
    wanted = Request(message="We weave hemp too.", people=(second.registration_id,), wishes=(NOON,))
    with transaction():
        requesting.edit_request(meeting.id, registration_id=one.registration_id, wanted=wanted, now=EARLY)
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.message, row.wishes) == ("We weave hemp too.", [NOON.isoformat()])
    assert [a.registration_id for a in row.attendees if a.company_id == one.company_id] == [second.registration_id]
    assert mails(db)[-1] == (other.registration.email, "meetings/edited")
    accept(meeting, other, NOON)
    with pytest.raises(StepIsNotPossible), transaction():
        requesting.edit_request(meeting.id, registration_id=one.registration_id, wanted=wanted, now=EARLY)


def test_only_the_asking_side_takes_a_request_back(event, live, pair):
    one, other = pair
    meeting = ask(one, other)
    with pytest.raises(StepIsNotPossible):
        withdraw(meeting, other)
    with pytest.raises(NotOfTheCompany):
        withdraw(meeting, make_spokesperson(event))
    assert withdraw(meeting, one).status is MeetingStatus.WITHDRAWN


def test_a_colleague_who_is_not_concerned_takes_no_steps(event, live, pair):
    one, other = pair
    meeting = ask(one, other)
    bystander = make_member(one.company, event, role=MemberRole.MEMBER)
    with pytest.raises(NotOfTheCompany):
        withdraw(meeting, bystander)


def test_meetings_of_other_pairs_do_not_matter(event, live, pair):
    make_meeting(pair[0], make_spokesperson(event))
    assert ask(*pair).status is MeetingStatus.PENDING
