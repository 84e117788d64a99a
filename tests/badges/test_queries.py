from datetime import timedelta

import pytest

from summit.badges import queries
from summit.badges.models import PrintedBadge, PrintRun
from summit.badges.rules import PrintFilter, PrintScope
from summit.badges.services.runs import selection_of
from summit.clock import utcnow
from summit.credentials.services import reissue_credential
from summit.database import db as database
from summit.database import transaction
from summit.registration.rules import RegistrationStatus
from tests.badges.conftest import issue_of
from tests.factories import make_category, make_event, make_registration


def found(event, **wanted) -> set[int]:
    """Return whom the filter finds, the count and the list agreeing."""
    selection = selection_of(event, PrintFilter(**wanted))
    ids = {row.id for row in queries.list_standings(selection)}
    assert queries.count_people(selection) == len(ids)
    return ids


def note_print(person, moment) -> None:
    run = PrintRun(public_id=f"run-{person.id}", event_id=person.event_id, criteria={}, layout="a6", language="en")
    database.session.add(run)
    database.session.flush()
    code = issue_of(person).credential_id
    database.session.add(
        PrintedBadge(run_id=run.id, position=1, registration_id=person.id, credential_id=code, created_at=moment)
    )
    database.session.commit()


def test_only_the_approved_of_this_edition_are_found(event, category, approve):
    person = approve()
    for status in set(RegistrationStatus) - {RegistrationStatus.APPROVED}:
        make_registration(event, category, status)
    other = make_event()
    make_registration(other, make_category(other), RegistrationStatus.APPROVED)

    assert found(event) == {person.id}


def test_category_country_and_words_narrow(event, category, approve):
    press = make_category(event, "M")
    anna = approve(name_latin="Anna Lim", represents="BR")
    yuri = approve(name_latin="Yuri Shchukin", name_native="Юрий Щукин", category=press)

    assert found(event, letters=("M",)) == {yuri.id}
    assert found(event, countries=("BR",)) == {anna.id}
    assert found(event, countries=("none",)) == {yuri.id}
    assert found(event, q="ЩУКИН") == {yuri.id}
    assert found(event, q="lim", letters=("M",)) == set()
    assert found(event, q="???") == set()


@pytest.fixture
def four(approve):
    """People: never printed, printed, changed since, re-issued since."""
    now = utcnow()
    people = [approve(updated_at=now - timedelta(hours=2)) for _ in range(4)]
    for person in people[1:]:
        note_print(person, now - timedelta(hours=1))
    people[2].organisation, people[2].updated_at = "Another house", now
    database.session.commit()
    with transaction():
        reissue_credential(people[3].id, reason="lost", actor_id=None, now=now)
    return people


def test_scopes_tell_the_printed_from_the_unprinted_and_the_outdated(event, four):
    new, printed, changed, reissued = (person.id for person in four)

    assert found(event) == {new, printed, changed, reissued}
    assert found(event, scope=PrintScope.NOT_PRINTED) == {new}
    assert found(event, scope=PrintScope.CHANGED) == {changed, reissued}


def test_a_second_print_settles_a_change(event, four):
    changed = four[2]
    run = PrintRun(public_id="again", event_id=event.id, criteria={}, layout="a6", language="en")
    database.session.add(run)
    database.session.flush()
    code = issue_of(changed).credential_id
    row = PrintedBadge(run_id=run.id, position=1, registration_id=changed.id, credential_id=code, created_at=utcnow())
    database.session.add(row)
    database.session.commit()

    assert found(event, scope=PrintScope.CHANGED) == {four[3].id}


def test_people_come_in_the_asked_order_with_the_same_number_of_statements(approve, count_queries):
    people = [approve() for _ in range(3)]
    ids = [person.id for person in reversed(people)]
    counts = []
    for wanted in (ids[:1], ids):
        database.session.expire_all()
        with count_queries() as counter:
            loaded = queries.list_people(wanted)
            letters = [zone.letter for person in loaded for zone in person.category.zones]
        counts.append(counter.count)
        assert ([person.id for person in loaded], letters) == (wanted, ["A", "B"] * len(wanted))
    assert counts[0] == counts[1]
