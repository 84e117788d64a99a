"""Making, changing, linking and deleting people on stage."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.agenda.models import AgendaSettings, DraftChange, Speaker
from summit.agenda.queries.releases import find_current_programme
from summit.agenda.queries.speakers import find_speaker
from summit.agenda.rules import speakers as rules
from summit.agenda.services import speakers as services
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import transaction
from summit.events.rules import ChangedMeanwhile, IsGone
from summit.registration.rules import NameIsEmpty, RegistrationStatus
from tests.agenda.factories import make_placed, make_release, make_session, make_slot, make_speaker
from tests.factories import NOON, make_account, make_category, make_event, make_hall, make_registration

WINDOW = (NOON, NOON + timedelta(hours=3))


@pytest.fixture
def event(db):
    return make_event()


def create(event, **values):
    with transaction():
        return services.create_speaker(event.id, actor_id=None, now=utcnow(), **({"name_latin": "Ana Reis"} | values))


def do(service, *args, **values):
    with transaction():
        return service(*args, actor_id=None, now=utcnow(), **values)


def actions(db, event):
    statement = select(AuditEntry.action).where(AuditEntry.event_id == event.id).order_by(AuditEntry.id)
    return list(db.session.scalars(statement))


def kinds(db, event):
    statement = select(DraftChange.kind).where(DraftChange.event_id == event.id).order_by(DraftChange.number)
    return list(db.session.scalars(statement))


def test_somebody_is_added_with_a_code_and_windows(event):
    speaker = create(event, biographies={"ru": "Шьёт пальто."}, windows=[WINDOW], language="zh")
    kept = find_speaker(event.id, speaker.id)
    assert [(one.starts_at, one.ends_at) for one in kept.windows] == [WINDOW]
    assert (kept.biographies, kept.language, len(kept.code)) == ({"ru": "Шьёт пальто."}, "zh-Hans", 6)
    assert (kept.link_issue, kept.recording_consent, kept.version) == (1, None, 1)


def test_adding_is_a_change_of_the_draft_and_recorded(event, db):
    actor = make_account()
    with transaction():
        speaker = services.create_speaker(event.id, actor_id=actor.id, now=utcnow(), name_latin="Ana Reis")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event_id == event.id)).one()
    assert (entry.action, entry.actor_id, entry.detail) == ("speaker.created", actor.id, {"code": speaker.code})
    assert kinds(db, event) == ["speaker_created"]
    assert db.session.get(AgendaSettings, event.id).draft_number == 1


def test_a_name_is_needed(event, db):
    with pytest.raises(NameIsEmpty):
        create(event, name_latin=" ")
    assert db.session.scalars(select(Speaker)).all() == []


def test_a_taken_code_is_not_given_twice(event, monkeypatch):
    codes = iter(["ACDEFH", "ACDEFH", "ACDEFJ"])
    monkeypatch.setattr(services, "new_code", lambda: next(codes))
    assert [create(event).code, create(event).code] == ["ACDEFH", "ACDEFJ"]


def test_a_change_counts_the_version_and_the_keys(event):
    speaker = create(event)
    changed = do(services.update_speaker, speaker.id, version=speaker.version, name_latin="Bo Ångström")
    assert (changed.version, changed.sort_key) == (2, "bo angstrom")
    assert "angstrom" in changed.search_key


def test_a_change_that_changes_nothing_is_none(event, db):
    speaker = create(event, windows=[WINDOW])
    do(services.update_speaker, speaker.id, name_latin="Ana Reis", windows=[WINDOW])
    assert (speaker.version, kinds(db, event)) == (1, ["speaker_created"])


def test_windows_alone_count_as_a_change(event, db):
    speaker = create(event)
    do(services.set_windows, speaker.id, [WINDOW])
    kept = find_speaker(event.id, speaker.id)
    assert (kept.version, len(kept.windows), kinds(db, event)[-1]) == (2, 1, "speaker_updated")
    do(services.set_windows, speaker.id, [])
    assert find_speaker(event.id, speaker.id).windows == []


def test_a_stale_change_is_refused(event):
    speaker = create(event)
    seen = speaker.version
    do(services.update_speaker, speaker.id, job_title="Designer")
    with pytest.raises(ChangedMeanwhile):
        do(services.update_speaker, speaker.id, version=seen, job_title="Buyer")
    assert find_speaker(event.id, speaker.id).job_title == "Designer"


def test_nobody_changes_who_is_gone(event):
    for service, values in ((services.update_speaker, {"job_title": "x"}), (services.delete_speaker, {})):
        with pytest.raises(IsGone):
            do(service, 999_999, **values)


def test_who_has_a_part_is_not_deleted(event):
    speaker = make_speaker(event, "Ana Reis")
    make_session(event, "Linen", speaker)
    with pytest.raises(rules.SpeakerHasParts) as refused:
        do(services.delete_speaker, speaker.id)
    assert refused.value.params == {"name": "Ana Reis"}
    assert find_speaker(event.id, speaker.id) is not None


def test_a_deleted_speaker_stays_in_what_was_released(event, db):
    speaker = make_speaker(event, "Ana Reis")
    slot = make_slot(make_session(event, "Linen", speaker), make_hall(event))
    make_release(event)
    slot.session.people = []
    db.session.commit()
    do(services.delete_speaker, speaker.id)
    assert find_speaker(event.id, speaker.id) is None
    assert [person.name for person in find_current_programme(event.id).people] == ["Ana Reis"]
    assert actions(db, event) == ["speaker.deleted"]


def test_a_registration_is_linked_by_number_and_fills_what_is_empty(event):
    person = make_registration(
        event, make_category(event), name_native="Ана", native_language="ru", job_title="Buyer", represents="BR",
        language="pt-BR",
    )  # fmt: skip
    speaker = create(event, organisation="House of Linen")
    linked = do(services.link_registration, speaker.id, f" {person.reference.lower()} ")
    assert linked.registration_id == person.id
    assert (linked.organisation, linked.job_title, linked.country) == ("House of Linen", "Buyer", "BR")
    assert (linked.name_native, linked.native_language) == ("Ана", "ru")
    assert (linked.email, linked.language) == (person.email, "pt-BR")


def test_a_registration_is_linked_by_address(event):
    person = make_registration(event, make_category(event), email="ana@example.org")
    assert do(services.link_registration, create(event).id, "Ana@Example.org").registration_id == person.id


def test_only_a_live_registration_of_the_edition_is_linked(event):
    other = make_event()
    strangers = [
        make_registration(other, make_category(other)),
        make_registration(event, make_category(event), RegistrationStatus.WITHDRAWN),
    ]
    speaker = create(event)
    for typed in ("", "nobody@example.org", *(one.reference for one in strangers)):
        with pytest.raises(rules.RegistrationIsUnknown):
            do(services.link_registration, speaker.id, typed)
    assert find_speaker(event.id, speaker.id).registration_id is None


def test_a_registration_belongs_to_one_speaker(event):
    person = make_registration(event, make_category(event))
    do(services.link_registration, create(event).id, person.reference)
    second = create(event)
    with pytest.raises(rules.RegistrationIsLinked):
        do(services.link_registration, second.id, person.reference)
    assert find_speaker(event.id, second.id).registration_id is None


def test_linking_and_unlinking_twice_is_harmless(event, db):
    person = make_registration(event, make_category(event))
    speaker = create(event)
    for service, args in ((services.link_registration, [person.reference]), (services.unlink_registration, [])):
        do(service, speaker.id, *args)
        do(service, speaker.id, *args)
    assert actions(db, event) == ["speaker.created", "speaker.linked", "speaker.unlinked"]
    assert find_speaker(event.id, speaker.id).email == person.email


def test_the_draft_shows_the_change_and_the_public_only_after_a_release(event):
    speaker = make_speaker(event, "Ana Reis")
    make_placed(event, make_hall(event))
    make_slot(make_session(event, "Linen", speaker), make_hall(event))
    make_release(event)
    do(services.update_speaker, speaker.id, name_latin="Ana Prado")
    assert [person.name for person in find_current_programme(event.id).people] == ["Ana Reis"]
    make_release(event)
    assert [person.name for person in find_current_programme(event.id).people] == ["Ana Prado"]
