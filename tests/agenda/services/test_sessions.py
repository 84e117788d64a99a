"""Making, changing, cancelling and deleting sessions."""

from itertools import chain, cycle

import pytest
from sqlalchemy import select

from summit.agenda.models import AgendaSettings, DraftChange, Session, SignUp, Slot, Star
from summit.agenda.queries.draft import draft_programme
from summit.agenda.queries.sessions import find_session
from summit.agenda.rules import sessions as rules
from summit.agenda.rules.kinds import SessionFormat, SessionKind, SessionState, SignUpStatus, SlotStatus
from summit.agenda.rules.tracks import TrackIsUnknown
from summit.agenda.services import identity, sessions
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import transaction
from summit.events.rules import ChangedMeanwhile, IsGone
from summit.registration.rules import RegistrationStatus
from tests.agenda.factories import (
    make_placed,
    make_release,
    make_session,
    make_slot,
    make_speaker,
    make_track,
)
from tests.factories import NOON, make_account, make_category, make_event, make_hall, make_registration


@pytest.fixture
def event(db):
    return make_event()


def create(event, **values):
    with transaction():
        return sessions.create_session(
            event.id, actor_id=None, now=NOON, **({"titles": {"en": "Linen of tomorrow"}} | values)
        )


def update(session, **values):
    with transaction():
        return sessions.update_session(session.id, actor_id=None, now=NOON, **values)


def set_state(session, state, **values):
    with transaction():
        return sessions.set_state(session.id, state, actor_id=None, now=NOON, **values)


def delete(session, **values):
    with transaction():
        sessions.delete_session(session.id, actor_id=None, now=NOON, **values)


def add_slot(session):
    with transaction():
        return sessions.add_slot(session.id, actor_id=None, now=NOON)


def remove_slot(slot):
    with transaction():
        sessions.remove_slot(slot.id, actor_id=None, now=NOON)


def delegate(event):
    return make_registration(event, make_category(event), RegistrationStatus.APPROVED)


def keep(db, row):
    db.session.add(row)
    db.session.commit()
    return row


def test_a_new_session_waits_in_the_pool(event):
    session = create(event)
    assert [(slot.starts_at, slot.hall_id) for slot in session.slots] == [(None, None)]
    assert (session.kind, session.state, session.minutes) == (SessionKind.SESSION, SessionState.CONFIRMED, 45)


def test_machines_know_sessions_and_slots_by_names_of_their_own(event):
    one, other = create(event), create(event)
    assert len({one.code, other.code}) == len({one.guid, other.guid, one.slots[0].guid, other.slots[0].guid}) / 2 == 2
    assert one.slots[0].uid != other.slots[0].uid


def test_everything_that_was_said_of_a_session_is_kept(event):
    track, category = make_track(event), make_category(event)
    values = {
        "kind": SessionKind.SESSION,
        "state": SessionState.DRAFT,
        "format": SessionFormat.WORKSHOP,
        "track_id": track.id,
        "titles": {"en": "Pattern cutting", "ar": "قص الباترون ✂️"},
        "abstracts": {"en": "Bring scissors.\nAnd patience."},
        "notes": {"ru": "Вход с улицы"},
        "internal_note": "Order 20 tables",
        "language": "ru",
        "channels": {"1": "en", "2": "zh-Hans"},
        "minutes": 90,
        "capacity": 20,
        "age_limit": 16,
        "dress_codes": {"en": "Work clothes"},
        "recording_url": "https://video.example.org/1",
        "stream_url": "https://live.example.org/1",
        "is_featured": True,
        "takes_feedback": False,
    }
    session = create(event, **values, category_ids=[category.id])
    assert {name: getattr(session, name) for name in values} == values
    assert [one.id for one in session.categories] == [category.id]


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"titles": {}}, rules.TitleIsMissing),
        ({"minutes": 7}, rules.LengthIsImpossible),
        ({"channels": {"99": "ru"}}, rules.ChannelIsImpossible),
        ({"stream_url": "javascript:alert(1)"}, rules.LinkIsInvalid),
        ({"track_id": 2**40}, TrackIsUnknown),
        ({"category_ids": [2**40]}, rules.CategoriesAreUnknown),
    ],
)
def test_a_wrong_value_leaves_nothing_behind(event, db, values, refusal):
    with pytest.raises(refusal):
        create(event, **values)
    assert db.session.scalars(select(Session)).all() == []
    assert db.session.scalars(select(DraftChange)).all() == []


