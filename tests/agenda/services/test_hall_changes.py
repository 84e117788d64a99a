"""A change of the halls is a change of the draft, which open boards and release pages hear of."""

from collections.abc import Callable

import pytest

from summit.agenda.queries.board import find_settings
from summit.database import transaction
from summit.events.models import Event, Hall
from summit.events.services import add_hall, delete_hall, move_hall, update_hall
from tests.factories import make_event, make_hall

CHANGES: dict[str, Callable[[Event, Hall], object]] = {
    "added": lambda event, hall: add_hall(event.id, names={"en": "Loft"}, actor_id=None),
    "renamed": lambda event, hall: update_hall(hall.id, names={"en": "Loft"}, actor_id=None),
    "moved": lambda event, hall: move_hall(hall.id, 1, actor_id=None),
    "deleted": lambda event, hall: delete_hall(hall.id, actor_id=None),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_draft_counts_what_happens_to_its_halls(db, change):
    event = make_event()
    hall, _ = make_hall(event), make_hall(event)
    with transaction():
        change(event, hall)
    assert find_settings(event.id).draft_number == 1
    with transaction():
        add_hall(event.id, names={"en": "Attic"}, actor_id=None)
    assert find_settings(event.id).draft_number == 2
