"""How values reach the database."""

import pytest
from sqlalchemy import text

from summit.events.models import Event
from tests.factories import make_event


@pytest.mark.parametrize(
    "name",
    ["Саммит моды", "قمة الأزياء 😀", 'quotes " and \\ and \n', "half \ud800"],
    ids=["ru", "ar", "signs", "half"],
)
def test_texts_per_language_come_back_as_they_were(db, name):
    event = make_event(names={"en": name})
    db.session.expire_all()
    assert db.session.get(Event, event.id).names == {"en": name}


def test_letters_are_stored_as_they_are(db):
    event = make_event(names={"ru": "Мода"})
    stored = db.session.scalar(text("SELECT CAST(names AS text) FROM events WHERE id = :id"), {"id": event.id})
    assert stored == '{"ru":"Мода"}'