def test_tracks_and_categories_of_another_edition_are_unknown(event):
    other = make_event()
    with pytest.raises(TrackIsUnknown):
        create(event, track_id=make_track(other).id)
    with pytest.raises(rules.CategoriesAreUnknown):
        create(event, category_ids=[make_category(other).id])


def test_a_break_needs_only_a_title(event):
    session = create(event, kind=SessionKind.BREAK, titles={"en": "Lunch"}, capacity=30)
    assert (session.capacity, session.takes_feedback) == (None, False)


def test_a_code_that_is_taken_is_drawn_again(event, monkeypatch):
    first = create(event)
    letters = chain(first.code, "NEWEST", cycle("X"))
    monkeypatch.setattr(identity.secrets, "choice", lambda alphabet: next(letters))
    assert create(event).code == "NEWEST"


def test_a_new_session_is_counted_and_written_down(event, db):
    actor = make_account()
    with transaction():
        session = sessions.create_session(event.id, titles={"en": "A"}, actor_id=actor.id, now=NOON)
    change = db.session.scalars(select(DraftChange)).one()
    assert (change.number, change.kind, change.session_id) == (1, "session_created", session.id)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event_id == event.id)).one()
    assert (entry.action, entry.actor_id, entry.detail) == ("session.created", actor.id, {"code": session.code})


def test_a_session_is_changed(event):
    session = create(event)
    update(session, titles={"ru": "Лён"}, capacity=10)
    kept = find_session(event.id, session.id)
    assert (kept.titles, kept.capacity, kept.minutes) == ({"ru": "Лён"}, 10, 45)


def test_a_stale_form_changes_nothing(event):
    session = create(event)
    seen = session.version
    update(session, version=seen, titles={"en": "First"})
    with pytest.raises(ChangedMeanwhile):
        update(session, version=seen, titles={"en": "Second"})
    assert find_session(event.id, session.id).titles == {"en": "First"}


def test_another_choice_of_categories_alone_makes_older_forms_stale(event):
    session, category = create(event), make_category(event)
    seen = session.version
    update(session, version=seen, category_ids=[category.id])
    with pytest.raises(ChangedMeanwhile):
        update(session, version=seen, category_ids=[])


def test_what_is_not_said_stays(event):
    category = make_category(event)
    session = create(event, category_ids=[category.id], channels={"1": "ru"})
    update(session, titles={"en": "Other"})
    kept = find_session(event.id, session.id)
    assert ([one.id for one in kept.categories], kept.channels) == ([category.id], {"1": "ru"})


def test_a_change_of_a_session_that_is_gone_is_refused(event):
    session = create(event)
    delete(session)
    for act in (lambda: update(session, minutes=60), lambda: delete(session), lambda: add_slot(session)):
        with pytest.raises(IsGone):
            act()


def test_those_who_wait_are_told_of_added_places(event, monkeypatch):
    told = []
    monkeypatch.setattr(sessions, "_places_added", [])
    sessions.on_places_added(lambda slot_ids, now: told.append((list(slot_ids), now)))
    session = create(event, capacity=10)
    slots = [session.slots[0].id, add_slot(session).id]
    for capacity in (20, 20, 5, None, 30):
        update(session, capacity=capacity)
    assert told == [(slots, NOON), (slots, NOON)]


def test_a_session_with_sign_ups_cannot_become_a_break(event, db):
    session = create(event, capacity=5)
    slot = session.slots[0]
    sign_up = keep(db, SignUp(slot_id=slot.id, registration_id=delegate(event).id, status=SignUpStatus.WAITING))
    with pytest.raises(rules.SessionHasSignUps):
        update(session, kind=SessionKind.BREAK)
    sign_up.status = SignUpStatus.CANCELLED
    db.session.commit()
    assert update(session, kind=SessionKind.BREAK).capacity is None


