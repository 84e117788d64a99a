from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.clock import utcnow
from summit.credentials import queries, rules, services
from summit.credentials.models import Credential
from summit.database import transaction
from summit.events.models import Category, Event
from summit.registration.rules import RegistrationStatus
from tests.factories import make_category, make_event, make_registration


@pytest.fixture
def delegate(db):
    event = make_event()
    return make_registration(event, make_category(event), RegistrationStatus.APPROVED)


def issue(person):
    with transaction():
        return services.ensure_credential(person.id, actor_id=None, now=utcnow())


def test_a_badge_is_issued_once_and_then_found_again(delegate):
    first, second = issue(delegate), issue(delegate)
    assert first == second
    assert (first.issue, len(first.token), len(first.short_code)) == (1, 24, 8)


def test_only_the_hash_of_the_token_is_kept(db, delegate):
    issued = issue(delegate)
    row = db.session.scalars(select(Credential)).one()
    assert row.token_hash == rules.token_hash(issued.token)
    assert issued.token not in {str(value) for value in vars(row).values()}


@pytest.mark.parametrize("status", sorted(set(RegistrationStatus) - {RegistrationStatus.APPROVED}))
def test_nobody_else_gets_a_badge(db, status):
    event = make_event()
    person = make_registration(event, make_category(event), status)
    with pytest.raises(services.BadgeNotAvailable):
        issue(person)
    assert queries.list_credentials(person.id) == []


def test_a_reprint_raises_the_issue_and_revokes_the_old_code(delegate):
    old = issue(delegate)
    with transaction():
        new = services.reissue_credential(delegate.id, reason="lost", actor_id=None, now=utcnow())
    newest, oldest = queries.list_credentials(delegate.id)
    assert (new.issue, newest.revoked_at, oldest.revoked_reason) == (2, None, "lost")
    assert new.token != old.token
    assert oldest.revoked_at is not None


def test_two_valid_badges_of_one_person_are_impossible(db, delegate):
    issue(delegate)
    row = Credential(registration_id=delegate.id, event_id=delegate.event_id, issue=9, key_id=1)
    row.token_hash, row.short_code = b"x" * 32, "12345678"
    with pytest.raises(IntegrityError), transaction():
        db.session.add(row)


def test_a_batch_costs_the_same_number_of_reads_for_one_and_for_three(db, delegate, count_queries):
    event, category = db.session.get(Event, delegate.event_id), db.session.get(Category, delegate.category_id)
    people = [make_registration(event, category, RegistrationStatus.APPROVED).id for _ in range(3)]
    reads = []
    for batch in ([delegate.id], people):
        with count_queries() as counter, transaction():
            services.ensure_credentials(batch, actor_id=None, now=utcnow())
        reads.append(sum(s.startswith("SELECT") for s in counter.statements))
    assert reads[0] == reads[1]


def test_a_code_survives_the_rotation_of_the_key(app, delegate):
    old = issue(delegate)
    config = app.extensions["summit_config"]
    app.extensions["summit_config"] = replace(config, badge_key=f"2:new-key,1:{config.badge_key}")
    try:
        assert issue(delegate) == old
        with transaction():
            new = services.reissue_credential(delegate.id, reason="rotation", actor_id=None, now=utcnow())
        assert queries.list_valid_credentials([delegate.id])[0].key_id == 2
        assert new.token == rules.derive_token(b"new-key", delegate.event_id, delegate.id, 2)
    finally:
        app.extensions["summit_config"] = config


def test_a_key_that_was_removed_is_named(app, delegate):
    issue(delegate)
    config = app.extensions["summit_config"]
    app.extensions["summit_config"] = replace(config, badge_key="2:new-key")
    try:
        with pytest.raises(services.BadgeKeyIsMissing):
            issue(delegate)
    finally:
        app.extensions["summit_config"] = config


def test_short_codes_within_an_edition_never_clash(db, delegate, monkeypatch):
    codes = iter(["11111111", "11111111", "22222222", "33333333"])
    monkeypatch.setattr(rules, "short_code", lambda *args: next(codes))
    event, category = db.session.get(Event, delegate.event_id), db.session.get(Category, delegate.category_id)
    other = make_registration(event, category, RegistrationStatus.APPROVED)
    with transaction():
        issued = services.ensure_credentials([delegate.id, other.id], actor_id=None, now=utcnow())
    assert [badge.short_code for badge in issued] == ["11111111", "22222222"]
