"""What organisers do with meetings: the move holds, a refusal changes nothing, and people are told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.companies.rules.status import CompanyStatus
from summit.database import db as database
from summit.database import transaction
from summit.mail.models import MailAttachment, OutgoingMail
from summit.meetings.models import Meeting, MeetingStep
from summit.meetings.rules.kinds import MeetingOrigin, MeetingStatus, Phase, StepAction, Wish
from summit.meetings.rules.moving import (
    CompaniesAreTheSame,
    CompanyMeetsNobody,
    MeetingChangedMeanwhile,
    MeetingIsFixed,
    MeetingIsNotAgreed,
    MeetingIsOver,
    NobodyCanAttend,
    NoSuchSlot,
    NothingToUndo,
    PairDoesNotWant,
    PairMeetsAlready,
    SlotIsOver,
    TableIsOutOfUse,
)
from summit.meetings.rules.times import NoTableIsFree, SomebodyIsBusy
from summit.meetings.services import organising
from summit.permissions import Role
from tests import factories
from tests.companies.factories import make_company
from tests.factories import NOON
from tests.meetings.factories import (
    EARLY,
    make_interpreter,
    make_meeting,
    make_pair,
    make_preference,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)

LATER = NOON + timedelta(minutes=25)


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    make_table(event, "A1")
    make_table(event, "A2")
    return event


@pytest.fixture
def actor(event):
    return factories.make_staff(event, Role.B2B).id


def mails(db):
    return [(mail.template, mail.recipient) for mail in db.session.scalars(select(OutgoingMail))]


def steps(db, meeting):
    rows = db.session.scalars(select(MeetingStep).where(MeetingStep.meeting_id == meeting.id).order_by(MeetingStep.id))
    return [row.action for row in rows]


def do(act, meeting, actor, *arguments, **values):
    with transaction():
        return act(meeting.id, *arguments, version=meeting.version, actor_id=actor, now=EARLY, **values)


def test_a_moved_meeting_stands_at_its_new_time_and_both_sides_hear_of_it(db, event, actor):
    one, other = make_pair(event)
    meeting = make_scheduled(one, other, table_id=None)
    moved = do(organising.move_meeting, meeting, actor, LATER, table_id=None)
    assert moved.starts_at == LATER
    assert moved.informed_at == EARLY
    assert steps(db, meeting) == [StepAction.MOVED]
    people = {one.registration.email, other.registration.email}
    assert set(mails(db)) == {("meetings/moved", mail) for mail in people}
    assert {row.file_name for row in db.session.scalars(select(MailAttachment))} == {"meeting.ics"}


def test_before_the_timetable_is_shown_nobody_is_told(db, event, actor):
    event = factories.make_event()
    make_settings(event, phase=Phase.PREFERENCES)
    make_window(event)
    make_table(event)
    meeting = make_scheduled(*make_pair(event))
    moved = do(organising.move_meeting, meeting, actor, LATER, table_id=None)
    assert moved.informed_at is None
    assert mails(db) == []


def test_who_knows_the_time_is_told_of_another_one_in_every_phase(db, event, actor):
    event = factories.make_event()
    make_settings(event, phase=Phase.PROVISIONAL)
    make_window(event)
    make_table(event)
    meeting = make_scheduled(*make_pair(event), informed_at=EARLY)
    do(organising.move_meeting, meeting, actor, LATER, table_id=None)
    assert len(mails(db)) == 2


def test_a_colleague_who_speaks_for_the_company_is_told_too(db, event, actor):
    one, other = make_pair(event)
    chief = make_spokesperson(event, other.company)
    meeting = make_scheduled(one, other)
    do(organising.move_meeting, meeting, actor, LATER, table_id=None)
    assert chief.registration.email in {mail for _, mail in mails(db)}


def test_a_board_that_is_older_than_another_change_moves_nothing(db, event, actor):
    meeting = make_scheduled(*make_pair(event))
    with pytest.raises(MeetingChangedMeanwhile), transaction():
        organising.move_meeting(meeting.id, LATER, table_id=None, version=99, actor_id=actor, now=EARLY)
    assert db.session.get_one(Meeting, meeting.id).starts_at == NOON


def test_a_fixed_meeting_keeps_its_time_until_it_is_released(db, event, actor):
    meeting = make_scheduled(*make_pair(event))
    do(organising.fix_meeting, meeting, actor, is_fixed=True)
    with pytest.raises(MeetingIsFixed):
        do(organising.move_meeting, meeting, actor, LATER, table_id=None)
    do(organising.fix_meeting, meeting, actor, is_fixed=False)
    assert do(organising.move_meeting, meeting, actor, LATER, table_id=None).starts_at == LATER
    assert steps(db, meeting) == [StepAction.PINNED, StepAction.UNPINNED, StepAction.MOVED]


@pytest.mark.parametrize("status", [MeetingStatus.PENDING, MeetingStatus.DECLINED, MeetingStatus.CANCELLED])
def test_what_is_not_agreed_gets_no_time(db, event, actor, status):
    meeting = make_meeting(*make_pair(event), status)
    with pytest.raises(MeetingIsNotAgreed):
        do(organising.move_meeting, meeting, actor, LATER, table_id=None)


def test_a_meeting_begins_with_a_slot_of_the_grid_that_is_not_over(db, event, actor):
    meeting = make_scheduled(*make_pair(event))
    with pytest.raises(NoSuchSlot):
        do(organising.move_meeting, meeting, actor, NOON + timedelta(minutes=5), table_id=None)
    late = NOON + timedelta(hours=2)
    with pytest.raises(SlotIsOver), transaction():
        organising.move_meeting(meeting.id, LATER, table_id=None, version=meeting.version, actor_id=actor, now=late)


def test_a_table_of_another_edition_is_out_of_use(db, event, actor):
    strange = make_table(factories.make_event())
    meeting = make_scheduled(*make_pair(event))
    with pytest.raises(TableIsOutOfUse):
        do(organising.move_meeting, meeting, actor, LATER, table_id=strange.id)


def test_neither_a_taken_table_nor_a_busy_person_is_booked(db, event, actor):
    one, other = make_pair(event)
    third = make_spokesperson(event)
    meeting = make_scheduled(one, other)
    make_scheduled(one, third, LATER)
    with pytest.raises(SomebodyIsBusy):
        do(organising.move_meeting, meeting, actor, LATER, table_id=None)
    taken = make_scheduled(*make_pair(event), NOON + timedelta(minutes=50))
    with pytest.raises(NoTableIsFree):
        do(organising.move_meeting, meeting, actor, taken.starts_at, table_id=taken.table_id)
    assert steps(db, meeting) == []
    assert mails(db) == []


def test_a_meeting_taken_out_stays_agreed_and_can_be_put_back(db, event, actor):
    interpreter = make_interpreter(event)
    meeting = make_scheduled(*make_pair(event), interpreter_id=interpreter.id)
    table_id = meeting.table_id
    out = do(organising.take_out, meeting, actor)
    assert (out.status, out.starts_at) == (MeetingStatus.ACCEPTED, None)
    back = do(organising.move_back, out, actor)
    assert (back.status, back.starts_at, back.table_id) == (MeetingStatus.SCHEDULED, NOON, table_id)
    assert back.interpreter_id == interpreter.id
    assert {template for template, _ in mails(db)} == {
        "meetings/unscheduled",
        "meetings/scheduled",
    }


def test_nobody_is_sent_back_to_a_time_that_is_over(db, event, actor):
    moved = do(organising.move_meeting, make_scheduled(*make_pair(event)), actor, LATER, table_id=None)
    with pytest.raises(SlotIsOver), transaction():
        organising.move_back(moved.id, version=moved.version, actor_id=actor, now=NOON + timedelta(hours=1))
    assert db.session.get_one(Meeting, moved.id, populate_existing=True).starts_at == LATER


def test_a_meeting_is_put_back_without_an_interpreter_who_is_gone(db, event, actor):
    interpreter = make_interpreter(event)
    out = do(organising.take_out, make_scheduled(*make_pair(event), interpreter_id=interpreter.id), actor)
    db.session.delete(interpreter)
    db.session.commit()
    back = do(organising.move_back, out, actor)
    assert (back.starts_at, back.interpreter_id) == (NOON, None)


def test_a_move_is_taken_back_once_and_only_as_the_latest_step(db, event, actor):
    meeting = make_scheduled(*make_pair(event))
    moved = do(organising.move_meeting, meeting, actor, LATER, table_id=None)
    back = do(organising.move_back, moved, actor)
    assert back.starts_at == NOON
    do(organising.fix_meeting, back, actor, is_fixed=True)
    with pytest.raises(NothingToUndo):
        do(organising.move_back, back, actor)


def test_what_is_called_off_is_told_with_the_organisers_words_and_only_once(db, event, actor):
    meeting = make_scheduled(*make_pair(event))
    off = do(organising.cancel_meeting, meeting, actor, message="The hall is closed.")
    assert off.status is MeetingStatus.CANCELLED
    assert all("The hall is closed." in mail.text for mail in db.session.scalars(select(OutgoingMail)))
    with pytest.raises(MeetingIsOver):
        do(organising.cancel_meeting, off, actor)


def arrange(event, one, other, actor, **values):
    pair = (one.company_id, other.company_id)
    database.session.rollback()
    with transaction():
        return organising.arrange_meeting(event.id, *pair, actor_id=actor, now=EARLY, **values)


def test_an_arranged_meeting_is_agreed_and_both_are_told(db, event, actor):
    one, other = make_pair(event)
    meeting = arrange(event, one, other, actor, message="You should meet.")
    assert (meeting.status, meeting.origin) == (MeetingStatus.ACCEPTED, MeetingOrigin.ORGANISER)
    assert {row.registration_id for row in meeting.attendees} == {one.registration_id, other.registration_id}
    people = {one.registration.email, other.registration.email}
    assert set(mails(db)) == {("meetings/arranged", mail) for mail in people}


def test_an_arranged_meeting_may_have_its_time_at_once(db, event, actor):
    meeting = arrange(event, *make_pair(event), actor, starts_at=LATER)
    assert (meeting.status, meeting.starts_at) == (MeetingStatus.SCHEDULED, LATER)
    assert len(mails(db)) == 2


def test_a_pair_has_one_meeting_at_a_time(db, event, actor):
    one, other = make_pair(event)
    make_meeting(one, other)
    with pytest.raises(PairMeetsAlready):
        arrange(event, other, one, actor)


def test_nobody_is_made_to_meet_who_does_not_want_to(db, event, actor):
    one, other = make_pair(event)
    make_preference(other, one, Wish.NO_THANKS)
    with pytest.raises(PairDoesNotWant):
        arrange(event, one, other, actor)


def test_a_company_meets_others_while_it_is_approved_and_somebody_can_come(db, event, actor):
    one = make_spokesperson(event)
    with pytest.raises(CompaniesAreTheSame):
        arrange(event, one, one, actor)
    gone = make_spokesperson(event, make_company(event, status=CompanyStatus.WITHDRAWN))
    with pytest.raises(CompanyMeetsNobody):
        arrange(event, one, gone, actor)
    empty = make_company(event)
    with pytest.raises(NobodyCanAttend), transaction():
        organising.arrange_meeting(event.id, one.company_id, empty.id, actor_id=actor, now=EARLY)
