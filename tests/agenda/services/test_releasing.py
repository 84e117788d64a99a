"""Making the draft public."""

from datetime import UTC, datetime, timedelta

import pytest

from summit.agenda.models import DraftChange, Release
from summit.agenda.queries.board import find_settings
from summit.agenda.queries.releases import find_current_programme, find_current_release, list_releases
from summit.agenda.rules.changes import ChangeKind, changes_from_json
from summit.agenda.rules.kinds import SessionState, SlotStatus
from summit.agenda.rules.releases import (
    DraftChangedMeanwhile,
    DraftIsBlocked,
    NothingPlaced,
    NothingToRelease,
    ReleaseNameIsMissing,
    ReleaseNameIsTaken,
    ReleaseNameIsTooLong,
)
from summit.agenda.services import releasing
from summit.audit.models import AuditEntry
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Hall
from tests.agenda.factories import make_placed, make_session, make_slot
from tests.factories import NOON, make_account, make_event, make_hall

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def placed(event):
    return make_placed(event, make_hall(event), title="Linen")


def release(event, name="1.0", **values):
    with transaction():
        return releasing.release(event.id, name=name, **({"actor_id": None, "now": NOW} | values))


def test_a_release_is_what_the_public_sees(event, placed):
    made = release(event, messages={"en": " Our programme ", "ru": ""})
    assert (made.number, made.name, made.messages, made.slot_count) == (1, "1.0", {"en": "Our programme"}, 1)
    assert find_current_release(event.id).id == made.id
    programme = find_current_programme(event.id)
    assert [slot.id for slot in programme.slots] == [placed.id]
    assert (programme.slots[0].sequence, programme.slots[0].changed_at) == (0, NOW)


def test_nothing_public_changes_without_a_release(event, placed, db):
    release(event)
    placed.starts_at, placed.ends_at = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    db.session.commit()
    assert find_current_programme(event.id).slots[0].starts_at == NOON


def test_the_next_release_counts_on_and_knows_what_it_changed(event, placed, db):
    release(event)
    placed.starts_at, placed.ends_at = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    db.session.commit()
    second = release(event, "2.0", now=NOW + timedelta(days=1))
    assert second.number == 2
    changes = changes_from_json(list_releases(event.id)[0].changes)
    assert changes.counts[ChangeKind.MOVED] == 1
    assert changes.moved[0].before.starts_at == NOON
    assert find_current_programme(event.id).slots[0].sequence == 1


def test_a_cancelled_session_stays_to_say_so(event, placed, db):
    release(event)
    placed.session.state = SessionState.CANCELLED
    db.session.commit()
    assert release(event, "2.0").slot_count == 0
    assert [slot.status for slot in find_current_programme(event.id).slots] == [SlotStatus.CANCELLED]


def test_an_empty_programme_is_refused(event):
    make_slot(make_session(event, "In the pool"))
    with pytest.raises(NothingPlaced):
        release(event)
    assert list_releases(event.id) == []


def test_an_equal_programme_is_refused(event, placed):
    release(event, "First")
    with pytest.raises(NothingToRelease, match="First"):
        release(event, "Second")


def test_a_new_text_alone_may_be_released(event, placed, db):
    release(event)
    placed.session.abstracts = {"en": "All about linen."}
    db.session.commit()
    changes = changes_from_json(release(event, "1.1").changes)
    assert [change.fields for change in changes.changed] == [("abstracts",)]


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("", ReleaseNameIsMissing), ("  \n ", ReleaseNameIsMissing), ("x" * 61, ReleaseNameIsTooLong)],
)
def test_a_name_is_needed_and_short(event, placed, name, refusal):
    with pytest.raises(refusal):
        release(event, name)


@pytest.mark.parametrize("name", ["Final\u202eprogramme", "x\u2066"])
def test_a_name_that_turns_the_line_around_is_refused(event, placed, name):
    with pytest.raises(DomainError):
        release(event, name)
    assert list_releases(event.id) == []


def test_names_are_unique_within_an_edition_only(event, placed, db):
    release(event, "Final 🎉")
    placed.session.capacity = 30
    db.session.commit()
    with pytest.raises(ReleaseNameIsTaken):
        release(event, " Final  🎉 ")
    other = make_event()
    make_placed(other, make_hall(other))
    assert release(other, "Final 🎉").number == 1


def test_only_the_draft_that_was_looked_at_is_released(event, placed, db):
    seen = 0
    release(event, seen=seen)
    placed.session.capacity = 30
    db.session.commit()
    with pytest.raises(DraftChangedMeanwhile):
        release(event, "2.0", seen=seen)
    assert find_settings(event.id).draft_number == 1
    assert release(event, "2.0", seen=1).number == 2


def test_a_message_of_a_novels_length_is_refused(event, placed):
    with pytest.raises(DomainError):
        release(event, messages={"en": "x" * 4001})


def test_those_who_want_to_know_hear_of_it_in_the_same_transaction(event, placed, monkeypatch, db):
    monkeypatch.setattr(releasing, "_hooks", [])
    heard = []

    @releasing.on_release
    def note(about, made):
        heard.append((about.id, made.number, made.id))
        raise LookupError

    with pytest.raises(LookupError):
        release(event)
    assert [(event_id, number) for event_id, number, _ in heard] == [(event.id, 1)]
    assert list_releases(event.id) == []


def test_a_hook_is_registered_once(monkeypatch):
    monkeypatch.setattr(releasing, "_hooks", [])
    for _ in range(2):
        releasing.on_release(print)
    assert releasing._hooks == [print]


def test_the_act_is_recorded_and_counted_as_a_change_of_the_draft(event, placed, db):
    actor = make_account()
    made = release(event, actor_id=actor.id)
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "release.made")).one()
    assert (entry.actor_id, entry.event_id, entry.subject_id) == (actor.id, event.id, made.id)
    assert entry.detail == {"number": 1, "name": "1.0", "slots": 1, "notify": False}
    change = db.session.scalars(db.select(DraftChange)).one()
    assert (change.number, change.kind, change.steps) == (1, "released", [])


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_sessions_costs_the_same_queries(event, count, count_queries, db, monkeypatch):
    monkeypatch.setattr(releasing, "_hooks", [])
    for _ in range(count):
        make_placed(event, make_hall(event))
    release(event)
    for _ in range(count):
        make_placed(event, make_hall(event))
    db.session.expunge_all()
    with count_queries() as counter:
        release(event, "2.0")
    assert counter.count == 27
    assert db.session.scalar(db.select(db.func.count()).select_from(Release)) == 2


def test_a_draft_with_grave_conflicts_is_released_only_on_purpose(event, placed, db):
    make_placed(event, db.session.get(Hall, placed.hall_id), title="Silk")
    with pytest.raises(DraftIsBlocked):
        release(event)
    assert release(event, despite_conflicts=True).slot_count == 2


def test_a_warning_holds_no_release_back(event, placed):
    make_placed(event, make_hall(event, capacity=1), title="Silk", capacity=50)
    assert release(event).slot_count == 2
