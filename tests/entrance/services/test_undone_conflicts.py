"""Undoing a scan closes the conflict that it explains."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.credentials.services import reissue_credential
from summit.database import transaction
from summit.entrance.models import ScanConflict
from summit.entrance.rules.conflicts import Resolution
from summit.entrance.services.conflicts import resolve_conflict
from tests.entrance.halls import at_hall, publish
from tests.entrance.offline import make_phone
from tests.entrance.services.test_scanning import counts, open_stays, stored


def _queued(phone, token, minutes, **values):
    return phone.scan(token, device_time=(utcnow() - timedelta(minutes=minutes)).isoformat(), **values)


def _undo(door, scan):
    return door.annul(UUID(scan["scan_id"]))


def _settled(db):
    """The only conflict: how it was settled, by whom, and whether it is still open."""
    conflict = db.session.scalars(select(ScanConflict)).one()
    db.session.refresh(conflict)
    return conflict.resolution, conflict.resolved_by, conflict.resolved_at is None


@pytest.fixture
def twice(client, db, door):
    """The same badge let in at 9 and at 8 minutes ago, sent in the order that is asked for."""

    def send(order=(0, 1)):
        badge, phone = door.badge(), make_phone(door)
        scans = [_queued(phone, badge.token, minutes) for minutes in (9, 8)]
        phone.upload(client, *(scans[place] for place in order))
        assert _settled(db) == (None, None, True)
        return scans

    return send


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_undoing_the_entry_that_a_conflict_is_about_settles_it_as_a_mistake(db, door, twice, order):
    scans = twice(order)
    undone = scans[order[1]]
    assert _undo(door, undone)[0] == 1
    assert _settled(db) == (Resolution.MISTAKE, None, False)
    assert (counts(db, door), len(open_stays(db, door))) == ((1, 1), 1)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "conflict.explained")).one()
    assert entry.detail == {"undone_scan": stored(db, UUID(undone["scan_id"])).id}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_undoing_the_entry_that_it_was_held_against_accepts_the_other(db, door, twice, order):
    scans = twice(order)
    _undo(door, scans[order[0]])
    assert _settled(db) == (Resolution.ACCEPTED, None, False)
    assert (counts(db, door), len(open_stays(db, door))) == ((1, 1), 1)
    assert open_stays(db, door)[0].entry_scan_id == stored(db, UUID(scans[order[1]]["scan_id"])).id


def test_undoing_one_of_three_entries_leaves_the_conflict_of_the_others(client, db, door):
    badge, phone = door.badge(), make_phone(door)
    scans = [_queued(phone, badge.token, minutes) for minutes in (9, 8, 7)]
    phone.upload(client, *scans)
    _undo(door, scans[1])
    conflicts = db.session.scalars(select(ScanConflict).order_by(ScanConflict.id)).all()
    assert [conflict.resolution for conflict in conflicts] == [Resolution.MISTAKE, None]
    _undo(door, scans[0])
    assert [conflict.resolution for conflict in conflicts] == [Resolution.MISTAKE, Resolution.ACCEPTED]
    assert counts(db, door) == (1, 1)


def test_undoing_settles_a_conflict_of_another_kind_too(client, db, door):
    person = door.person()
    badge, phone = door.badge(person), make_phone(door)
    with transaction():
        reissue_credential(person.id, reason="lost", actor_id=None, now=utcnow() - timedelta(minutes=30))
    queued = _queued(phone, badge.token, 5)
    phone.upload(client, queued)
    assert _undo(door, queued) == (0, None)
    assert _settled(db) == (Resolution.MISTAKE, None, False)
    assert counts(db, door) == (0, 0)


def test_undoing_leaves_what_a_supervisor_has_settled(db, door, twice):
    scans = twice()
    conflict = db.session.scalars(select(ScanConflict)).one()
    settling = {"note": "Asked", "actor_id": door.operator.id, "now": utcnow()}
    with transaction():
        resolve_conflict(door.event.id, conflict.id, Resolution.BADGE_BLOCKED, **settling)
    _undo(door, scans[0])
    assert _settled(db) == (Resolution.BADGE_BLOCKED, door.operator.id, False)


def test_undoing_another_persons_entry_settles_nothing(db, door, twice):
    twice()
    door.annul(door.scan(door.badge().token).scan_id)
    assert _settled(db) == (None, None, True)


def test_a_device_takes_back_what_it_let_in_without_a_network(client, db, door):
    badge, phone = door.badge(), make_phone(door)
    scans = [_queued(phone, badge.token, minutes) for minutes in (9, 8)]
    phone.upload(client, *scans)
    url = f"/e/{door.event.slug}/scanner/scans/{scans[1]['scan_id']}/undo"
    assert client.post(url, json={}, headers=phone.headers).status_code == 200
    assert _settled(db)[0] is Resolution.MISTAKE


def test_two_undone_at_once_leave_nobody_inside(db, door, twice):
    for scan in twice():
        _undo(door, scan)
    assert (counts(db, door), open_stays(db, door)) == ((0, 0), [])
    assert _settled(db)[2] is False


@pytest.mark.parametrize(("place", "resolution"), [(0, None), (1, Resolution.MISTAKE)])
def test_at_the_door_of_a_hall_only_the_conflicts_own_scan_settles_it(client, db, door, place, resolution):
    publish(at_hall(door), timedelta(minutes=-20), capacity=9)
    badge, phone = door.badge(), make_phone(door)
    scans = [_queued(phone, badge.token, minutes) for minutes in (9, 8)]
    phone.upload(client, *scans)
    _undo(door, scans[place])
    assert _settled(db)[0] is resolution
