"""The organiser's pages of interpreters and their meetings."""

import pytest

from summit.clock import utcnow
from summit.database import db as database
from summit.meetings.models import Interpreter, Meeting
from summit.meetings.queries.interpreting import list_interpreters
from summit.permissions import Role
from tests.factories import make_event, make_staff, sign_in
from tests.meetings.factories import (
    make_interpreter,
    make_pair,
    make_scheduled,
    make_settings,
    make_table,
)
from tests.meetings.views.test_tables import page_of, text_of, url

START = utcnow().replace(year=2100, month=3, day=1, hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    return client


@pytest.fixture
def wishing(event):
    make_settings(event)
    make_table(event)
    return make_scheduled(*make_pair(event), START, interpreting=["en", "ru"])


FORM = {"version": "0", "name": "Ana Lis", "languages": ["en", "ru"], "phone": "+7 900 000 00 00"}


def test_an_interpreter_is_added(manager, event):
    assert "No interpreters yet" in text_of(manager.get(url(event, "interpreters")))
    assert manager.post(url(event, "interpreters/new"), data=FORM).status_code == 303
    assert [(row.name, row.languages) for row in list_interpreters(event.id)] == [("Ana Lis", ["en", "ru"])]


def test_one_language_is_refused_and_what_was_typed_stays(manager, event):
    response = manager.post(url(event, "interpreters/new"), data=FORM | {"languages": ["en"]})
    assert response.status_code == 422
    assert page_of(response).select_one("input[name=name]")["value"] == "Ana Lis"
    assert "at least two languages" in text_of(response)


def test_the_desk_offers_who_is_able_and_assigns(manager, event, wishing):
    key, public_id = wishing.id, wishing.public_id
    ana = make_interpreter(event, name="Ana Lis").id
    make_interpreter(event, name="Only French", languages=["fr", "en"])
    text = text_of(manager.get(url(event, "interpreters/assign")))
    assert "Ana Lis" in text
    assert "Only French" not in text
    answer = manager.post(url(event, f"interpreters/assign/{public_id}"), data={"interpreter": str(ana)})
    assert answer.status_code == 303
    database.session.expire_all()
    assert database.session.get_one(Meeting, key).interpreter_id == ana
    assert "Meetings with an interpreter" in text_of(manager.get(url(event, "interpreters/assign")))
    assert "Meetings to interpret" in text_of(manager.get(url(event, f"interpreters/{ana}")))


def test_the_rest_is_assigned_at_once(manager, event, wishing):
    make_interpreter(event)
    manager.post(url(event, "interpreters/assign"))
    assert "1 meeting has an interpreter now." in text_of(manager.get(url(event, "interpreters/assign")))


def test_an_interpreter_of_another_edition_is_not_there(manager, event, wishing):
    stranger = make_interpreter(make_event()).id
    target = url(event, f"interpreters/assign/{wishing.public_id}")
    assert manager.post(target, data={"interpreter": str(stranger)}).status_code == 404
    assert manager.get(url(event, f"interpreters/{stranger}")).status_code == 404


def test_leaving_is_asked_first_and_deleting_is_possible(manager, event):
    key = make_interpreter(event).id
    assert "No coming meeting" in text_of(manager.get(url(event, f"interpreters/{key}/leave")))
    manager.post(url(event, f"interpreters/{key}/leave"))
    assert "Deactivated" in text_of(manager.get(url(event, "interpreters")))
    manager.post(url(event, f"interpreters/{key}/delete"))
    assert database.session.get(Interpreter, key) is None


def test_the_list_asks_as_much_for_three_as_for_one(manager, event, count_queries):
    make_interpreter(event)
    with count_queries() as one:
        manager.get(url(event, "interpreters"))
    make_interpreter(event)
    make_interpreter(event)
    with count_queries() as three:
        manager.get(url(event, "interpreters"))
    assert one.count == three.count
