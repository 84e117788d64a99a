"""Interpreters are given to meetings, and taken away, with everybody told."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.calendar.models import Claim
from summit.calendar.rules import ClaimKind
from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.meetings.models import Interpreter, Meeting, MeetingStep
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.interpreting import (
    InterpreterIsStillUsed,
    InterpreterIsUnable,
    MeetingHasNoTime,
    PersonInterpretsAlready,
    PersonIsUnknown,
)
from summit.meetings.rules.kinds import MeetingStatus, StepAction
from summit.meetings.rules.times import NoInterpreterIsFree
from summit.meetings.services import interpreters, interpreting, tables
from summit.meetings.services.changing import cancel_as_organiser, move_as_organiser
from summit.meetings.services.windows import change_grid
from summit.meetings.tasks.keeping import keep_meetings
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
from tests import factories
from tests.factories import NOON
from tests.meetings.factories import (
    EARLY,
    SLOT,
    make_interpreter,
    make_meeting,
    make_pair,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)
from tests.meetings.told import entries, forget, told

WISH = ["en", "ru"]


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    for _ in range(3):
        make_table(event)
    return event


@pytest.fixture
def meeting(event):
    return make_scheduled(*make_pair(event), interpreting=WISH)


def assign(event, meeting, interpreter):
    with transaction():
        interpreting.assign(meeting.id, interpreter.id, event_id=event.id, actor_id=None, now=EARLY)


def interpreter_of(db, meeting):
    db.session.expire_all()
    return db.session.get_one(Meeting, meeting.id).interpreter_id


def claims(db, kind, key):
    statement = select(func.count()).select_from(Claim).where(Claim.kind == kind, Claim.resource_id == key)
    return db.session.scalar(statement)


def templates(db):
    return sorted(db.session.scalars(select(OutgoingMail.template)))


def test_an_assigned_interpreter_is_claimed_and_everybody_is_told(db, event, meeting):
    ana = make_interpreter(event)
    table = meeting.table_id
    assign(event, meeting, ana)
    assert interpreter_of(db, meeting) == ana.id
    assert claims(db, ClaimKind.INTERPRETER, ana.id) == 4
    assert db.session.get_one(Meeting, meeting.id).table_id == table
    assert templates(db) == ["meetings/interpreter_changed"] * 2
    steps = db.session.scalars(select(MeetingStep.action).where(MeetingStep.meeting_id == meeting.id)).all()
    assert steps == [StepAction.INTERPRETER_CHANGED]


def test_two_meetings_at_once_are_refused_and_nothing_changes(db, event, meeting):
    ana, other = make_interpreter(event), make_scheduled(*make_pair(event), interpreting=WISH)
    assign(event, meeting, ana)
    before = len(templates(db))
    with pytest.raises(NoInterpreterIsFree):
        assign(event, other, ana)
    assert interpreter_of(db, other) is None
    assert len(templates(db)) == before
    assert claims(db, ClaimKind.INTERPRETER, ana.id) == 4


def test_an_interpreter_who_is_a_delegate_is_no_longer_free_as_a_person(db, event, meeting):
    busy = make_spokesperson(event)
    ana = make_interpreter(event, registration_id=busy.registration_id)
    assign(event, meeting, ana)
    assert claims(db, ClaimKind.PERSON, busy.registration_id) == 4
    assert "meetings/you_interpret" in templates(db)


def test_a_delegate_who_meets_somebody_then_cannot_interpret(db, event, meeting):
    one, other = make_pair(event)
    make_scheduled(one, other)
    ana = make_interpreter(event, registration_id=one.registration_id)
    with pytest.raises(NoInterpreterIsFree):
        assign(event, meeting, ana)


def test_who_lacks_a_language_or_is_out_of_use_is_refused(event, meeting):
    for values in ({"languages": ["en", "fr"]}, {"is_active": False}):
        with pytest.raises(InterpreterIsUnable):
            assign(event, meeting, make_interpreter(event, **values))


def test_an_interpreter_of_another_edition_is_refused(event, meeting):
    with pytest.raises(InterpreterIsUnable):
        assign(event, meeting, make_interpreter(factories.make_event()))


def test_who_attends_the_meeting_does_not_interpret_it(event):
    one, other = make_pair(event)
    ana = make_interpreter(event, registration_id=one.registration_id)
    with pytest.raises(InterpreterIsUnable):
        assign(event, make_scheduled(one, other, interpreting=WISH), ana)


def test_a_meeting_without_a_time_gets_no_interpreter(event):
    agreed = make_meeting(*make_pair(event), MeetingStatus.ACCEPTED, interpreting=WISH)
    with pytest.raises(MeetingHasNoTime):
        assign(event, agreed, make_interpreter(event))


def test_taking_away_frees_the_interpreter_and_tells_the_delegate(db, event, meeting):
    person = make_spokesperson(event)
    ana = make_interpreter(event, registration_id=person.registration_id)
    assign(event, meeting, ana)
    with transaction():
        interpreting.unassign(meeting.id, event_id=event.id, actor_id=None, now=EARLY)
    assert interpreter_of(db, meeting) is None
    assert claims(db, ClaimKind.INTERPRETER, ana.id) == claims(db, ClaimKind.PERSON, person.registration_id) == 0
    assert "meetings/you_interpret_no_more" in templates(db)


def test_deactivating_takes_coming_assignments_away(db, event, meeting):
    ana = make_interpreter(event)
    assign(event, meeting, ana)
    with transaction():
        assert interpreters.set_in_use(event.id, ana.id, False, actor_id=None, now=EARLY) == 1
    assert interpreter_of(db, meeting) is None
    assert templates(db) == ["meetings/interpreter_changed"] * 4


def test_an_interpreter_with_past_meetings_is_not_deleted(db, event, meeting):
    ana = make_interpreter(event)
    assign(event, meeting, ana)
    with pytest.raises(InterpreterIsStillUsed), transaction():
        interpreters.delete_interpreter(event.id, ana.id, actor_id=None, now=NOON + timedelta(hours=1))
    with transaction():
        interpreters.delete_interpreter(event.id, ana.id, actor_id=None, now=EARLY)
    assert db.session.get(Interpreter, ana.id) is None


def test_one_delegate_is_one_interpreter(db, event):
    person = make_spokesperson(event)
    reference = db.session.get_one(Registration, person.registration_id).reference
    values = {"languages": WISH, "reference": reference, "actor_id": None}
    with transaction():
        row = interpreters.add_interpreter(event.id, name="Ana", **values)
    assert row.registration_id == person.registration_id
    with pytest.raises(PersonInterpretsAlready), transaction():
        interpreters.add_interpreter(event.id, name="Bela", **values)


def test_an_unknown_reference_is_refused(event):
    with pytest.raises(PersonIsUnknown), transaction():
        interpreters.add_interpreter(event.id, name="Ana", languages=WISH, reference="NOBODY", actor_id=None)


def test_a_language_that_goes_takes_its_meetings_along(db, event, meeting):
    ana = make_interpreter(event)
    assign(event, meeting, ana)
    with transaction():
        interpreters.update_interpreter(
            event.id, ana.id, name="Ana", languages=["en", "fr"], phone="", note="", actor_id=None, now=EARLY
        )
    assert interpreter_of(db, meeting) is None


def test_linking_a_delegate_claims_their_time_or_is_refused(db, event, meeting):
    ana = make_interpreter(event)
    assign(event, meeting, ana)
    free, busy = make_spokesperson(event), make_spokesperson(event)
    make_scheduled(busy, make_spokesperson(event))
    references = [db.session.get_one(Registration, one.registration_id).reference for one in (free, busy)]
    values = {"name": "Ana", "languages": WISH, "actor_id": None, "now": EARLY}
    with pytest.raises(NoInterpreterIsFree), transaction():
        interpreters.update_interpreter(event.id, ana.id, reference=references[1], **values)
    with transaction():
        interpreters.update_interpreter(event.id, ana.id, reference=references[0], **values)
    assert claims(db, ClaimKind.PERSON, free.registration_id) == 4


def test_the_greedy_choice_reads_wishes_and_those_who_are_free(event, meeting):
    make_scheduled(*make_pair(event))
    ana = make_interpreter(event)
    assert interpreting.list_chosen(event.id, EARLY) == {meeting.id: ana.id}


@pytest.fixture
def interpreted(event, meeting):
    """A meeting that a delegate interprets, and who that is; what was said so far is forgotten."""
    person = make_spokesperson(event)
    assign(event, meeting, make_interpreter(event, registration_id=person.registration_id))
    forget()
    return meeting, person.registration.email


def test_an_interpreter_hears_that_the_meeting_is_cancelled(db, interpreted):
    meeting, address = interpreted
    with transaction():
        cancel_as_organiser(meeting.id, actor_id=None, now=EARLY)
    assert (address, "you_interpret_no_more") in told()
    assert entries()[address][::2] == ("CANCEL", "CANCELLED")


def test_an_interpreter_hears_of_the_new_time(db, event, interpreted):
    meeting, address = interpreted
    later = NOON + timedelta(minutes=25)
    with transaction():
        move_as_organiser(meeting.id, SlotSpan(later, later + SLOT), actor_id=None, now=EARLY)
    assert (address, "you_interpret") in told()
    assert entries()[address][::2] == ("PUBLISH", "CONFIRMED")


def test_an_interpreter_hears_that_the_time_is_lost_with_the_opening_times(db, event, interpreted):
    meeting, address = interpreted
    closed = {"slot_minutes": 20, "gap_minutes": 5, "walk_minutes": 5, "confirmed": [meeting.id]}
    with transaction():
        change_grid(event.id, [], **closed, actor_id=None, now=EARLY)
    assert interpreter_of(db, meeting) is None
    assert (address, "you_interpret_no_more") in told()


def test_an_interpreter_hears_of_another_table(db, event, interpreted):
    meeting, address = interpreted
    with transaction():
        tables.set_in_use(db.session.get_one(Meeting, meeting.id).table_id, False, actor_id=None, now=EARLY)
    assert (address, "you_interpret") in told()


def test_an_interpreter_who_is_no_delegate_any_more_is_taken_out_of_use(db, event, interpreted):
    meeting, address = interpreted
    db.session.scalars(
        select(Registration).where(Registration.email == address)
    ).one().status = RegistrationStatus.WITHDRAWN
    db.session.commit()
    keep_meetings(EARLY)
    assert interpreter_of(db, meeting) is None
    assert not db.session.scalars(select(Interpreter)).one().is_active
    assert [template for _address, template in told()].count("interpreter_changed") == 2
