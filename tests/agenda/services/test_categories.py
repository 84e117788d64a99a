"""Categories that sessions are kept for are not deleted under them."""

import pytest

from summit.agenda.queries.sessions import find_session
from summit.database import transaction
from summit.events.rules import CategoryIsStillUsed
from summit.events.services import delete_category
from tests.agenda.factories import make_session
from tests.factories import make_category, make_event


def test_a_category_that_a_session_is_kept_for_stays(db):
    event = make_event()
    category = make_category(event)
    session = make_session(event, categories=[category])
    with pytest.raises(CategoryIsStillUsed, match="sessions are kept for it"), transaction():
        delete_category(category.id, actor_id=None)
    assert [one.id for one in find_session(event.id, session.id).categories] == [category.id]
