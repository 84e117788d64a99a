from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.entrance.models import Presence, Scan
from summit.entrance.rules import (
    Direction,
    NewerScanExists,
    NothingToUndo,
    Outcome,
    ScanIsUndone,
    ScanIsUnknown,
    UndoIsTooLate,
)
from summit.events.rules import AntiPassback
from tests.entrance.conftest import make_door
from tests.entrance.services.test_scanning import NOW, counts, open_stays, stored


def test_an_undone_entry_was_never_made(db, door):
    badge = door.badge()
    answer = door.scan(badge.token)
    door.annul(answer.scan_id)
    assert (counts(db, door), db.session.query(Presence).count()) == ((0, 0), 0)
    row = stored(db, answer.scan_id)
    assert (row.outcome, row.annulled_by, row.annulled_at is None) == (Outcome.ADMITTED, door.operator.id, False)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "scan.annulled")).one()
    assert (entry.subject_id, entry.actor_id, entry.detail) == (row.id, door.operator.id, {"outcome": "admitted"})
    assert door.scan(badge.token).outcome is Outcome.ADMITTED


def test_an_undone_exit_leaves_the_person_inside(db, door):
    badge = door.badge()
    door.scan(badge.token)
    left = door.scan(badge.token, direction=Direction.EXIT)
    door.annul(left.scan_id)
    assert (counts(db, door), len(open_stays(db, door))) == ((1, 1), 1)
    assert door.scan(badge.token).outcome is Outcome.ALREADY_INSIDE


def test_undoing_a_second_entry_keeps_the_first_stay(db):
    door = make_door(anti_passback=AntiPassback.OFF)
    badge = door.badge()
    door.scan(badge.token)
    door.annul(door.scan(badge.token).scan_id)
    assert (counts(db, door), len(open_stays(db, door))) == ((1, 1), 1)


def test_the_repeat_of_an_undone_scan_says_so(door):
    badge, scan_id = door.badge(), uuid4()
    door.scan(badge.token, scan_id=scan_id)
    door.annul(scan_id)
    again = door.scan(badge.token, scan_id=scan_id)
    assert (again.outcome, again.annulled, again.undoable_until) == (Outcome.ADMITTED, True, None)


def test_an_entry_that_was_followed_by_an_exit_stays(db, door):
    badge = door.badge()
    entered = door.scan(badge.token)
    left = door.scan(badge.token, direction=Direction.EXIT)
    with pytest.raises(NewerScanExists):
        door.annul(entered.scan_id)
    door.annul(left.scan_id)
    door.annul(entered.scan_id)
    assert counts(db, door) == (0, 0)


def test_a_scan_is_undone_once(db, door):
    answer = door.scan(door.badge().token)
    door.annul(answer.scan_id)
    with pytest.raises(ScanIsUndone):
        door.annul(answer.scan_id)
    assert counts(db, door) == (0, 0)


def test_after_fifteen_minutes_a_scan_stays(db, door):
    answer = door.scan(door.badge().token, now=NOW)
    with pytest.raises(UndoIsTooLate):
        door.annul(answer.scan_id, now=NOW + timedelta(minutes=16))
    assert counts(db, door) == (1, 1)


def test_a_refused_scan_has_nothing_to_undo(door):
    with pytest.raises(NothingToUndo):
        door.annul(door.scan("unknown").scan_id)


def test_a_scan_of_another_edition_is_unknown(db, door):
    other = make_door()
    answer = other.scan(other.badge().token)
    with pytest.raises(ScanIsUnknown):
        door.annul(answer.scan_id)
    assert db.session.scalar(select(Scan.annulled_at).where(Scan.scan_id == answer.scan_id)) is None
