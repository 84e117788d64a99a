"""Fetching the snapshot and its deltas as a device does."""

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from summit.clock import utcnow
from summit.credentials.rules import token_hash
from summit.credentials.services import reissue_credential
from summit.database import db as database
from summit.database import transaction
from summit.entrance.models import SnapshotState
from summit.entrance.services.snapshot import begin_anew
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.offline import make_phone


def _delta(held, **changed):
    asked = {"epoch": held.header["epoch"], "since": held.header["sequence"]} | changed
    return "delta?" + "&".join(f"{name}={value}" for name, value in asked.items())


def _let_time_pass():
    """Make the last refresh an old one, so that the next request refreshes again."""
    with transaction():
        state = database.session.scalar(database.select(SnapshotState))
        state.refreshed_at -= timedelta(seconds=16)


def _change(person, **values):
    with transaction():
        row = database.session.get_one(Registration, person.id)
        for name, value in values.items():
            setattr(row, name, value)


def _reissue(person):
    with transaction():
        return reissue_credential(person.id, reason="lost", actor_id=None, now=utcnow())


def test_a_badge_opens_its_record(client, door):
    person = door.person(name_latin="Li Wei", name_native="李伟", native_language="zh-Hans", access_needs="Ramp")
    badge, phone = door.badge(person), make_phone(door)
    held = phone.snapshot(client)
    assert held.open(badge.token) == {
        "category_id": door.category.id,
        "issue": 1,
        "flags": 1,
        "language": "zh-Hans",
        "name_latin": "Li Wei",
        "name_native": "李伟",
        "organisation": "Atelier Invented",
    }
    assert held.header["categories"][0]["zones"] == ["A"]


def test_nothing_personal_is_readable(client, door):
    badge = door.badge(door.person(name_latin="Maria Silva"))
    answer = make_phone(door).get(client, "snapshot")
    assert b"Silva" not in answer.data
    assert badge.token.encode() not in answer.data
    assert badge.short_code.encode() not in answer.data
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_approved_people_with_a_badge_of_the_edition_are_in_it(client, door):
    door.badge()
    door.person()
    lost = door.person()
    door.badge(lost)
    _change(lost, status=RegistrationStatus.WITHDRAWN)
    make_door().badge()
    assert len(make_phone(door).snapshot(client).records) == 1


def test_a_stranger_is_told_to_forget_everything(client, door):
    phone = make_phone(door)
    phone.token = "x" * 43
    for path in ("snapshot", "delta?epoch=1-a&since=0"):
        answer = phone.get(client, path)
        assert (answer.status_code, answer.json) == (401, {"error": "device_unknown"})


def test_a_delta_brings_what_has_changed_only(client, door):
    people = [door.person() for _ in range(3)]
    badges, phone = [door.badge(person) for person in people], make_phone(door)
    held = phone.snapshot(client)
    _change(people[1], name_latin="Renamed Person")
    _let_time_pass()
    delta = phone.snapshot(client, _delta(held))
    assert list(delta.records) == [token_hash(badges[1].token)[:16]]
    assert delta.open(badges[1].token)["name_latin"] == "Renamed Person"
    assert not phone.snapshot(client, _delta(delta)).records


def test_a_replaced_badge_leaves_and_its_successor_comes(client, door):
    person = door.person()
    old, phone = door.badge(person), make_phone(door)
    held = phone.snapshot(client)
    new = _reissue(person)
    _let_time_pass()
    delta = phone.snapshot(client, _delta(held))
    assert delta.records[token_hash(old.token)[:16]][1] == b""
    assert delta.open(new.token)["issue"] == 2


def test_a_whole_snapshot_still_says_which_badges_left(client, door):
    person = door.person()
    old, phone = door.badge(person), make_phone(door)
    phone.snapshot(client)
    _reissue(person)
    _let_time_pass()
    assert phone.snapshot(client).records[token_hash(old.token)[:16]][1] == b""


@pytest.mark.parametrize("status", [RegistrationStatus.WITHDRAWN, RegistrationStatus.REJECTED])
def test_a_lost_approval_leaves_and_may_come_back(client, door, status):
    person = door.person()
    badge, phone = door.badge(person), make_phone(door)
    held = phone.snapshot(client)
    _change(person, status=status)
    _let_time_pass()
    gone = phone.snapshot(client, _delta(held))
    assert gone.open(badge.token) is None
    _change(person, status=RegistrationStatus.APPROVED)
    _let_time_pass()
    assert phone.snapshot(client, _delta(gone)).open(badge.token)["issue"] == 1


def test_a_refresh_rests_for_fifteen_seconds(client, door):
    person = door.person()
    door.badge(person)
    phone = make_phone(door)
    held = phone.snapshot(client)
    _change(person, name_latin="Renamed Person")
    assert not phone.snapshot(client, _delta(held)).records


def test_asking_costs_as_much_for_three_people_as_for_one(client, door, count_queries):
    phone, costs = make_phone(door), []
    phone.snapshot(client)
    for more in (1, 2):
        for _ in range(more):
            door.scan(door.badge().token)
        _let_time_pass()
        with count_queries() as counter:
            phone.snapshot(client)
        costs.append(counter.count)
    assert costs[0] == costs[1]


@pytest.mark.parametrize("changed", [{"epoch": "1-other"}, {"since": 99}, {"since": "x"}, {"since": -1}])
def test_a_device_of_another_epoch_begins_anew(client, door, changed):
    door.badge()
    phone = make_phone(door)
    answer = phone.get(client, _delta(phone.snapshot(client), **changed))
    assert (answer.status_code, answer.json) == (409, {"error": "begin_anew"})


def test_a_new_epoch_seals_everything_under_new_keys(client, door):
    badge, phone = door.badge(), make_phone(door)
    held = phone.snapshot(client)
    with transaction():
        begin_anew(door.event.id, now=utcnow())
    fresh = phone.snapshot(client)
    assert fresh.header["epoch"] != held.header["epoch"]
    assert fresh.open(badge.token) == held.open(badge.token)
    held.records = fresh.records
    with pytest.raises(InvalidTag):
        held.open(badge.token)


def test_who_is_inside_the_zones_of_the_devices_gates(client, door):
    inside, outside = door.badge(), door.badge()
    door.scan(inside.token)
    door.scan(outside.token)
    door.scan(outside.token, direction="exit")
    held = make_phone(door).snapshot(client)
    assert list(held.presences[door.zone.id]) == [token_hash(inside.token)[:8]]


def test_a_zone_of_other_gates_is_left_out(client, db):
    door, other = make_door(), make_door()
    door.scan(door.badge().token)
    phone = make_phone(door, make_gate(other.event, other.zone))
    assert list(phone.snapshot(client).presences) == [other.zone.id]


def test_an_unchanged_list_of_who_is_inside_is_not_sent_again(client, door):
    badge, phone = door.badge(), make_phone(door)
    door.scan(badge.token)
    held = phone.snapshot(client)
    tag = held.header["presence"]["tag"]
    assert not phone.snapshot(client, _delta(held, presence=tag)).header["presence"]["is_sent"]
    door.scan(badge.token, direction="exit")
    assert phone.snapshot(client, _delta(held, presence=tag)).presences == {door.zone.id: {}}


def test_a_badge_whose_key_was_removed_is_left_out(client, door):
    badge, phone = door.badge(), make_phone(door)
    with transaction():
        database.session.execute(database.text("UPDATE credentials SET key_id = 99"))
    assert phone.snapshot(client).open(badge.token) is None
