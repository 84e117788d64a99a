"""Uploading what devices decided without a network."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from summit.clock import utcnow
from summit.credentials.services import reissue_credential
from summit.database import db as database
from summit.database import transaction
from summit.entrance.models import Presence, Scan, ScanConflict, ZoneCount
from summit.entrance.rules import Outcome
from summit.entrance.rules.conflicts import ConflictKind
from summit.events.rules import AntiPassback
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.offline import make_phone


def _ago(minutes):
    return (utcnow() - timedelta(minutes=minutes)).isoformat()


def _answers(phone, client, *scans):
    answer = phone.upload(client, *scans)
    assert answer.status_code == 200
    return answer.json["answers"]


def _inside(zone):
    stays = database.session.scalar(select(func.count()).where(Presence.zone_id == zone.id, Presence.left_at.is_(None)))
    counted, entries = database.session.execute(
        select(ZoneCount.inside, ZoneCount.entries).where(ZoneCount.zone_id == zone.id)
    ).one()
    assert stays == counted
    return stays, entries


def _conflicts():
    return database.session.scalars(select(ScanConflict).order_by(ScanConflict.id)).all()


def test_a_queued_entry_is_kept_with_the_time_at_the_door(client, door):
    badge, phone = door.badge(), make_phone(door)
    queued = phone.scan(badge.token, device_time=_ago(10), offset_ms=-120_000)
    [answer] = _answers(phone, client, queued)
    assert answer == {
        "scan_id": queued["scan_id"], "status": "stored", "outcome": "admitted", "conflict": False, "error": None
    }  # fmt: skip
    scan = database.session.scalar(select(Scan))
    assert utcnow() - scan.scanned_at < timedelta(minutes=9)
    assert (scan.mode, scan.device_id, scan.operator, scan.device_outcome) == (
        "offline", phone.device.id, "Rosa", "admitted"
    )  # fmt: skip
    assert _inside(door.zone) == (1, 1)


def test_the_same_scan_again_is_answered_as_before(client, door):
    badge, phone = door.badge(), make_phone(door)
    queued = phone.scan(badge.token)
    _answers(phone, client, queued)
    [answer] = _answers(phone, client, queued)
    assert (answer["status"], answer["outcome"]) == ("repeated", "admitted")
    assert _inside(door.zone) == (1, 1)


def test_a_scan_that_the_server_has_answered_live_is_a_repeat(client, door):
    badge, phone = door.badge(), make_phone(door)
    queued = phone.scan(badge.token)
    door.scan(badge.token, scan_id=UUID(queued["scan_id"]))
    assert _answers(phone, client, queued)[0]["status"] == "repeated"
    assert _inside(door.zone) == (1, 1)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_badge_at_two_gates_is_one_conflict_and_one_person_inside(client, door, order):
    badge, other = door.badge(), make_gate(door.event, door.zone)
    phone = make_phone(door, door.gate, other)
    scans = [
        phone.scan(badge.token, device_time=_ago(10)),
        phone.scan(badge.token, gate_id=other.id, device_time=_ago(9)),
    ]
    answers = [_answers(phone, client, scans[place])[0] for place in order]
    assert [(answer["outcome"], answer["conflict"]) for answer in answers] == [("admitted", False), ("conflict", True)]
    [conflict] = _conflicts()
    kept = {str(scan.scan_id): scan.id for scan in database.session.scalars(select(Scan))}
    assert (conflict.kind, conflict.other_scan_id) == (ConflictKind.ENTERED_TWICE, kept[answers[0]["scan_id"]])
    assert _inside(door.zone) == (1, 2)
    stay = database.session.scalar(select(Presence))
    assert stay.entry_scan_id == kept[scans[0]["scan_id"]]


def test_a_live_entry_meanwhile_makes_the_earlier_one_a_conflict(client, door):
    badge, phone = door.badge(), make_phone(door)
    door.scan(badge.token)
    [answer] = _answers(phone, client, phone.scan(badge.token, device_time=_ago(1)))
    assert (answer["outcome"], answer["conflict"]) == ("conflict", True)
    assert _inside(door.zone) == (1, 2)


def test_who_left_in_between_entered_rightly_twice(client, door):
    badge, phone = door.badge(), make_phone(door)
    answers = _answers(
        phone,
        client,
        phone.scan(badge.token, device_time=_ago(10)),
        phone.scan(badge.token, device_time=_ago(2)),
    )
    assert answers[1]["conflict"]
    other = door.badge()
    answers = _answers(
        phone,
        client,
        phone.scan(other.token, device_time=_ago(10)),
        phone.scan(other.token, device_time=_ago(5), direction="exit", outcome="exited"),
        phone.scan(other.token, device_time=_ago(2)),
    )
    assert [answer["outcome"] for answer in answers] == ["admitted", "exited", "admitted"]
    assert _inside(door.zone) == (2, 4)


def test_an_entry_before_a_live_exit_leaves_nobody_inside(client, door):
    badge, phone = door.badge(), make_phone(door)
    assert door.scan(badge.token, direction="exit").outcome is Outcome.NOT_INSIDE
    [answer] = _answers(phone, client, phone.scan(badge.token, device_time=_ago(10)))
    assert answer["outcome"] == "admitted"
    assert _inside(door.zone) == (0, 1)
    assert database.session.scalar(select(Presence)).left_at is not None


def test_a_late_exit_does_not_end_a_later_stay(client, door):
    badge, phone = door.badge(), make_phone(door)
    door.scan(badge.token)
    _answers(phone, client, phone.scan(badge.token, device_time=_ago(10), direction="exit", outcome="not_inside"))
    assert _inside(door.zone) == (1, 1)


@pytest.mark.parametrize(("mode", "conflict"), [(AntiPassback.OFF, False), (AntiPassback.LOGICAL, True)])
def test_a_second_entry_is_a_conflict_only_where_the_zone_refuses_it(client, db, mode, conflict):
    door = make_door(anti_passback=mode)
    badge, phone = door.badge(), make_phone(door)
    answers = _answers(phone, client, *(phone.scan(badge.token, device_time=_ago(minute)) for minute in (9, 8)))
    assert answers[1]["conflict"] is conflict
    assert _inside(door.zone) == (1, 2)


def test_a_badge_that_was_replaced_before_is_a_conflict_and_afterwards_none(client, door):
    person = door.person()
    badge, phone = door.badge(person), make_phone(door)
    with transaction():
        reissue_credential(person.id, reason="lost", actor_id=None, now=utcnow() - timedelta(minutes=5))
    earlier, later = phone.scan(badge.token, device_time=_ago(9)), phone.scan(badge.token, device_time=_ago(2))
    leaving = phone.scan(badge.token, device_time=_ago(4), direction="exit", outcome="exited")
    answers = _answers(phone, client, earlier, leaving, later)
    assert [answer["outcome"] for answer in answers] == ["admitted", "exited", "conflict"]
    assert _conflicts()[0].kind is ConflictKind.NOT_ADMISSIBLE
    assert _inside(door.zone) == (1, 2)


def test_whom_the_device_refused_has_not_entered(client, door):
    badge, phone = door.badge(), make_phone(door)
    [answer] = _answers(phone, client, phone.scan(badge.token, outcome="full"))
    assert (answer["outcome"], answer["conflict"]) == ("full", False)
    assert _inside(door.zone) == (0, 0)


def test_an_unknown_code_is_kept_as_unknown(client, door):
    phone = make_phone(door)
    answers = _answers(phone, client, phone.scan("9" * 24, outcome="unknown"), phone.scan("9" * 24))
    assert [(answer["outcome"], answer["conflict"]) for answer in answers] == [("unknown", False), ("unknown", True)]
    assert database.session.scalar(select(func.count()).select_from(Scan)) == 2


def test_a_badge_of_another_edition_lets_nobody_in(client, door):
    phone, other = make_phone(door), make_door()
    [answer] = _answers(phone, client, phone.scan(other.badge().token))
    assert (answer["outcome"], answer["conflict"]) == ("wrong_event", True)
    assert database.session.scalar(select(Scan.registration_id)) is None


@pytest.mark.parametrize("minutes", [-30, 60 * 24 * 4, 60 * 24 * 365 * 50])
def test_a_wrong_clock_loses_nothing(client, door, minutes):
    badge, phone = door.badge(), make_phone(door)
    [answer] = _answers(phone, client, phone.scan(badge.token, device_time=_ago(minutes)))
    assert (answer["outcome"], answer["conflict"]) == ("conflict", True)
    assert _conflicts()[0].kind is ConflictKind.CLOCK_IS_WRONG
    assert _inside(door.zone) == (1, 1)


def test_a_gate_that_was_switched_off_takes_what_happened_before(client, door):
    badge, phone = door.badge(), make_phone(door)
    door.gate.is_active = False
    database.session.commit()
    assert _answers(phone, client, phone.scan(badge.token))[0]["outcome"] == "admitted"


@pytest.mark.parametrize(
    "wrong",
    [
        {"gate_id": 999_999}, {"gate_id": "1"}, {"gate_id": None}, {"gate_id": True}, {"scan_id": "x"}, {"scan_id": 7},
        {"outcome": "conflict"}, {"outcome": "maybe"}, {"outcome": None}, {"device_time": "yesterday"},
        {"device_time": None}, {"offset_ms": "0"}, {"offset_ms": 10**40}, {"direction": "up"}, {"code": 7},
        {"operator": ["x"]}, {"operator": "\ud800"},
    ],
)  # fmt: skip
def test_one_wrong_scan_loses_no_other(client, door, wrong):
    badge, phone = door.badge(), make_phone(door)
    bad, good = phone.scan(badge.token) | wrong, phone.scan(badge.token)
    answers = _answers(phone, client, bad, good)
    assert [answer["status"] for answer in answers] == ["refused", "stored"]
    assert answers[0]["error"]
    assert _inside(door.zone) == (1, 1)


@pytest.mark.parametrize("scan", [None, 7, "x", [], {}])
def test_what_is_no_scan_is_refused(client, door, scan):
    assert _answers(make_phone(door), client, scan)[0]["status"] == "refused"


@pytest.mark.parametrize("sent", [7, [], {}, {"scans": {}}, {"scans": []}, {"scans": [{}] * 201}])
def test_what_is_no_batch_is_refused_whole(client, door, sent):
    phone = make_phone(door)
    answer = client.post(f"/e/{door.event.slug}/scanner/upload", json=sent, headers=phone.headers)
    assert answer.status_code in {400, 422}


def test_a_gate_of_another_device_is_refused(client, door):
    badge, other = door.badge(), make_gate(door.event, door.zone)
    phone = make_phone(door)
    [answer] = _answers(phone, client, phone.scan(badge.token, gate_id=other.id))
    assert (answer["status"], answer["error"]) == ("refused", "This device does not work at this gate.")
