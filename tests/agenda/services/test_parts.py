"""Who is part of a session."""

import pytest
from sqlalchemy import select

from summit.agenda.models import DraftChange, SessionPerson
from summit.agenda.queries.speakers import find_session_with_people
from summit.agenda.rules import speakers as rules
from summit.agenda.rules.kinds import PersonRole
from summit.agenda.rules.speakers import Part
from summit.agenda.services import parts as services
from summit.clock import utcnow
from summit.database import transaction
from summit.events.rules import IsGone
from tests.agenda.factories import make_session, make_speaker
from tests.factories import make_event


@pytest.fixture
def event(db):
    return make_event()


def do(service, *args):
    with transaction():
        return service(*args, actor_id=None, now=utcnow())


def parts_of(event, session):
    return [
        (row.speaker_id, row.role.value, row.language) for row in find_session_with_people(event.id, session.id).people
    ]


def test_parts_are_set_in_their_order(event):
    session, ana, bo = make_session(event), make_speaker(event), make_speaker(event)
    do(services.set_parts, session.id, [Part(bo.id, PersonRole.MODERATOR), Part(ana.id)])
    assert parts_of(event, session) == [(bo.id, "moderator", ""), (ana.id, "speaker", "")]
    do(services.set_parts, session.id, [Part(ana.id), Part(bo.id, PersonRole.INTERPRETER, "ru")])
    assert parts_of(event, session) == [(ana.id, "speaker", ""), (bo.id, "interpreter", "ru")]


def test_a_part_that_stays_keeps_its_row(event, db):
    ana, bo = make_speaker(event), make_speaker(event)
    session = make_session(event, "", ana)
    before = db.session.scalars(select(SessionPerson.id)).all()
    do(services.set_parts, session.id, [Part(bo.id), Part(ana.id)])
    kept = db.session.scalars(select(SessionPerson.id).where(SessionPerson.speaker_id == ana.id)).all()
    assert kept == before


def test_setting_the_same_again_changes_nothing(event, db):
    ana = make_speaker(event)
    session = make_session(event, "", ana)
    do(services.set_parts, session.id, [Part(ana.id)])
    assert db.session.scalars(select(DraftChange)).all() == []


def test_a_change_names_its_session(event, db):
    session, ana = make_session(event), make_speaker(event)
    do(services.set_parts, session.id, [Part(ana.id)])
    change = db.session.scalars(select(DraftChange)).one()
    assert (change.kind, change.session_id) == ("people_set", session.id)


def test_somebody_of_another_edition_has_no_part(event):
    session, stranger = make_session(event), make_speaker(make_event())
    with pytest.raises(rules.SpeakerIsUnknown):
        do(services.set_parts, session.id, [Part(stranger.id)])
    assert parts_of(event, session) == []


def test_nobody_has_the_same_part_twice(event):
    ana = make_speaker(event, "Ana Reis")
    session = make_session(event, "", ana)
    with pytest.raises(rules.PartIsDoubled) as refused:
        do(services.add_part, session.id, Part(ana.id))
    assert refused.value.params == {"name": "Ana Reis"}
    do(services.add_part, session.id, Part(ana.id, PersonRole.MODERATOR))
    assert [role for _, role, _ in parts_of(event, session)] == ["speaker", "moderator"]


def test_an_interpreter_needs_a_language(event):
    session, ana = make_session(event), make_speaker(event)
    with pytest.raises(rules.InterpreterNeedsLanguage):
        do(services.add_part, session.id, Part(ana.id, PersonRole.INTERPRETER))


def test_a_part_is_moved_and_removed(event, db):
    people = [make_speaker(event) for _ in range(3)]
    session = make_session(event, "", *people)
    ids = {row.speaker_id: row.id for row in db.session.scalars(select(SessionPerson))}
    do(services.move_part, session.id, ids[people[2].id], -1)
    assert [key for key, *_ in parts_of(event, session)] == [people[0].id, people[2].id, people[1].id]
    do(services.remove_part, session.id, ids[people[0].id])
    assert [key for key, *_ in parts_of(event, session)] == [people[2].id, people[1].id]


def test_what_is_gone_already_is_no_fault(event):
    ana = make_speaker(event)
    session = make_session(event, "", ana)
    do(services.remove_part, session.id, 999_999)
    do(services.move_part, session.id, 999_999, 1)
    assert [key for key, *_ in parts_of(event, session)] == [ana.id]


def test_a_session_that_is_gone_is_named(event):
    with pytest.raises(IsGone):
        do(services.set_parts, 999_999, [])
