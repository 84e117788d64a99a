import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.database import transaction
from summit.entrance.rules import MOST_PEOPLE, QueryIsTooShort
from summit.entrance.services import search_people
from summit.registration.rules import RegistrationStatus
from tests.entrance.conftest import make_door


def names_found(door, query):
    with transaction():
        found = search_people(door.event.id, door.gate.id, query, actor_id=door.operator.id)
    return [person.name_latin for person in found]


@pytest.mark.parametrize("query", ["shchukina", "ЩУКИНА", "anna shch", "Щук", "invented"])
def test_a_name_is_found_in_any_script(door, query):
    door.person(name_latin="Anna Shchukina", name_native="Анна Щукина", organisation="Invented Silk")
    door.person(name_latin="Bo Chen", organisation="Weavers")
    assert names_found(door, query) == ["Anna Shchukina"]


def test_one_chinese_character_is_enough(door):
    door.person(name_latin="Li Hua", name_native="李华")
    assert names_found(door, "李") == ["Li Hua"]


@pytest.mark.parametrize("query", ["", " ", "a", "%", "!?"])
def test_less_than_two_letters_are_refused(db, door, query):
    with pytest.raises(QueryIsTooShort):
        names_found(door, query)
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.action == "gate.people_searched")) is None


def test_the_approved_come_first_and_others_of_the_edition_are_shown(door):
    door.person(name_latin="Aline Teste", status=RegistrationStatus.REJECTED)
    door.person(name_latin="Bruno Teste")
    make_door().person(name_latin="Carla Teste")
    assert names_found(door, "teste") == ["Bruno Teste", "Aline Teste"]


def test_twenty_people_at_most_are_shown(door):
    for _ in range(MOST_PEOPLE + 2):
        door.person(organisation="Crowded")
    assert len(names_found(door, "crowded")) == MOST_PEOPLE


def test_a_search_is_on_record_without_its_words(db, door):
    door.person(name_latin="Anna Shchukina")
    names_found(door, "shchukina")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "gate.people_searched")).one()
    assert (entry.subject_id, entry.actor_id, entry.detail) == (door.gate.id, door.operator.id, {"found": 1})


def test_a_search_costs_the_same_for_one_and_for_three(door, count_queries):
    numbers = []
    for many in (1, 2):
        for _ in range(many):
            door.person(organisation="Counted")
        with count_queries() as counter:
            names_found(door, "counted")
        numbers.append(counter.count)
    assert numbers[0] == numbers[1]
