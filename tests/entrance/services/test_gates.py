from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.database import transaction
from summit.entrance.models import Gate, ZoneCount
from summit.entrance.rules import GateIsUnknown, GateRules, Outcome, ZoneIsUnknown, rules_from_json
from summit.entrance.services import add_gate, update_gate
from summit.events.models import Hall
from summit.events.queries import list_zones
from summit.events.rules import TextIsMissing
from summit.events.services import copy_event, update_category
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


def copied(event, days):
    """The edition once more, so many days later."""
    with transaction():
        values = {"slug": "copied_edition", "names": {"en": "Again"}, "actor_id": None}
        return copy_event(event.id, starts_on=event.starts_on + timedelta(days=days), now=event.created_at, **values)


def gates_of(db, event):
    return db.session.scalars(select(Gate).where(Gate.event_id == event.id).order_by(Gate.position)).all()


def test_a_copied_edition_has_the_gates_with_their_zones_halls_and_rules(db, door):
    factories.make_hall(door.event, names={"en": "Wool hall"}, position=0)
    hall = factories.make_hall(door.event, names={"en": "Silk hall"}, position=1)
    opens = datetime(2026, 11, 28, 22, tzinfo=UTC)
    rules = GateRules(windows=((opens, opens + timedelta(hours=5)),), categories=("D",), needs_escort=True)
    make_gate(door.event, factories.make_zone(door.event, "B"), hall_id=hall.id, rules=rules, is_active=False)
    copy = copied(door.event, 30)
    plain, ruled = gates_of(db, copy)
    zones = {zone.letter: zone.id for zone in list_zones(copy.id)}
    there = db.session.get_one(Hall, ruled.hall_id)
    assert (plain.zone_id, plain.hall_id, plain.is_active, plain.rules) == (zones["A"], None, True, {})
    assert (ruled.zone_id, ruled.names, ruled.is_active) == (zones["B"], {"en": "North gate"}, False)
    assert (there.event_id, there.names) == (copy.id, {"en": "Silk hall"})
    later = opens + timedelta(days=30)
    assert rules_from_json(ruled.rules) == replace(rules, windows=((later, later + timedelta(hours=5)),))


def test_a_copied_gate_lets_in_and_the_old_one_stays_as_it_was(db, door):
    door.scan(door.badge().token)
    copy = copied(door.event, 30)
    [gate] = gates_of(db, copy)
    counted = db.session.get_one(ZoneCount, gate.zone_id)
    assert (counted.inside, counted.entries) == (0, 0)
    assert [one.id for one in gates_of(db, door.event)] == [door.gate.id]


def test_a_gate_follows_its_category_to_another_letter(db, door):
    badge = door.badge()
    with transaction():
        update_gate(
            door.event.id, door.gate.id, zone_id=door.zone.id, names={"en": "Gate"}, is_active=True, actor_id=None,
            rules=GateRules(categories=("D", "V"), once_per_day=True),
        )  # fmt: skip
    other = make_door()
    with transaction():
        update_gate(
            other.event.id, other.gate.id, zone_id=other.zone.id, names={"en": "Gate"}, is_active=True, actor_id=None,
            rules=GateRules(categories=("D",)),
        )  # fmt: skip
    with transaction():
        update_category(door.category.id, letter="E", actor_id=None)
    [gate], [untouched] = gates_of(db, door.event), gates_of(db, other.event)
    assert rules_from_json(gate.rules) == GateRules(categories=("E", "V"), once_per_day=True)
    assert rules_from_json(untouched.rules).categories == ("D",)
    assert door.scan(badge.token).outcome is Outcome.ADMITTED
