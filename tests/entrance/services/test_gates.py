import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.database import transaction
from summit.entrance.models import Gate, ZoneCount
from summit.entrance.rules import GateIsUnknown, Outcome, ZoneIsUnknown
from summit.entrance.services import add_gate, update_gate
from summit.events.rules import TextIsMissing
from tests import factories
from tests.entrance.conftest import make_door, make_gate


def test_a_zone_is_counted_from_its_first_gate_on(db):
    event = factories.make_event()
    zone = factories.make_zone(event)
    gates = [make_gate(event, zone), make_gate(event, zone)]
    assert [gate.position for gate in gates] == [0, 1]
    row = db.session.scalars(select(ZoneCount).where(ZoneCount.zone_id == zone.id)).one()
    assert (row.inside, row.entries) == (0, 0)


def test_a_gate_moved_to_another_zone_counts_there(db, door):
    zone = factories.make_zone(door.event, "B")
    badge = door.badge()
    with transaction():
        update_gate(door.event.id, door.gate.id, zone_id=zone.id, names={"en": "Moved"}, is_active=True, actor_id=None)
    assert door.scan(badge.token).outcome is Outcome.WRONG_ZONE


def test_changes_are_on_record(db, door):
    values = {"zone_id": door.zone.id, "names": {"en": "Gate", "ru": "Вход"}, "actor_id": door.operator.id}
    with transaction():
        gate = update_gate(door.event.id, door.gate.id, is_active=False, **values)
    assert (gate.names, gate.is_active) == ({"en": "Gate", "ru": "Вход"}, False)
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_type == "gate"))
    assert list(actions) == ["gate.added", "gate.updated"]


def test_a_zone_of_another_edition_is_refused(db, door):
    foreign = make_door().zone.id
    with pytest.raises(ZoneIsUnknown), transaction():
        add_gate(door.event.id, zone_id=foreign, names={"en": "Gate"}, actor_id=None)
    with pytest.raises(ZoneIsUnknown), transaction():
        update_gate(door.event.id, door.gate.id, zone_id=foreign, names={"en": "G"}, is_active=True, actor_id=None)
    assert db.session.get(Gate, door.gate.id, populate_existing=True).zone_id == door.zone.id


def test_a_gate_of_another_edition_is_unknown(door):
    with pytest.raises(GateIsUnknown), transaction():
        update_gate(
            make_door().event.id, door.gate.id, zone_id=door.zone.id, names={"en": "G"}, is_active=True, actor_id=None
        )


def test_a_gate_needs_a_name(door):
    with pytest.raises(TextIsMissing), transaction():
        add_gate(door.event.id, zone_id=door.zone.id, names={"en": " "}, actor_id=None)
