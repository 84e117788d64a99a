from datetime import timedelta

from sqlalchemy import select

from summit.database import db, transaction
from summit.entrance.models import Scan, ScanConflict
from summit.entrance.queries.live import read_board
from summit.entrance.rules import Outcome
from summit.entrance.rules.conflicts import ConflictKind
from tests import factories
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.factories import make_device
from tests.entrance.services.test_scanning import NOW

AFTER = timedelta(minutes=10)


def minutes_of(board):
    """The minutes with arrivals, counted back from the present one."""
    return [{59 - place: count for place, count in enumerate(gate.minutes) if count} for gate in board.gates]


def test_arrivals_stand_at_their_gate_and_minute(door):
    other = make_gate(door.event, door.zone, names={"en": "South gate"})
    for seconds in (0, 59.9):
        door.scan(door.badge().token, now=NOW.replace(second=0) + timedelta(seconds=seconds))
    door.scan(door.badge().token, gate_id=other.id, now=NOW + AFTER)
    assert minutes_of(read_board(door.event.id, NOW + AFTER)) == [{10: 2}, {0: 1}]


def test_what_is_older_than_an_hour_or_undone_does_not_count(door):
    door.scan(door.badge().token, now=NOW - timedelta(hours=2))
    undone = door.scan(door.badge().token, now=NOW)
    door.annul(undone.scan_id, now=NOW)
    assert minutes_of(read_board(door.event.id, NOW)) == [{}]


def test_zones_say_how_many_are_inside_of_how_many(door):
    door.scan(door.badge().token)
    (zone,) = read_board(door.event.id, NOW).zones
    assert (zone.letter, zone.inside, zone.entries, zone.capacity) == ("A", 1, 1, door.zone.capacity)


def test_refusals_by_reason(door):
    door.scan("nonsense", now=NOW)
    token = door.badge().token
    for _time in range(3):
        door.scan(token, now=NOW)
    assert read_board(door.event.id, NOW).refusals == ((Outcome.ALREADY_INSIDE, 2), (Outcome.UNKNOWN, 1))


def test_the_latest_scans_come_first_and_name_nobody(door):
    door.scan(door.badge(door.person(name_latin="Anna Shchukina")).token, now=NOW)
    door.scan("nonsense", now=NOW + AFTER)
    latest = read_board(door.event.id, NOW + AFTER).latest
    assert [scan.outcome for scan in latest] == [Outcome.UNKNOWN, Outcome.ADMITTED]
    assert "Anna" not in repr(latest)


def test_only_devices_that_fell_silent_are_told(door):
    make_device(door.gate, name="Silent", last_seen_at=NOW - timedelta(minutes=3, seconds=1), queue_length=7)
    make_device(door.gate, name="Awake", last_seen_at=NOW - timedelta(minutes=3))
    make_device(door.gate, name="Revoked", last_seen_at=NOW - timedelta(hours=1), revoked_at=NOW)
    make_device(door.gate, name="Never enrolled")
    board = read_board(door.event.id, NOW)
    assert [(device.name, device.queue_length) for device in board.silent] == [("Silent", 7)]


def test_settled_conflicts_are_not_counted(door):
    for resolved_at in (None, NOW):
        door.scan("nonsense", now=NOW)
        scan_id = db.session.scalar(select(Scan.id).order_by(Scan.id.desc()).limit(1))
        values = {"event_id": door.event.id, "scan_id": scan_id, "found_at": NOW, "resolved_at": resolved_at}
        with transaction():
            db.session.add(ScanConflict(kind=ConflictKind.ENTERED_TWICE, **values))
    assert read_board(door.event.id, NOW).conflicts == 1


def test_another_edition_has_its_own_board(door):
    other = make_door()
    other.scan(other.badge().token, now=NOW)
    make_device(other.gate, last_seen_at=NOW - timedelta(hours=1))
    board = read_board(door.event.id, NOW)
    assert (minutes_of(board), board.latest, board.silent, board.refusals) == ([{}], (), (), ())


def test_a_board_from_the_last_ones_floor_counts_the_same(door):
    door.scan(door.badge().token, now=NOW - timedelta(hours=2))
    door.scan(door.badge().token, now=NOW)
    first = read_board(door.event.id, NOW)
    door.scan(door.badge().token, now=NOW)
    second = read_board(door.event.id, NOW, floor=first.floor)
    assert (minutes_of(first), minutes_of(second)) == ([{0: 1}], [{0: 2}])


def test_gates_and_zones_cost_no_further_queries(door, count_queries):
    with count_queries() as one:
        read_board(door.event.id, NOW)
    for letter in "BC":
        make_gate(door.event, factories.make_zone(door.event, letter))
    with count_queries() as three:
        board = read_board(door.event.id, NOW)
    assert (len(board.gates), one.count, three.count) == (3, 6, 6)
