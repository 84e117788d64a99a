"""Finding somebody at a gate by name, which is written down because it shows personal data."""

from summit.audit.services import record

from ..queries import people
from ..rules import PersonCard, name_tokens
from .scanning import card_of


def search_people(event_id: int, gate_id: int, query: str, *, actor_id: int) -> list[PersonCard]:
    """Return at most 20 people of the edition whose name, organisation or mail holds every word of the query.

    The record keeps how many were shown, never what was typed. Raises QueryIsTooShort.
    """
    found = [card_of(row) for row in people.list_by_name(event_id, name_tokens(query))]
    record("gate.people_searched", "gate", gate_id, actor_id=actor_id, event_id=event_id, found=len(found))
    return found
