"""The rules that an organiser sets for zones and gates, as a scan meets them."""

from datetime import timedelta

import pytest

from summit.clock import utcnow
from summit.database import transaction
from summit.entrance.rules import Direction, GateRules, Outcome, Ways, rules_from_json
from summit.entrance.services import rezone_gates, update_gate
from summit.events.rules import AntiPassback, SpanIsReversed
from summit.events.services import update_zone
from tests.entrance.conftest import scan_statements

NOW = utcnow().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
LATER = (NOW + timedelta(hours=1), NOW + timedelta(hours=2))


def ask(door, **rules):
    """Give the gate these rules of its own."""
    values = {"zone_id": door.zone.id, "names": {"en": "North gate"}, "is_active": True, "actor_id": None}
    with transaction():
        return update_gate(door.event.id, door.gate.id, rules=GateRules(**rules), **values)


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        ({"categories": ("V",)}, Outcome.WRONG_ZONE),
        ({"ways": Ways.EXIT}, Outcome.WRONG_ZONE),
        ({"windows": (LATER,)}, Outcome.WRONG_TIME),
        ({"needs_escort": True}, Outcome.ESCORT_NEEDED),
        ({"categories": ("D",), "ways": Ways.ENTRY, "windows": ((NOW, LATER[0]),)}, Outcome.ADMITTED),
    ],
)
def test_a_gate_asks_more_than_its_zone(door, rules, outcome):
    ask(door, **rules)
    assert door.scan(door.badge().token, now=NOW).outcome is outcome


def test_a_gate_replaces_the_re_entry_mode_of_its_zone(door):
    token = door.badge().token
    door.scan(token, now=NOW)
    assert door.scan(token, now=NOW).outcome is Outcome.ALREADY_INSIDE
    ask(door, anti_passback=AntiPassback.OFF)
    assert door.scan(token, now=NOW).outcome is Outcome.ADMITTED


@pytest.mark.parametrize("at_zone", [True, False])
def test_once_a_day_lasts_until_four_at_the_venue(door, at_zone):
    if at_zone:
        with transaction():
            update_zone(door.zone.id, once_per_day=True, actor_id=None)
    else:
        ask(door, once_per_day=True)
    token, turn = door.badge().token, NOW.replace(hour=1)  # 04:00 in Moscow
    door.scan(token, now=turn - timedelta(minutes=2))
    door.scan(token, now=turn - timedelta(minutes=1), direction=Direction.EXIT)
    again = door.scan(token, now=turn - timedelta(seconds=1))
    assert (again.outcome, again.params) == (Outcome.ALREADY_INSIDE, {"moment": turn - timedelta(minutes=2)})
    assert door.scan(token, now=turn).outcome is Outcome.ADMITTED


def test_notes_of_zone_and_gate_reach_the_answer_and_its_repeat(door):
    with transaction():
        update_zone(door.zone.id, attention={"en": "Check the bags"}, actor_id=None)
    ask(door, attention={"en": "Hand out the programme"})
    answer = door.scan(door.badge().token, now=NOW)
    assert answer.notes == ({"en": "Check the bags"}, {"en": "Hand out the programme"})
    assert door.scan(scan_id=answer.scan_id, now=NOW).notes == answer.notes


def test_a_gate_that_is_changed_without_rules_keeps_its_own(door):
    ask(door, once_per_day=True)
    values = {"zone_id": door.zone.id, "names": {"en": "South gate"}, "is_active": True, "actor_id": None}
    with transaction():
        gate = update_gate(door.event.id, door.gate.id, **values)
    assert rules_from_json(gate.rules) == GateRules(once_per_day=True)


def test_a_window_that_ends_before_it_begins_is_refused(door):
    with pytest.raises(SpanIsReversed):
        ask(door, windows=((LATER[1], LATER[0]),))


def test_rules_move_with_the_venue_s_clock(door):
    gate = ask(door, windows=(LATER,))
    with transaction():
        rezone_gates(door.event, lambda moment: moment - timedelta(hours=5))
    assert rules_from_json(gate.rules).windows == (tuple(end - timedelta(hours=5) for end in LATER),)


def test_rules_cost_no_further_statement(door, db, count_queries):
    ask(door, categories=("D",), windows=((NOW, LATER[0]),), once_per_day=True, attention={"en": "Check the bags"})
    token = door.badge().token
    with count_queries() as counter:
        door.scan(token, now=NOW)
    assert counter.count == scan_statements(db), counter.statements
