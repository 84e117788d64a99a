"""Places and the waiting list: given, refused, given up, moved up, and told."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.agenda.models import SignUp
from summit.agenda.queries.following import find_reader
from summit.agenda.rules.kinds import OverlapPolicy, SessionState, SignUpStatus
from summit.agenda.rules.sign_ups import NotADelegate, OverlapsAnother, SessionIsNotShown, SlotIsCancelled
from summit.agenda.rules.timing import Placement
from summit.agenda.services import releasing, sessions
from summit.agenda.services.placing import place
from summit.agenda.services.signing_up import fill_place, leave, sign_up
from summit.agenda.tasks.sign_ups import free_places
from summit.calendar.models import Claim
from summit.calendar.queries import list_entries
from summit.calendar.rules import EntryKind
from summit.database import transaction
from summit.jobs.services import run_waiting_jobs
from summit.mail.models import MailAttachment, OutgoingMail
from summit.registration.rules import RegistrationStatus
from tests.agenda.delegates import make_delegate, make_sign_up, make_star
from tests.agenda.factories import make_placed, make_release, make_session, make_settings, make_slot, make_speaker
from tests.factories import NOON, make_event, make_hall

NOW = NOON - timedelta(days=1)
CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event)


@pytest.fixture
def slot(event, hall):
    """A published session with one place."""
    slot = make_placed(event, hall, title="Silk", capacity=1)
    make_release(event)
    return slot


def join(event, slot, person, now=NOW):
    with transaction():
        return sign_up(event.id, slot.id, registration_id=person.id, now=now)


def give_up(event, slot, person, now=NOW):
    with transaction():
        return leave(event.id, slot.id, registration_id=person.id, now=now)


def standing(db, slot):
    """Return who stands where, in the order of the sign-ups."""
    db.session.expire_all()
    live = select(SignUp.registration_id, SignUp.status).where(
        SignUp.slot_id == slot.id, SignUp.status != SignUpStatus.CANCELLED
    )
    return dict(db.session.execute(live.order_by(SignUp.id)).all())


def subjects(db, person):
    statement = select(OutgoingMail.subject).where(OutgoingMail.recipient == person.email).order_by(OutgoingMail.id)
    return list(db.session.scalars(statement))


def claims(db):
    statement = select(Claim.resource_id, func.count()).group_by(Claim.resource_id)
    return dict(db.session.execute(statement).all())


class TestTaking:
    def test_the_first_gets_the_place_the_others_their_numbers(self, event, slot, db):
        people = [make_delegate(event) for _ in range(3)]
        got = [join(event, slot, person) for person in people]
        assert [(one.status, one.position) for one in got] == [(CONFIRMED, 0), (WAITING, 1), (WAITING, 2)]

    def test_asking_again_changes_nothing_and_mails_nothing(self, event, slot, db):
        people = [make_delegate(event), make_delegate(event)]
        for person in people:
            first, again = join(event, slot, person), join(event, slot, person)
            assert (first.status, first.position) == (again.status, again.position)
            assert len(subjects(db, person)) == 1
        assert len(standing(db, slot)) == 2

    def test_each_is_told_in_their_language_the_place_with_a_calendar_entry(self, event, slot, db):
        first, second = make_delegate(event), make_delegate(event, language="ru")
        join(event, slot, first)
        join(event, slot, second)
        mails = list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))
        assert [(mail.recipient, mail.language) for mail in mails] == [(first.email, "en"), (second.email, "ru")]
        assert mails[0].subject == "You have a place: Silk"
        attached = db.session.scalars(select(MailAttachment)).all()
        assert [one.mail_id for one in attached] == [mails[0].id]
        assert f"UID:{slot.uid}" in attached[0].content.decode().replace("\r\n ", "")

    @pytest.mark.parametrize("status", [RegistrationStatus.SUBMITTED, RegistrationStatus.WITHDRAWN])
    def test_only_who_is_approved_signs_up(self, event, slot, db, status):
        with pytest.raises(NotADelegate):
            join(event, slot, make_delegate(event, status=status))

    def test_a_delegate_of_another_edition_does_not(self, event, slot):
        with pytest.raises(NotADelegate):
            join(event, slot, make_delegate(make_event()))

    def test_a_slot_of_another_edition_is_none(self, event, slot):
        other = make_event()
        with pytest.raises(SessionIsNotShown):
            join(other, slot, make_delegate(other))

    def test_the_draft_is_not_signed_up_for(self, event, hall, slot):
        later = make_placed(event, hall, title="Not released", capacity=3)
        with pytest.raises(SessionIsNotShown):
            join(event, later, make_delegate(event))

    def test_the_number_of_places_that_counts_is_the_released_one(self, event, slot, db):
        with transaction():
            sessions.update_session(slot.session_id, capacity=0, actor_id=None, now=NOW)
        assert join(event, slot, make_delegate(event)).status is CONFIRMED


class TestGivingUp:
    def test_the_first_who_waits_moves_up_and_is_told(self, event, slot, db):
        people = [make_delegate(event) for _ in range(3)]
        for person in people:
            join(event, slot, person)
        assert give_up(event, slot, people[0]) is CONFIRMED
        assert standing(db, slot) == {people[1].id: CONFIRMED, people[2].id: WAITING}
        assert subjects(db, people[1])[-1] == "A place has become free for you: Silk"
        assert len(subjects(db, people[2])) == 1

    def test_giving_up_twice_is_harmless(self, event, slot, db):
        first, second = make_delegate(event), make_delegate(event)
        join(event, slot, first)
        join(event, slot, second)
        assert [give_up(event, slot, first), give_up(event, slot, first)] == [CONFIRMED, None]
        assert standing(db, slot) == {second.id: CONFIRMED}

    def test_leaving_the_queue_moves_nobody_up(self, event, slot, db):
        people = [make_delegate(event) for _ in range(3)]
        for person in people:
            join(event, slot, person)
        assert give_up(event, slot, people[1]) is WAITING
        assert standing(db, slot) == {people[0].id: CONFIRMED, people[2].id: WAITING}

    def test_who_comes_back_stands_at_the_end(self, event, slot, db):
        people = [make_delegate(event) for _ in range(3)]
        for person in people:
            join(event, slot, person)
        give_up(event, slot, people[1])
        assert join(event, slot, people[1]).position == 2

    def test_after_the_beginning_the_door_decides(self, event, slot, db):
        first, second = make_delegate(event), make_delegate(event)
        join(event, slot, first)
        join(event, slot, second)
        give_up(event, slot, first, now=NOON)
        assert standing(db, slot) == {second.id: WAITING}

    def test_who_is_not_approved_any_more_makes_room(self, event, slot, db):
        first, second, third = (make_delegate(event) for _ in range(3))
        for person in (first, second, third):
            join(event, slot, person)
        first.status = second.status = RegistrationStatus.WITHDRAWN
        db.session.commit()
        free_places(NOW)
        assert standing(db, slot) == {third.id: CONFIRMED}

    def test_a_lapsed_person_never_moves_up(self, event, slot, db):
        first, second, third = (make_delegate(event) for _ in range(3))
        for person in (first, second, third):
            join(event, slot, person)
        second.status = RegistrationStatus.REJECTED
        db.session.commit()
        give_up(event, slot, first)
        assert standing(db, slot) == {second.id: WAITING, third.id: CONFIRMED}


class TestMoreRoom:
    def test_a_larger_room_lets_those_in_who_wait(self, event, slot, db):
        people = [make_delegate(event) for _ in range(4)]
        for person in people:
            join(event, slot, person)
        with transaction():
            sessions.update_session(slot.session_id, capacity=3, actor_id=None, now=NOW)
        run_waiting_jobs()
        assert list(standing(db, slot).values()) == [CONFIRMED, CONFIRMED, CONFIRMED, WAITING]

    def test_the_minute_finds_what_was_forgotten(self, event, slot, db):
        waiting = make_delegate(event)
        make_sign_up(slot, waiting, WAITING)
        free_places(NOW)
        assert standing(db, slot) == {waiting.id: CONFIRMED}
        free_places(NOW)
        assert len(subjects(db, waiting)) == 1

    def test_nothing_is_given_where_nothing_is_free(self, event, slot, db):
        join(event, slot, make_delegate(event))
        join(event, slot, make_delegate(event))
        with transaction():
            assert fill_place(event.id, slot.id, now=NOW) is False


@pytest.fixture
def pair(event, hall):
    """Two published sessions at the same time, one place each, where overlaps are refused."""
    make_settings(event, overlap=OverlapPolicy.REFUSE)
    slots = [
        make_placed(event, place, title=title, capacity=1)
        for place, title in ((hall, "Silk"), (make_hall(event), "Wool"))
    ]
    make_release(event)
    return slots


class TestOverlaps:
    def test_two_at_once_are_refused_by_name(self, event, pair, db):
        person = make_delegate(event)
        join(event, pair[0], person)
        with pytest.raises(OverlapsAnother) as refused:
            join(event, pair[1], person)
        assert refused.value.params == {"other": {"en": "Silk"}}
        assert claims(db) == {person.id: 9}

    def test_what_is_given_up_is_free_again(self, event, pair, db):
        person = make_delegate(event)
        join(event, pair[0], person)
        give_up(event, pair[0], person)
        assert join(event, pair[1], person).status is CONFIRMED

    @pytest.mark.parametrize(("policy", "told"), [(OverlapPolicy.WARN, ["Silk"]), (OverlapPolicy.ALLOW, [])])
    def test_other_editions_warn_or_say_nothing(self, event, hall, db, policy, told):
        make_settings(event, overlap=policy)
        silk = make_placed(event, hall, title="Silk", capacity=1)
        wool = make_placed(event, hall, title="Wool", capacity=1)
        make_release(event)
        person = make_delegate(event)
        join(event, silk, person)
        signed = join(event, wool, person)
        assert (signed.status, [entry.titles["en"] for entry in signed.overlapping]) == (CONFIRMED, told)
        assert claims(db) == {}

    def test_a_queue_is_joined_freely_but_the_place_goes_to_the_next(self, event, pair, db):
        holder, busy, free = (make_delegate(event) for _ in range(3))
        join(event, pair[1], busy)
        join(event, pair[0], holder)
        with pytest.raises(OverlapsAnother):
            join(event, pair[0], busy)
        make_sign_up(pair[0], busy, WAITING)
        join(event, pair[0], free)
        give_up(event, pair[0], holder)
        assert standing(db, pair[0]) == {busy.id: WAITING, free.id: CONFIRMED}
        assert subjects(db, busy)[-1] == "A place went to the next person: Silk"

    def test_who_is_passed_over_is_told_once_and_comes_in_once_free(self, event, pair, db):
        busy = make_delegate(event)
        join(event, pair[1], busy)
        make_sign_up(pair[0], busy, WAITING)
        free_places(NOW)
        free_places(NOW)
        assert subjects(db, busy)[1:] == ["A place went to the next person: Silk"]
        give_up(event, pair[1], busy)
        free_places(NOW)
        assert standing(db, pair[0]) == {busy.id: CONFIRMED}

    def test_a_newcomer_is_not_stopped_by_somebody_who_cannot_come(self, event, pair, db):
        busy, newcomer = make_delegate(event), make_delegate(event)
        join(event, pair[1], busy)
        make_sign_up(pair[0], busy, WAITING)
        assert join(event, pair[0], newcomer).status is CONFIRMED
        assert subjects(db, newcomer) == ["You have a place: Silk"]

    def test_one_is_not_in_the_audience_while_on_stage(self, event, hall, db):
        make_settings(event, overlap=OverlapPolicy.REFUSE)
        person = make_delegate(event)
        speaker = make_speaker(event, registration_id=person.id)
        make_slot(make_session(event, "My talk", speaker), hall)
        other = make_placed(event, hall, title="Silk", capacity=5)
        make_release(event)
        with pytest.raises(OverlapsAnother) as refused:
            join(event, other, person)
        assert refused.value.params == {"other": {"en": "My talk"}}


def release(event, name):
    with transaction():
        releasing.release(event.id, name=name, actor_id=None, now=NOW)
    run_waiting_jobs()


class TestReleases:
    def test_places_stay_and_claims_move_with_the_session(self, event, pair, hall, db):
        person = make_delegate(event)
        join(event, pair[0], person)
        later = NOON + timedelta(hours=3)
        with transaction():
            spot = Placement((hall.id,), later, later + timedelta(minutes=45))
            place(pair[0].id, spot, version=None, actor_id=None, now=NOW)
        release(event, "2.0")
        assert standing(db, pair[0]) == {person.id: CONFIRMED}
        assert db.session.scalar(select(func.min(Claim.tick))) == int(later.timestamp() // 300)
        assert join(event, pair[1], person).status is CONFIRMED

    def test_two_sessions_that_swap_their_times_swap_their_claims(self, event, hall, db):
        make_settings(event, overlap=OverlapPolicy.REFUSE)
        first = make_placed(event, hall, NOON, "Silk", capacity=1)
        second = make_placed(event, hall, NOON + timedelta(hours=1), "Wool", capacity=1)
        make_release(event)
        person = make_delegate(event)
        join(event, first, person)
        join(event, second, person)
        for slot, start in ((first, NOON + timedelta(hours=1)), (second, NOON)):
            slot.starts_at, slot.ends_at = start, start + timedelta(minutes=45)
        db.session.commit()
        release(event, "2.0")
        held = db.session.execute(select(Claim.owner_id, func.min(Claim.tick)).group_by(Claim.owner_id)).all()
        ids = dict(db.session.execute(select(SignUp.slot_id, SignUp.id)).all())
        ticks = {ids[first.id]: NOON + timedelta(hours=1), ids[second.id]: NOON}
        assert dict(held) == {owner: int(start.timestamp() // 300) for owner, start in ticks.items()}

    def test_a_cancelled_session_frees_the_time_and_keeps_the_entry(self, event, pair, db):
        person = make_delegate(event)
        join(event, pair[0], person)
        with transaction():
            sessions.set_state(pair[0].session_id, SessionState.CANCELLED, actor_id=None, now=NOW)
        release(event, "2.0")
        assert claims(db) == {}
        assert join(event, pair[1], person).status is CONFIRMED
        entries = list_entries(event.id, [person.id])[person.id]
        assert {(entry.titles["en"], entry.is_cancelled) for entry in entries} == {("Silk", True), ("Wool", False)}
        with pytest.raises(SlotIsCancelled):
            join(event, pair[0], make_delegate(event))

    def test_a_smaller_room_takes_no_place_away(self, event, hall, db):
        slot = make_placed(event, hall, title="Silk", capacity=2)
        make_release(event)
        people = [make_delegate(event) for _ in range(3)]
        for person in people:
            join(event, slot, person)
        with transaction():
            sessions.update_session(slot.session_id, capacity=1, actor_id=None, now=NOW)
        release(event, "2.0")
        assert list(standing(db, slot).values()) == [CONFIRMED, CONFIRMED, WAITING]
        give_up(event, slot, people[0])
        assert list(standing(db, slot).values()) == [CONFIRMED, WAITING]


class TestEntries:
    def test_each_slot_stands_once_for_its_strongest_reason(self, event, hall, db):
        person = make_delegate(event)
        speaker = make_speaker(event, registration_id=person.id)
        starred = make_placed(event, hall, title="Starred")
        session = make_session(event, "Signed", capacity=5)
        signed, again = make_slot(session, hall), make_slot(session, hall, NOON + timedelta(hours=5))
        waiting = make_placed(event, hall, title="Waiting", capacity=0)
        talk = make_slot(make_session(event, "Talk", speaker), hall)
        make_placed(event, hall, title="Nothing of mine")
        make_release(event)
        for one in (starred, signed, talk):
            make_star(one, person)
        make_sign_up(signed, person)
        make_sign_up(waiting, person, WAITING)
        entries = list_entries(event.id, [person.id])[person.id]
        assert {(entry.uid, entry.kind) for entry in entries} == {
            (starred.uid, EntryKind.STARRED),
            (signed.uid, EntryKind.SIGNED_UP),
            (waiting.uid, EntryKind.WAITING),
            (talk.uid, EntryKind.SPEAKING),
        }
        assert again.uid not in {entry.uid for entry in entries}

    @pytest.mark.parametrize("count", [1, 3])
    def test_any_number_of_people_costs_the_same_queries(self, event, slot, db, count, count_queries):
        people = [make_delegate(event) for _ in range(count)]
        for person in people:
            make_sign_up(slot, person, WAITING)
        ids = [person.id for person in people]
        event_id = event.id
        list_entries(event_id, ids)
        with count_queries() as counter:
            list_entries(event_id, ids)
        assert counter.count == 6

    def test_the_reader_is_the_approved_one(self, event, db):
        person = make_delegate(event)
        assert find_reader(event.id, person.account_id).id == person.id
