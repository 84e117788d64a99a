"""What an uploaded scan means, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from summit.entrance.rules import (
    Case,
    Direction,
    EnteredBy,
    GateRules,
    Outcome,
    PresenceFacts,
    ScanMode,
    ScanRequest,
    ZoneFacts,
)
from summit.entrance.rules.conflicts import ConflictKind
from summit.entrance.rules.upload import (
    Passage,
    QueuedScan,
    Settled,
    Stay,
    Told,
    door_time,
    entry_after,
    entry_before,
    find_replayed,
    is_explained,
    presence_at,
    settle,
    stays_of,
)
from summit.events.rules import AntiPassback

NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _in(number, minute):
    return Passage(number, NOW + minute * MINUTE, is_entry=True)


def _out(number, minute):
    return Passage(number, NOW + minute * MINUTE, is_entry=False)


def _queued(outcome=Outcome.ADMITTED, direction=Direction.ENTRY):
    return QueuedScan(
        scan_id=UUID(int=1), code="", gate_id=1, direction=direction, entered_by=EnteredBy.CAMERA, device_time=NOW,
        accompanied=False, outcome=outcome, operator="", offset_ms=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("device_time", "offset_ms", "expected"),
    [
        (NOW - 5 * MINUTE, 0, (NOW - 5 * MINUTE, True)),
        (NOW, 300_000, (NOW - 5 * MINUTE, True)),
        (NOW - 65 * MINUTE, -3_600_000, (NOW - 5 * MINUTE, True)),
        (NOW + MINUTE, 0, (NOW, True)),
        (NOW + 3 * MINUTE, 0, (NOW, False)),
        (NOW - timedelta(hours=72), 0, (NOW - timedelta(hours=72), True)),
        (NOW - timedelta(hours=73), 0, (NOW, False)),
        (datetime(1970, 1, 1, tzinfo=UTC), 0, (NOW, False)),
    ],
)
def test_the_time_at_the_door(device_time, offset_ms, expected):
    assert door_time(device_time, offset_ms, NOW) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(-1, True), (-3, False), (5, True)])
def test_a_time_before_the_device_was_enrolled_is_not_believed(minutes, expected):
    enrolled_at = NOW - 60 * MINUTE
    moment = enrolled_at + minutes * MINUTE
    assert door_time(moment, 0, NOW, enrolled_at) == ((moment, True) if expected else (NOW, False))


TOLD = Told(scan_id=9, credential_id=3, direction=Direction.ENTRY, device_time=NOW, outcome=Outcome.ADMITTED)


def test_the_same_scan_under_another_identifier_is_known():
    elsewhere = replace(TOLD, scan_id=8, device_time=None)
    assert find_replayed(_queued(), 3, [elsewhere, TOLD]) == TOLD


@pytest.mark.parametrize(
    ("changes", "credential_id"),
    [
        ({}, 4),
        ({}, None),
        ({"device_time": NOW + timedelta(milliseconds=1)}, 3),
        ({"direction": Direction.EXIT}, 3),
    ],
)
def test_another_badge_moment_or_direction_is_another_scan(changes, credential_id):
    assert find_replayed(replace(_queued(), **changes), credential_id, [TOLD]) is None


def _case(mode):
    zone = ZoneFacts(
        letter="A", windows=(), capacity=1, inside=1, anti_passback=mode, anti_passback_minutes=5, once_per_day=False,
        needs_escort=False, attention={}, day_starts_at=None,
    )  # fmt: skip
    request = ScanRequest(1, Direction.ENTRY, ScanMode.OFFLINE, accompanied=False)
    nowhere = PresenceFacts()
    return Case(request, None, None, zone, GateRules(), nowhere, nowhere, None, NOW)


@pytest.mark.parametrize(
    ("passages", "entry", "other", "explained"),
    [
        ([_in(1, 0), _in(2, 10)], _in(2, 10), _in(1, 0), False),
        ([_in(1, 0), _out(3, 5), _in(2, 10)], _in(2, 10), _in(1, 0), True),
        ([_in(1, 0), _in(2, 10)], _in(1, 0), _in(2, 10), False),
        ([_in(1, 0), _out(3, 5), _in(2, 10)], _in(1, 0), _in(2, 10), True),
        ([_in(1, 0), _in(2, 10), _out(3, 15)], _in(2, 10), _in(1, 0), False),
        ([_in(1, 0), _out(3, 5), _in(2, 10), _in(4, 20)], _in(2, 10), _in(1, 0), True),
        ([_in(1, 0), _out(3, 5), _in(2, 10), _in(4, 20)], _in(4, 20), _in(1, 0), False),
        ([_out(3, 5), _in(2, 10)], _in(2, 10), None, True),
    ],
)
def test_an_exit_explains_the_entry_after_it(passages, entry, other, explained):
    assert is_explained(_case(AntiPassback.LOGICAL), passages, entry, other) is explained


def test_what_the_zone_allows_needs_no_explanation():
    passages = [_in(1, 0), _in(2, 10)]
    assert is_explained(_case(AntiPassback.TIMED), passages, _in(2, 10), _in(1, 0))


@pytest.mark.parametrize(
    ("passages", "stays"),
    [
        ([], []),
        ([_in(1, 0)], [Stay(_in(1, 0), None)]),
        ([_in(1, 0), _in(2, 1), _out(3, 2)], [Stay(_in(1, 0), _out(3, 2))]),
        ([_out(1, 0), _in(2, 1)], [Stay(_in(2, 1), None)]),
        ([_in(1, 0), _out(2, 1), _out(3, 2), _in(4, 3)], [Stay(_in(1, 0), _out(2, 1)), Stay(_in(4, 3), None)]),
    ],
)
def test_the_stays_that_passages_make(passages, stays):
    assert stays_of(passages) == stays


def test_where_somebody_stood_at_a_moment():
    passages = [_in(1, 0), _out(2, 10), _in(3, 20)]
    assert not presence_at(passages, NOW - MINUTE).is_inside
    assert presence_at(passages, NOW + 5 * MINUTE).is_inside
    between = presence_at(passages, NOW + 15 * MINUTE)
    assert (between.is_inside, between.last_entry_at, between.last_exit_at) == (False, NOW, NOW + 10 * MINUTE)


def test_the_entries_around_a_moment():
    passages = [_in(1, 0), _out(2, 10), _in(3, 20)]
    assert entry_before(passages, NOW + 5 * MINUTE) == _in(1, 0)
    assert entry_after(passages, NOW + 5 * MINUTE) is None
    assert entry_after(passages, NOW + 15 * MINUTE) == _in(3, 20)


@pytest.mark.parametrize(
    ("decided", "elsewhere", "settled"),
    [
        (Outcome.ADMITTED, False, Settled(Outcome.ADMITTED, None)),
        (Outcome.ADMITTED, True, Settled(Outcome.CONFLICT, ConflictKind.ENTERED_TWICE)),
        (Outcome.ALREADY_INSIDE, False, Settled(Outcome.CONFLICT, ConflictKind.ENTERED_TWICE)),
        (Outcome.REVOKED, False, Settled(Outcome.CONFLICT, ConflictKind.NOT_ADMISSIBLE)),
        (Outcome.UNKNOWN, False, Settled(Outcome.UNKNOWN, ConflictKind.NOT_ADMISSIBLE)),
    ],
)
def test_whom_a_device_let_in(decided, elsewhere, settled):
    assert settle(_queued(), decided, clock_is_right=True, entered_elsewhere=elsewhere) == settled


def test_whom_a_device_did_not_let_in_has_not_entered():
    refused = settle(_queued(Outcome.FULL), Outcome.ADMITTED, clock_is_right=True, entered_elsewhere=False)
    assert refused == Settled(Outcome.FULL, None)


def test_a_wrong_clock_is_a_conflict_of_its_own():
    wrong = {"clock_is_right": False, "entered_elsewhere": False}
    assert settle(_queued(), Outcome.ADMITTED, **wrong) == Settled(Outcome.CONFLICT, ConflictKind.CLOCK_IS_WRONG)
    leaving = _queued(Outcome.EXITED, Direction.EXIT)
    assert settle(leaving, Outcome.EXITED, **wrong) == Settled(Outcome.EXITED, ConflictKind.CLOCK_IS_WRONG)
