"""Every outcome end to end: what is answered, what is written."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.credentials.services import reissue_credential, revoke_credentials
from summit.database import transaction
from summit.entrance.models import Presence, Scan, ZoneCount
from summit.entrance.rules import (
    Attention,
    Direction,
    GateIsClosed,
    GateIsUnknown,
    Outcome,
    OverrideNeedsReason,
    ScanIdIsInvalid,
)
from summit.entrance.services import update_gate
from summit.events.models import ZoneWindow
from summit.events.rules import AntiPassback
from summit.registration.rules import RegistrationStatus
from tests import factories
from tests.entrance.conftest import make_door, make_gate, scan_statements

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


def stored(db, scan_id):
    return db.session.scalars(select(Scan).where(Scan.scan_id == scan_id)).one()


def counts(db, door):
    row = db.session.get(ZoneCount, door.zone.id, populate_existing=True)
    return row.inside, row.entries


def open_stays(db, door):
    statement = select(Presence).where(Presence.zone_id == door.zone.id, Presence.left_at.is_(None))
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def test_a_valid_badge_is_admitted_and_written_down(db, door):
    person = door.person(name_native="Иван Примеров", native_language="ru")
    badge = door.badge(person)
    answer = door.scan(badge.token, now=NOW, device="phone", device_time=NOW - timedelta(seconds=2))
    assert (answer.outcome, answer.inside, answer.capacity) == (Outcome.ADMITTED, 1, None)
    assert (answer.person.name_latin, answer.person.name_native) == (person.name_latin, "Иван Примеров")
    assert answer.undoable_until == NOW + timedelta(minutes=15)
    row = stored(db, answer.scan_id)
    assert (row.credential_id, row.registration_id, row.operator_id) == (
        badge.credential_id,
        person.id,
        door.operator.id,
    )
    assert (row.scanned_at, row.device_time, row.device) == (NOW, NOW - timedelta(seconds=2), "phone")
    assert counts(db, door) == (1, 1)
    assert [stay.entry_scan_id for stay in open_stays(db, door)] == [row.id]


@pytest.mark.parametrize("wrapping", ["%s\n", "]Q3%s\t", "  %s"])
def test_a_scanner_may_add_signs_around_the_code(door, wrapping):
    assert door.scan(wrapping % door.badge().token).outcome is Outcome.ADMITTED


def test_the_short_code_in_arabic_digits_is_admitted(door):
    digits = door.badge().short_code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert door.scan(digits).outcome is Outcome.ADMITTED


@pytest.mark.parametrize("code", ["", "nonsense", "0" * 24, "1" * 1_000_000])
def test_an_unknown_code_is_a_row_too(db, door, code):
    answer = door.scan(code)
    assert (answer.outcome, answer.person, answer.undoable_until) == (Outcome.UNKNOWN, None, None)
    row = stored(db, answer.scan_id)
    assert (row.outcome, row.registration_id) == (Outcome.UNKNOWN, None)
    assert counts(db, door) == (0, 0)


def test_the_second_entry_is_refused_with_the_time_of_the_first(door):
    badge = door.badge()
    door.scan(badge.token, now=NOW)
    answer = door.scan(badge.token, now=NOW + timedelta(minutes=1))
    assert (answer.outcome, answer.params) == (Outcome.ALREADY_INSIDE, {"moment": NOW})


def test_an_exit_lets_the_person_come_back(db, door):
    badge = door.badge()
    door.scan(badge.token)
    left = door.scan(badge.token, direction=Direction.EXIT)
    assert (left.outcome, left.inside) == (Outcome.EXITED, 0)
    assert (counts(db, door), open_stays(db, door)) == ((0, 1), [])
    assert door.scan(badge.token).outcome is Outcome.ADMITTED
    assert counts(db, door) == (1, 2)


def test_an_exit_of_nobody_is_noted(db, door):
    answer = door.scan(door.badge().token, direction=Direction.EXIT)
    assert (answer.outcome, answer.inside) == (Outcome.NOT_INSIDE, 0)
    assert stored(db, answer.scan_id).direction is Direction.EXIT


def test_a_second_exit_tells_when_the_first_was(door):
    badge = door.badge()
    door.scan(badge.token, now=NOW)
    door.scan(badge.token, now=NOW + timedelta(hours=1), direction=Direction.EXIT)
    answer = door.scan(badge.token, now=NOW + timedelta(hours=2), direction=Direction.EXIT)
    assert (answer.outcome, answer.params) == (Outcome.NOT_INSIDE, {"moment": NOW + timedelta(hours=1)})


def test_a_revoked_badge_is_refused_but_may_leave(door):
    person = door.person()
    badge = door.badge(person)
    door.scan(badge.token)
    with transaction():
        revoke_credentials(person.id, reason="lost", actor_id=None, now=utcnow())
    assert door.scan(badge.token).outcome is Outcome.REVOKED
    left = door.scan(badge.token, direction=Direction.EXIT)
    assert (left.outcome, left.attention) == (Outcome.EXITED, (Attention.BADGE_REVOKED,))


def test_an_old_issue_is_refused_and_the_new_one_admitted(door):
    person = door.person()
    old = door.badge(person)
    with transaction():
        new = reissue_credential(person.id, reason="reprint", actor_id=None, now=utcnow())
    answer = door.scan(old.token)
    assert (answer.outcome, answer.params) == (Outcome.REVOKED, {"issue": 1})
    assert door.scan(new.token).outcome is Outcome.ADMITTED


def test_a_badge_of_another_edition_shows_nobody(db, door):
    answer = door.scan(make_door().badge().token)
    assert (answer.outcome, answer.person) == (Outcome.WRONG_EVENT, None)
    assert stored(db, answer.scan_id).registration_id is None


def test_a_short_code_of_another_edition_is_unknown(door):
    assert door.scan(make_door().badge().short_code).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (RegistrationStatus.REJECTED, Outcome.NOT_APPROVED),
        (RegistrationStatus.ON_HOLD, Outcome.NOT_APPROVED),
        (RegistrationStatus.WITHDRAWN, Outcome.CANCELLED),
    ],
)
def test_a_status_that_fell_back_is_refused(db, door, status, outcome):
    person = door.person()
    badge = door.badge(person)
    person.status = status
    db.session.commit()
    assert door.scan(badge.token).outcome is outcome


def test_a_category_without_the_zone_is_refused(door):
    other = factories.make_category(door.event, "U", zones=())
    answer = door.scan(door.badge(door.person(category=other)).token)
    assert (answer.outcome, answer.params) == (Outcome.WRONG_ZONE, {"category": "U", "zone": "A"})


@pytest.mark.parametrize(
    ("starts", "ends", "outcome"), [(-1, 1, Outcome.ADMITTED), (1, 2, Outcome.WRONG_TIME), (-2, 0, Outcome.WRONG_TIME)]
)
def test_a_zone_is_open_in_its_windows(db, door, starts, ends, outcome):
    hours = [NOW + timedelta(hours=hour) for hour in (starts, ends)]
    db.session.add(ZoneWindow(zone_id=door.zone.id, starts_at=hours[0], ends_at=hours[1]))
    db.session.commit()
    assert door.scan(door.badge().token, now=NOW).outcome is outcome


def test_a_full_zone_refuses_until_somebody_leaves(db):
    door = make_door(capacity=1)
    first, second = door.badge(), door.badge()
    door.scan(first.token)
    answer = door.scan(second.token)
    assert (answer.outcome, answer.inside, answer.capacity) == (Outcome.FULL, 1, 1)
    door.scan(first.token, direction=Direction.EXIT)
    assert door.scan(second.token).outcome is Outcome.ADMITTED


@pytest.mark.parametrize(
    ("needs", "outcome"),
    [("needs_adult", Outcome.MINOR_WITHOUT_ADULT), ("needs_escort", Outcome.ESCORT_NEEDED)],
)
def test_company_is_confirmed_by_the_operator(door, needs, outcome):
    category = factories.make_category(door.event, "K", zones=(door.zone,), **{needs: True})
    badge = door.badge(door.person(category=category))
    alone = door.scan(badge.token)
    assert (alone.outcome, alone.asks_for_company) == (outcome, True)
    assert door.scan(badge.token, accompanied=True).outcome is Outcome.ADMITTED


def test_timed_anti_passback_counts_from_the_latest_entry(db):
    door = make_door(anti_passback=AntiPassback.TIMED, anti_passback_minutes=10)
    badge = door.badge()
    outcomes = [door.scan(badge.token, now=NOW + timedelta(minutes=at)).outcome for at in (0, 9, 10, 19, 20)]
    assert outcomes == [
        Outcome.ADMITTED, Outcome.ALREADY_INSIDE, Outcome.ADMITTED, Outcome.ALREADY_INSIDE, Outcome.ADMITTED,
    ]  # fmt: skip
    assert counts(db, door) == (1, 3)


def test_without_anti_passback_a_second_entry_takes_no_second_place(db):
    door = make_door(anti_passback=AntiPassback.LOG)
    badge = door.badge()
    door.scan(badge.token)
    answer = door.scan(badge.token)
    assert (answer.outcome, answer.attention, answer.inside) == (Outcome.ADMITTED, (Attention.ENTERED_TWICE,), 1)
    assert (counts(db, door), len(open_stays(db, door))) == ((1, 2), 1)


def test_flags_call_protocol_and_assistance(door):
    guests = factories.make_category(door.event, "V", zones=(door.zone,))
    badge = door.badge(door.person(category=guests, access_needs="Step-free way"))
    assert door.scan(badge.token).attention == (Attention.VIP_PROTOCOL, Attention.ASSISTANCE)


def test_a_person_found_by_name_needs_no_badge_yet(db, door):
    person = door.person()
    answer = door.scan(person=person.public_id, entered_by="name")
    assert answer.outcome is Outcome.ADMITTED
    row = stored(db, answer.scan_id)
    assert (row.registration_id, row.credential_id, row.entered_by) == (person.id, None, "name")


def test_a_person_found_by_name_with_a_blocked_badge_is_refused(door):
    person = door.person()
    door.badge(person)
    with transaction():
        revoke_credentials(person.id, reason="stolen", actor_id=None, now=utcnow())
    assert door.scan(person=person.public_id).outcome is Outcome.REVOKED


def test_a_person_of_another_edition_is_not_found_by_name(door):
    assert door.scan(person=make_door().person().public_id).outcome is Outcome.UNKNOWN


def test_a_repeat_answers_before_the_rules(db, door):
    person = door.person()
    badge = door.badge(person)
    scan_id = uuid4()
    first = door.scan(badge.token, scan_id=scan_id, now=NOW)
    with transaction():
        revoke_credentials(person.id, reason="lost", actor_id=None, now=utcnow())
    again = door.scan(badge.token, scan_id=scan_id, now=NOW + timedelta(minutes=5))
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.outcome, again.scanned_at, again.person) == (Outcome.ADMITTED, NOW, first.person)
    assert (again.explanation, again.next_step, again.inside) == (first.explanation, first.next_step, first.inside)
    assert (counts(db, door), db.session.query(Scan).count()) == ((1, 1), 1)


def test_a_repeat_at_another_gate_answers_the_same(db, door):
    badge, scan_id = door.badge(), uuid4()
    other = make_gate(door.event, factories.make_zone(door.event, "B"))
    door.scan(badge.token, scan_id=scan_id)
    again = door.scan(badge.token, scan_id=scan_id, gate_id=other.id)
    assert (again.outcome, again.repeated) == (Outcome.ADMITTED, True)


def test_a_moment_survives_in_the_kept_answer(door):
    badge, scan_id = door.badge(), uuid4()
    door.scan(badge.token, now=NOW)
    refused = [door.scan(badge.token, scan_id=scan_id, now=NOW) for _ in range(2)]
    assert [answer.params for answer in refused] == [{"moment": NOW}] * 2


def test_an_identifier_of_another_edition_is_refused(door):
    other = make_door()
    answer = other.scan(other.badge().token)
    with pytest.raises(ScanIdIsInvalid):
        door.scan(door.badge().token, scan_id=answer.scan_id)


def test_an_override_lets_in_with_its_reason_kept(db):
    door = make_door(capacity=0)
    badge = door.badge()
    refused = door.scan(badge.token)
    assert (refused.outcome, refused.is_overridable) == (Outcome.FULL, True)
    answer = door.scan(badge.token, override_reason="  speaker of  10:00 ")
    assert (answer.outcome, answer.overridden, answer.inside) == (Outcome.ADMITTED, Outcome.FULL, 1)
    row = stored(db, answer.scan_id)
    assert (row.override_reason, row.answer["overridden"]) == ("speaker of 10:00", "full")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "scan.overridden")).one()
    assert (entry.subject_id, entry.actor_id, entry.detail) == (row.id, door.operator.id, {"refused": "full"})


def test_an_override_of_nothing_keeps_no_reason(db, door):
    answer = door.scan(door.badge().token, override_reason="speaker")
    assert (answer.outcome, answer.overridden) == (Outcome.ADMITTED, None)
    assert stored(db, answer.scan_id).override_reason == ""


def test_an_override_needs_a_reason(db, door):
    with pytest.raises(OverrideNeedsReason):
        door.scan(door.badge().token, override_reason=" . ")
    assert db.session.query(Scan).count() == 0


def test_a_gate_of_another_edition_takes_no_scan(door):
    with pytest.raises(GateIsUnknown):
        door.scan(door.badge().token, gate_id=make_door().gate.id)


def test_a_gate_switched_off_takes_no_scan_but_repeats_its_answers(door):
    badge, scan_id = door.badge(), uuid4()
    door.scan(badge.token, scan_id=scan_id)
    with transaction():
        update_gate(
            door.event.id, door.gate.id, zone_id=door.zone.id, names={"en": "Old gate"}, is_active=False, actor_id=None
        )
    with pytest.raises(GateIsClosed):
        door.scan(badge.token)
    assert door.scan(badge.token, scan_id=scan_id).repeated


def test_a_scan_costs_a_fixed_number_of_statements(door, db, count_queries):
    badges = [door.badge() for _ in range(3)]
    numbers = []
    for badge in badges:
        with count_queries() as counter:
            door.scan(badge.token)
        numbers.append(counter.count)
    assert numbers == [scan_statements(db)] * 3, counter.statements
