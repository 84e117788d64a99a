"""Accepting, declining and proposing, and who is told what."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.calendar.models import Claim
from summit.companies.rules.status import CompanyIsNotApproved, CompanyStatus, MemberRole
from summit.database import transaction
from summit.meetings.models import Meeting, MeetingStep
from summit.meetings.rules.kinds import DeclineReason, MeetingStatus, Phase, SlotChoice, StepAction
from summit.meetings.rules.requests import DayIsFull, HasEnoughMeetings, IsNoColleague, MessageIsTooLong, NobodyAttends
from summit.meetings.rules.times import NoTableIsFree, SomebodyIsBusy
from summit.meetings.rules.turns import (
    AlreadyAnswered,
    IsFixed,
    NotYourTurn,
    ProposalHasChanged,
    StartIsNeeded,
    StartIsUnknown,
)
from summit.meetings.services import answering
from tests import factories
from tests.companies.factories import make_member
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
from tests.meetings.told import forget, told

NEXT = NOON + timedelta(minutes=25)


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_window(event)
    make_table(event)
    return event


@pytest.fixture
def live(event):
    return make_settings(event)


@pytest.fixture
def pair(event):
    return make_pair(event)


def step(name, meeting, member, **values):
    with transaction():
        return getattr(answering, name)(meeting.id, registration_id=member.registration_id, **({"now": EARLY} | values))


def claims(db):
    return db.session.scalar(select(func.count()).select_from(Claim))


def latest(db):
    return db.session.scalars(select(MeetingStep).order_by(MeetingStep.id.desc())).first()


def test_an_accepted_request_is_in_the_timetable_with_a_table(db, live, pair):
    one, other = pair
    meeting = ask(one, other)
    forget()
    accept(meeting, other, NOON, words="Gladly.")
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.status, row.starts_at, row.ends_at) == (MeetingStatus.SCHEDULED, NOON, NOON + timedelta(minutes=20))
    assert (row.table_id is None, row.expires_at, row.answer, row.informed_at) == (False, None, "Gladly.", EARLY)
    assert told() == sorted((person.registration.email, "scheduled") for person in pair)
    assert (latest(db).action, latest(db).company_id) == (StepAction.ACCEPTED, other.company_id)


def test_the_asking_side_does_not_accept_its_own_request(live, pair):
    with pytest.raises(NotYourTurn):
        accept(ask(*pair), pair[0], NOON)


def test_an_answer_is_given_once(live, pair):
    meeting = ask(*pair)
    accept(meeting, pair[1], NOON)
    with pytest.raises(AlreadyAnswered):
        accept(meeting, pair[1], NEXT)
    with pytest.raises(AlreadyAnswered):
        step("decline", meeting, pair[1], reason=DeclineReason.NO_TIME)


@pytest.mark.parametrize(
    ("start", "refusal"),
    [(None, StartIsNeeded), (NOON + timedelta(minutes=5), StartIsUnknown), (NOON + timedelta(days=9), StartIsUnknown)],
)
def test_only_times_of_the_grid_are_accepted(db, live, pair, start, refusal):
    meeting = ask(*pair)
    with pytest.raises(refusal):
        accept(meeting, pair[1], start)
    assert claims(db) == 0


def test_a_time_that_is_over_is_not_accepted(live, pair):
    with pytest.raises(StartIsUnknown):
        accept(ask(*pair), pair[1], NOON, now=NOON)


def test_nobody_is_in_two_meetings_at_once_and_nothing_changes(db, event, live, pair):
    make_table(event)
    make_scheduled(pair[0], make_spokesperson(event))
    meeting, before = ask(*pair), claims(db)
    with pytest.raises(SomebodyIsBusy):
        accept(meeting, pair[1], NOON)
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.status, row.starts_at, claims(db)) == (MeetingStatus.PENDING, None, before)


def test_without_a_free_table_there_is_no_meeting(event, live, pair):
    make_scheduled(*make_pair(event))
    with pytest.raises(NoTableIsFree):
        accept(ask(*pair), pair[1], NOON)


def test_limits_hold_when_accepting(event, pair):
    make_settings(event, most_meetings=1)
    first, second = ask(*pair), ask(make_spokesperson(event), pair[1])
    accept(first, pair[1], NOON)
    with pytest.raises(HasEnoughMeetings):
        accept(second, pair[1], NEXT)


def test_the_limit_of_a_day_holds_for_that_day(event, pair):
    make_settings(event, most_per_day=1)
    make_window(event, NOON + timedelta(days=1))
    first, second = ask(*pair), ask(make_spokesperson(event), pair[1])
    accept(first, pair[1], NOON)
    with pytest.raises(DayIsFull):
        accept(second, pair[1], NEXT)
    assert accept(second, pair[1], NOON + timedelta(days=1)).status is MeetingStatus.SCHEDULED


def test_companies_that_have_gone_are_not_met(db, live, pair):
    meeting = ask(*pair)
    pair[0].company.status = CompanyStatus.WITHDRAWN
    db.session.commit()
    with pytest.raises(CompanyIsNotApproved):
        accept(meeting, pair[1], NOON)


def test_the_accepting_side_says_who_comes(db, event, live, pair):
    one, other = pair
    second = make_member(other.company, event, role=MemberRole.MEMBER)
    meeting = ask(one, other)
    for people, refusal in (([], NobodyAttends), ([one.registration_id], IsNoColleague)):
        with pytest.raises(refusal):
            accept(meeting, other, NOON, people=people)
    accept(meeting, other, NOON, people=[second.registration_id])
    row = db.session.get_one(Meeting, meeting.id)
    assert {a.registration_id for a in row.attendees} == {one.registration_id, second.registration_id}


@pytest.mark.parametrize("phase", [Phase.PREFERENCES, Phase.PROVISIONAL])
def test_before_the_optimiser_has_run_the_companies_agree_without_a_time(db, event, pair, phase):
    make_settings(event, phase=phase, slot_choice=SlotChoice.OPTIMISER)
    meeting = make_meeting(*pair)
    accept(meeting, pair[1], NOON)
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.status, row.starts_at, claims(db)) == (MeetingStatus.ACCEPTED, None, 0)
    assert {template for _recipient, template in told()} == {"agreed"}


def test_a_declined_request_is_over_and_tells_the_asking_side_why(db, live, pair):
    meeting = ask(*pair)
    forget()
    step("decline", meeting, pair[1], reason=DeclineReason.NO_TIME, words="Next year.")
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.status, row.decline_reason, row.ended_at) == (
        MeetingStatus.DECLINED, DeclineReason.NO_TIME, EARLY
    )  # fmt: skip
    assert (row.expires_at, row.ended_by) == (None, pair[1].company_id)
    assert told() == [(pair[0].registration.email, "declined")]


def test_too_many_words_are_refused(live, pair):
    with pytest.raises(MessageIsTooLong):
        step("decline", ask(*pair), pair[1], reason=DeclineReason.OTHER, words="x" * 2001)


def test_a_counter_proposal_holds_nothing_and_turns_the_question_round(db, live, pair):
    one, other = pair
    meeting = ask(one, other)
    forget()
    step("propose", meeting, other, start=NOON)
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.proposed_starts_at, row.proposed_by, claims(db)) == (NOON, other.company_id, 0)
    assert told() == [(one.registration.email, "proposed")]
    with pytest.raises(NotYourTurn):
        accept(meeting, other)
    accept(meeting, one)
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.starts_at, row.proposed_starts_at, row.proposed_by) == (NOON, None, None)


def test_a_proposal_is_not_accepted_for_another(live, pair):
    meeting = ask(*pair)
    step("propose", meeting, pair[1], start=NOON)
    step("propose", meeting, pair[1], start=NEXT)
    with pytest.raises(ProposalHasChanged):
        accept(meeting, pair[0], NOON)


def test_a_proposal_lapses_before_the_time_it_is_about(db, live, pair):
    meeting = make_scheduled(*pair)
    late = NOON - timedelta(hours=2)
    step("propose", meeting, pair[0], start=NEXT, now=late)
    assert db.session.get_one(Meeting, meeting.id).expires_at == NOON


@pytest.mark.parametrize("start", [NOON, NOON + timedelta(minutes=1), EARLY])
def test_only_another_time_of_the_grid_is_proposed(live, pair, start):
    meeting = make_scheduled(*pair)
    with pytest.raises(StartIsUnknown):
        step("propose", meeting, pair[0], start=start)


def test_what_the_organiser_has_fixed_is_not_proposed_elsewhere(live, pair):
    meeting = make_scheduled(*pair, is_pinned=True)
    with pytest.raises(IsFixed):
        step("propose", meeting, pair[0], start=NEXT)


def test_an_accepted_proposal_moves_the_meeting_and_its_claims(db, live, pair):
    meeting = make_scheduled(*pair)
    sequence, before = meeting.sequence, claims(db)
    step("propose", meeting, pair[0], start=NEXT)
    forget()
    accept(meeting, pair[1])
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.starts_at, row.sequence, claims(db)) == (NEXT, sequence + 1, before)
    assert told() == sorted((person.registration.email, "moved") for person in pair)


def test_a_proposal_that_is_taken_meanwhile_leaves_the_meeting_where_it_is(db, event, live, pair):
    make_table(event)
    meeting = make_scheduled(*pair)
    step("propose", meeting, pair[0], start=NEXT)
    make_scheduled(pair[0], make_spokesperson(event), NEXT)
    with pytest.raises(SomebodyIsBusy):
        accept(meeting, pair[1])
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.starts_at, row.proposed_starts_at) == (NOON, NEXT)


def test_a_refused_proposal_leaves_the_meeting_as_it_was(db, live, pair):
    meeting = make_scheduled(*pair)
    before = claims(db)
    step("propose", meeting, pair[0], start=NEXT)
    forget()
    step("refuse_proposal", meeting, pair[1], words="We fly at noon.")
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.starts_at, row.proposed_starts_at, row.expires_at, claims(db)) == (NOON, None, None, before)
    assert told() == [(pair[0].registration.email, "proposal_refused")]
    assert latest(db).details == {"start": NEXT.isoformat(), "proposal": True}