def test_a_cancelled_session_keeps_its_place_and_says_so(event):
    slot = make_placed(event, make_hall(event))
    set_state(find_session(event.id, slot.session_id), SessionState.CANCELLED)
    assert [one.status for one in draft_programme(event).slots] == [SlotStatus.CANCELLED]


def test_a_stale_cancellation_is_refused(event):
    session = create(event)
    seen = session.version
    update(session, minutes=60)
    with pytest.raises(ChangedMeanwhile):
        set_state(session, SessionState.CANCELLED, version=seen)


def test_a_session_is_deleted_with_all_that_belongs_to_it(event, db):
    session = make_session(event, "", make_speaker(event), categories=[make_category(event)])
    make_slot(session, make_hall(event), joined=(make_hall(event),))
    delete(session)
    assert db.session.scalars(select(Session)).all() == db.session.scalars(select(Slot)).all() == []


def test_a_released_session_is_not_deleted(event):
    slot = make_placed(event, make_hall(event))
    make_release(event)
    with pytest.raises(rules.SessionIsPublic):
        delete(find_session(event.id, slot.session_id))


def test_a_session_that_an_older_release_has_shown_is_not_deleted(event):
    session = find_session(event.id, make_placed(event, make_hall(event)).session_id)
    make_release(event)
    set_state(session, SessionState.DRAFT)
    make_release(event)
    make_release(event)
    with pytest.raises(rules.SessionIsPublic):
        delete(session)


def test_a_session_that_delegates_follow_is_not_deleted(event, db):
    starred, signed_up = create(event), create(event)
    person = delegate(event)
    keep(db, Star(registration_id=person.id, session_id=starred.id, created_at=utcnow()))
    slot_id = signed_up.slots[0].id
    keep(db, SignUp(slot_id=slot_id, registration_id=person.id, status=SignUpStatus.CANCELLED))
    for session in (starred, signed_up):
        with pytest.raises(rules.SessionIsFollowed):
            delete(session)
        assert find_session(event.id, session.id)


def test_a_session_is_held_again(event):
    session = create(event)
    slot = add_slot(session)
    kept = find_session(event.id, session.id)
    assert [one.id for one in kept.slots] == [session.slots[0].id, slot.id]
    assert (slot.starts_at, slot.event_id) == (None, event.id)


def test_a_session_is_not_held_without_end(event):
    session = make_session(event)
    for _ in range(rules.MOST_SLOTS):
        make_slot(session)
    with pytest.raises(rules.TooManySlots):
        add_slot(session)


def test_a_repeat_is_removed_but_never_the_last_one(event):
    session = create(event)
    remove_slot(add_slot(session))
    kept = find_session(event.id, session.id)
    assert len(kept.slots) == 1
    with pytest.raises(rules.SlotIsLast):
        remove_slot(kept.slots[0])


def test_a_repeat_that_people_signed_up_for_stays(event, db):
    session = create(event)
    slot = add_slot(session)
    keep(db, SignUp(slot_id=slot.id, registration_id=delegate(event).id, status=SignUpStatus.CONFIRMED))
    with pytest.raises(rules.SlotHasSignUps):
        remove_slot(slot)


def test_every_change_of_the_draft_has_the_next_number(event, db):
    session = create(event)
    update(session, minutes=60)
    remove_slot(add_slot(session))
    set_state(session, SessionState.CANCELLED)
    delete(session)
    kinds = db.session.execute(select(DraftChange.number, DraftChange.kind).order_by(DraftChange.number)).all()
    names = ["session_created", "session_updated", "slot_added", "slot_removed", "session_cancelled", "session_deleted"]
    assert [tuple(row) for row in kinds] == list(enumerate(names, 1))
    assert db.session.get(AgendaSettings, event.id).draft_number == 6
