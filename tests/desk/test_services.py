"""What the desk writes down."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.credentials.queries import list_credentials
from summit.credentials.rules import BadgeWasReplaced
from summit.credentials.services import ensure_credential, reissue_credential
from summit.database import db, transaction
from summit.desk import queries
from summit.desk.models import HandOut
from summit.desk.rules import (
    AddressIsRegistered,
    AlreadyHandedOut,
    Collector,
    HandOutIsUnknown,
    NotApprovedYet,
)
from summit.desk.services.handing import undo_hand_out
from summit.desk.services.walk_ins import register_walk_in
from summit.registration.rules import ConsentPurpose, RegistrationStatus
from summit.registration.services.confirming import send_confirmation_again
from tests.factories import make_account, make_category, make_event, make_registration
from tests.registration.delegates import answers, link_in, mails_to

from .factories import give, make_approved


def walk_in(event, officer, letter="D", **values):
    given = {"submission_key": uuid4().hex} | {k: values.pop(k) for k in ("submission_key",) if k in values}
    with transaction():
        return register_walk_in(
            event, category_letter=letter, answers=answers(**values), consents={ConsentPurpose.REGISTRATION: True},
            language="en", actor_id=officer.id, now=utcnow(), **given,
        )  # fmt: skip


def test_a_badge_is_handed_out_once(person, officer):
    (row,) = give(officer, person)
    assert (row.collector, row.handed_by) == (Collector.SELF, officer.id)
    with pytest.raises(AlreadyHandedOut):
        give(officer, person)
    assert db.session.scalar(select(func.count()).select_from(HandOut)) == 1


def test_a_new_issue_may_be_handed_out_again(person, officer):
    give(officer, person)
    with transaction():
        reissue_credential(person.id, reason="lost", actor_id=officer.id, now=utcnow())
    assert queries.handed_out([person.id]) == {}
    give(officer, person)
    assert [row.credential.issue for row in queries.list_of_person(person.id)] == [2, 1]


def test_two_presses_replace_a_badge_once(person, officer):
    given = {"reason": "lost", "seen": 1, "actor_id": officer.id, "now": utcnow(), "is_supervisor": True}
    with transaction():
        ensure_credential(person.id, actor_id=None, now=utcnow())
        reissue_credential(person.id, **given)
    with pytest.raises(BadgeWasReplaced):
        reissue_credential(person.id, **given)
    assert [row.issue for row in list_credentials(person.id)] == [2, 1]


def test_a_badge_that_another_desk_replaced_is_not_handed_out_for_the_new_one(person, officer):
    with transaction():
        ensure_credential(person.id, actor_id=None, now=utcnow())
        reissue_credential(person.id, reason="lost", actor_id=officer.id, now=utcnow())
    with pytest.raises(BadgeWasReplaced):
        give(officer, person, seen=1)
    assert queries.list_of_person(person.id) == []


def test_a_group_is_handed_out_whole_or_not_at_all(event, category, person, officer):
    waiting = make_registration(event, category, RegistrationStatus.SUBMITTED)
    with pytest.raises(NotApprovedYet):
        give(officer, person, waiting, collector=Collector.GROUP, collected_by="Ana Souza")
    assert queries.list_log(event.id) == []
    other = make_approved(event, category)
    rows = give(officer, person, other, collector=Collector.GROUP, collected_by="Ana Souza")
    assert len({row.group_code for row in rows}) == 1
    assert {row.collected_by for row in rows} == {"Ana Souza"}


def test_people_of_another_edition_are_not_served(person, officer):
    elsewhere = make_event()
    stranger = make_approved(elsewhere, make_category(elsewhere))
    rows = give(officer, person, stranger)
    assert [row.registration_id for row in rows] == [person.id]


def test_an_undone_hand_out_stays_in_the_log_and_the_badge_can_go_again(event, person, officer):
    (row,) = give(officer, person)
    with transaction():
        undo_hand_out(event.id, row.id, actor_id=officer.id, now=utcnow())
    with pytest.raises(HandOutIsUnknown):
        undo_hand_out(event.id, row.id, actor_id=officer.id, now=utcnow())
    give(officer, person)
    assert [row.undone_at is None for row in queries.list_log(event.id)] == [True, False]


def test_each_step_is_in_the_audit_log(event, person, officer):
    (row,) = give(officer, person)
    with transaction():
        undo_hand_out(event.id, row.id, actor_id=officer.id, now=utcnow())
    actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == officer.id)))
    assert {"badge.handed_out", "badge.hand_out_undone"} <= actions


def test_a_walk_in_is_approved_while_the_quota_lasts(event, officer):
    make_category(event, "D", quota=1)
    first = walk_in(event, officer, email="one@example.org")
    second = walk_in(event, officer, email="two@example.org")
    assert (first.status, second.status) == (RegistrationStatus.APPROVED, RegistrationStatus.WAITLISTED)


def test_a_walk_in_is_welcomed_and_not_asked_to_confirm_before_anything_happens(event, category, officer):
    walk_in(event, officer, email="new@example.org")
    templates = [mail.template for mail in mails_to("new@example.org")]
    assert templates == ["registration/walk_in", "registration/decision_approved"]


def test_what_the_desk_typed_opens_no_account_before_it_is_proved(client, event, category, officer):
    stranger = make_account(email="owner@example.org")
    person = walk_in(event, officer, email="owner@example.org")
    assert (person.status, person.account_id, person.email_confirmed_at) == (RegistrationStatus.APPROVED, None, None)
    client.post(link_in(mails_to("owner@example.org")[0]) + "/now")
    db.session.refresh(person)
    assert (person.status, person.account_id) == (RegistrationStatus.APPROVED, stranger.id)
    assert person.email_confirmed_at is not None


def test_a_walk_in_may_ask_for_the_link_again(event, category, officer):
    person = walk_in(event, officer, email="new@example.org")
    with transaction():
        send_confirmation_again(person.id, utcnow() + timedelta(minutes=2))
    assert [mail.template for mail in mails_to("new@example.org")].count("registration/walk_in") == 2


def test_a_category_of_two_officers_stays_in_review(event, officer):
    make_category(event, "O", needs_second_officer=True)
    assert walk_in(event, officer, "O").status is RegistrationStatus.SUBMITTED


def test_an_address_that_is_registered_points_to_that_registration(event, category, officer):
    walk_in(event, officer, email="one@example.org")
    with pytest.raises(AddressIsRegistered):
        walk_in(event, officer, email="one@example.org")


def test_a_second_press_registers_nobody_twice(event, category, officer):
    first = walk_in(event, officer, submission_key="a" * 32)
    again = walk_in(event, officer, submission_key="a" * 32)
    assert first.id == again.id


def test_the_log_is_read_page_by_page(event, category, officer):
    for _number in range(3):
        give(officer, make_approved(event, category))
    newest = queries.list_log(event.id)
    assert [row.id for row in queries.list_log(event.id, newest[0].id)] == [row.id for row in newest[1:]]
    assert [row.id for row in queries.iterate_log(event.id)] == [row.id for row in newest]
