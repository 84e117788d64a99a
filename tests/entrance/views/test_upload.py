"""Uploading what devices decided without a network."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.credentials.services import reissue_credential
from summit.database import db as database
from summit.database import transaction
from summit.entrance.models import Presence, Scan, ScanConflict, ZoneCount
from summit.entrance.rules import Outcome
from summit.entrance.rules.conflicts import ConflictKind, Resolution
from summit.entrance.services.conflicts import resolve_conflict
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


def test_the_same_scan_under_a_new_identifier_is_a_repeat_and_on_record(client, door):
    badge, phone = door.badge(), make_phone(door)
    queued = phone.scan(badge.token, device_time=_ago(5))
    again = queued | {"scan_id": str(uuid4()), "offset_ms": 90_000, "outcome": "already_inside", "operator": "Mallory"}
    answers = _answers(phone, client, queued, again)
    assert [(one["scan_id"], one["status"], one["outcome"], one["conflict"]) for one in answers] == [
        (queued["scan_id"], "stored", "admitted", False),
        (again["scan_id"], "repeated", "admitted", False),
    ]
    assert _inside(door.zone) == (1, 1)
    assert _conflicts() == []
    [kept] = database.session.scalars(select(Scan)).all()
    [entry] = database.session.scalars(select(AuditEntry).where(AuditEntry.action == "scan.replayed"))
    assert (entry.subject_id, entry.detail["scan_id"]) == (kept.id, again["scan_id"])


def test_a_live_scan_told_again_by_its_device_is_a_repeat_also_when_it_was_undone(client, door):
    badge, phone, moment = door.badge(), make_phone(door), utcnow()
    scan_id = uuid4()
    door.scan(badge.token, scan_id=scan_id, device_id=phone.device.id, device_time=moment)
    door.annul(scan_id)
    [answer] = _answers(phone, client, phone.scan(badge.token, device_time=moment.isoformat()))
    assert (answer["status"], answer["outcome"]) == ("repeated", "admitted")
    assert _inside(door.zone) == (0, 0)


def test_the_same_scan_told_by_another_device_is_for_a_supervisor(client, door):
    badge, phones = door.badge(), (make_phone(door), make_phone(door))
    moment = _ago(5)
    answers = [_answers(phone, client, phone.scan(badge.token, device_time=moment))[0] for phone in phones]
    assert [(one["status"], one["conflict"]) for one in answers] == [("stored", False), ("stored", True)]
    assert _inside(door.zone) == (1, 2)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2)])
def test_an_exit_that_comes_in_later_explains_the_second_entry(client, door, order):
    badge, other = door.badge(), make_gate(door.event, door.zone)
    phone = make_phone(door, door.gate, other)
    scans = [
        phone.scan(badge.token, device_time=_ago(10)),
        phone.scan(badge.token, gate_id=other.id, device_time=_ago(5)),
        phone.scan(badge.token, device_time=_ago(7), direction="exit", outcome="exited"),
    ]
    for place in order[:2]:
        _answers(phone, client, scans[place])
    assert [conflict.resolved_at for conflict in _conflicts()] == [None]
    _answers(phone, client, scans[order[2]])
    [conflict] = _conflicts()
    assert (conflict.resolution, conflict.resolved_by) == (Resolution.ACCEPTED, None)
    assert conflict.resolved_at is not None
    [entry] = database.session.scalars(select(AuditEntry).where(AuditEntry.action == "conflict.explained"))
    exit_id = database.session.scalar(select(Scan.id).where(Scan.direction == "exit"))
    assert (entry.subject_id, entry.detail["exit_scan"], entry.actor_id) == (conflict.id, exit_id, None)
    assert _inside(door.zone) == (1, 2)


@pytest.mark.parametrize(("minute", "direction"), [(2, "exit"), (12, "exit")])
def test_an_exit_at_another_time_explains_nothing(client, door, minute, direction):
    badge, phone = door.badge(), make_phone(door)
    entries = [phone.scan(badge.token, device_time=_ago(minutes)) for minutes in (10, 5)]
    leaving = phone.scan(badge.token, device_time=_ago(minute), direction=direction, outcome="exited")
    _answers(phone, client, *entries, leaving)
    assert [conflict.resolved_at for conflict in _conflicts()] == [None]


def test_an_exit_explains_neither_another_person_nor_another_kind_of_conflict(client, door):
    person = door.person()
    badge, replaced, phone = door.badge(), door.badge(person), make_phone(door)
    with transaction():
        reissue_credential(person.id, reason="lost", actor_id=None, now=utcnow() - timedelta(minutes=30))
    entries = [phone.scan(badge.token, device_time=_ago(minutes)) for minutes in (10, 5)]
    blocked = [phone.scan(replaced.token, device_time=_ago(minutes)) for minutes in (10, 5)]
    leaving = phone.scan(replaced.token, device_time=_ago(7), direction="exit", outcome="exited")
    _answers(phone, client, *entries, *blocked, leaving)
    assert [conflict.resolved_at for conflict in _conflicts()] == [None] * 3


def test_what_a_supervisor_has_settled_stays_settled(client, door):
    badge, phone = door.badge(), make_phone(door)
    _answers(phone, client, *(phone.scan(badge.token, device_time=_ago(minutes)) for minutes in (10, 5)))
    [conflict] = _conflicts()
    with transaction():
        settling = {"note": "Asked", "actor_id": door.operator.id, "now": utcnow()}
        resolve_conflict(door.event.id, conflict.id, Resolution.MISTAKE, **settling)
    _answers(phone, client, phone.scan(badge.token, device_time=_ago(7), direction="exit", outcome="exited"))
    [conflict] = _conflicts()
    assert (conflict.resolution, conflict.note) == (Resolution.MISTAKE, "Asked")


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


def test_a_time_before_the_device_was_set_up_is_not_believed(client, door):
    badge, phone = door.badge(), make_phone(door)
    [answer] = _answers(phone, client, phone.scan(badge.token, device_time=_ago(60 * 24 + 5)))
    assert (answer["outcome"], answer["conflict"]) == ("conflict", True)
    assert _conflicts()[0].kind is ConflictKind.CLOCK_IS_WRONG


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_a_day_off_is_put_right_by_its_offset(client, door, days):
    badge, phone = door.badge(), make_phone(door)
    day = timedelta(days=days)
    moment = (utcnow() - timedelta(minutes=10) + day).isoformat()
    offset = round(day.total_seconds() * 1000)
    [answer] = _answers(phone, client, phone.scan(badge.token, device_time=moment, offset_ms=offset))
    assert (answer["outcome"], answer["conflict"]) == ("admitted", False)
    scan = database.session.scalar(select(Scan))
    assert timedelta(minutes=9) < utcnow() - scan.scanned_at < timedelta(minutes=11)
    assert abs(scan.device_time - scan.scanned_at - day) < timedelta(seconds=1)


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
        {"operator": ["x"]}, {"operator": "\ud800"}, {"offset_ms": -(10**40)}, {"offset_ms": 1.5}, {"offset_ms": None},
        {"gate_id": 10**30}, {"gate_id": -1}, {"scan_id": ""}, {"scan_id": "0" * 36}, {"scan_id": "\x00"},
        {"device_time": "9999-12-31T23:59:59+00:00"}, {"device_time": "0001-01-01T00:00:00+14:00"}, {"device_time": 0},
        {"code": {"a": 1}}, {"accompanied": [], "direction": None, "outcome": 1}, {"entered_by": "thought"},
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


def test_ten_thousand_scans_at_once_are_refused_whole(client, door):
    badge, phone = door.badge(), make_phone(door)
    answer = phone.upload(client, *([phone.scan(badge.token)] * 10_000))
    assert answer.status_code in {413, 422}
    assert database.session.scalar(select(func.count()).select_from(Scan)) == 0


def test_a_gate_of_another_edition_is_refused(client, door):
    phone, other = make_phone(door), make_door()
    [answer] = _answers(phone, client, phone.scan(other.badge().token, gate_id=other.gate.id))
    assert (answer["status"], answer["error"]) == ("refused", "This device does not work at this gate.")


def test_an_identifier_of_another_edition_is_refused(client, door):
    badge, phone, other, scan_id = door.badge(), make_phone(door), make_door(), uuid4()
    other.scan(other.badge().token, scan_id=scan_id)
    good, taken = phone.scan(badge.token), phone.scan(badge.token, scan_id=str(scan_id))
    assert [answer["status"] for answer in _answers(phone, client, taken, good)] == ["refused", "stored"]


def test_a_token_of_another_edition_is_unknown(client, door):
    stranger = make_phone(make_door())
    url = f"/e/{door.event.slug}/scanner/upload"
    answer = client.post(url, json={"scans": [stranger.scan(door.badge().token)]}, headers=stranger.headers)
    assert (answer.status_code, answer.json) == (401, {"error": "device_unknown"})


def test_a_gate_of_another_device_is_refused(client, door):
    badge, other = door.badge(), make_gate(door.event, door.zone)
    phone = make_phone(door)
    [answer] = _answers(phone, client, phone.scan(badge.token, gate_id=other.id))
    assert (answer["status"], answer["error"]) == ("refused", "This device does not work at this gate.")
