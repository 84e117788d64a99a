from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.permissions import Role
from summit.registration.mails.links import status_link
from summit.registration.models import Decision, Registration
from summit.registration.rules import (
    CategoryIsFull,
    DecisionIsTheSame,
    RejectionNeedsReason,
    RejectionReason,
    ReviewAction,
)
from summit.registration.rules import RegistrationStatus as Status
from summit.registration.rules.desk import ChangedMeanwhile
from summit.registration.rules.status import NeedsAnotherOfficer, NeedsPreApproval
from summit.registration.services import reviewing
from tests import factories

NOW = utcnow() + timedelta(hours=1)


@pytest.fixture
def event(db):
    return factories.make_event()


@pytest.fixture
def officer(event):
    return factories.make_staff(event, Role.ACCREDITATION, name="Officer One")


def person_with(event, status=Status.SUBMITTED, category=None, **values):
    return factories.make_registration(event, category or factories.make_category(event), status, **values)


def decide(person, action, officer, **given):
    given = {"expected_version": person.version, "now": NOW} | given
    with transaction():
        return reviewing.decide(person.id, action, actor_id=officer.id, **given)


def mails(db):
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "pt-BR", "ar"])
@pytest.mark.parametrize(
    ("action", "status", "template"),
    [
        (ReviewAction.APPROVE, Status.APPROVED, "registration/decision_approved"),
        (ReviewAction.HOLD, Status.ON_HOLD, "registration/decision_on_hold"),
        (ReviewAction.WAITLIST, Status.WAITLISTED, "registration/decision_waitlisted"),
        (ReviewAction.REJECT, Status.REJECTED, "registration/decision_rejected"),
    ],
)
def test_a_decision_sends_its_mail_in_the_delegates_language(db, event, officer, action, status, template, language):
    person = person_with(event, language=language, name_latin="Ana Invented")
    reason = RejectionReason.INCOMPLETE if action is ReviewAction.REJECT else None
    decided = decide(person, action, officer, reason=reason, message="Bis bald\nund gute Reise")
    [mail] = mails(db)
    assert (decided.status, mail.template, mail.recipient) == (status, template, person.email)
    assert (mail.language, mail.event_id) == (language, event.id)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in mail.html
    assert "Bis bald\nund gute Reise" in mail.text
    assert status_link(person) in mail.text
    assert person.reference in mail.text


def test_a_pre_approval_is_not_told(db, event, officer):
    person = decide(person_with(event), ReviewAction.PRE_APPROVE, officer)
    assert (person.status, mails(db)) == (Status.PRE_APPROVED, [])


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED, Status.ON_HOLD])
def test_a_reset_opens_the_review_again(db, event, officer, status):
    person = person_with(event, status, decided_at=NOW)
    decide(person, ReviewAction.RESET, officer)
    assert (person.status, person.decided_at) == (Status.SUBMITTED, None)
    assert [mail.template for mail in mails(db)] == ["registration/decision_reopened"]


def test_a_rejection_names_its_reason(db, event, officer):
    person = person_with(event)
    decide(person, ReviewAction.REJECT, officer, reason=RejectionReason.DUPLICATE, note="same as BF-1")
    step = db.session.scalar(select(Decision).where(Decision.registration_id == person.id))
    assert (step.reason, step.note) == (RejectionReason.DUPLICATE, "same as BF-1")
    assert "There is another registration of the same person" in mails(db)[0].text
    assert "same as BF-1" not in mails(db)[0].text


def test_a_rejection_without_a_reason_changes_nothing(db, event, officer):
    person = person_with(event)
    with pytest.raises(RejectionNeedsReason):
        decide(person, ReviewAction.REJECT, officer)
    db.session.expire_all()
    assert (db.session.get(Registration, person.id).status, mails(db)) == (Status.SUBMITTED, [])


def test_the_history_and_the_record_say_who_did_what(db, event, officer):
    person = person_with(event)
    decide(person, ReviewAction.APPROVE, officer, note="Called the factory")
    step = db.session.scalar(select(Decision))
    assert (step.review_action, step.from_status, step.to_status) == (ReviewAction.APPROVE, "submitted", "approved")
    assert (step.decided_by, step.note, step.created_at) == (officer.id, "Called the factory", NOW)
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "registration.decided"))
    assert (entry.subject_id, entry.actor_id, entry.event_id) == (person.id, officer.id, event.id)
    assert entry.detail["to_status"] == "approved"
    assert "Called the factory" not in str(entry.detail)


def test_the_times_follow_the_status(db, event, officer):
    person = person_with(event)
    decide(person, ReviewAction.WAITLIST, officer)
    assert person.waitlisted_at == NOW
    decide(person, ReviewAction.APPROVE, officer, now=NOW + timedelta(minutes=1))
    assert (person.waitlisted_at, person.decided_at) == (None, NOW + timedelta(minutes=1))


def test_a_stale_page_is_refused(db, event, officer):
    person = person_with(event)
    seen = person.version
    decide(person, ReviewAction.HOLD, officer)
    with pytest.raises(ChangedMeanwhile):
        decide(person, ReviewAction.APPROVE, officer, expected_version=seen)
    assert db.session.get(Registration, person.id).status is Status.ON_HOLD


def test_the_same_decision_twice_is_refused_and_mailed_once(db, event, officer):
    person = person_with(event)
    decide(person, ReviewAction.APPROVE, officer)
    with pytest.raises(DecisionIsTheSame):
        decide(person, ReviewAction.APPROVE, officer)
    assert len(mails(db)) == 1


@pytest.mark.parametrize("action", [ReviewAction.APPROVE, ReviewAction.PRE_APPROVE, ReviewAction.HOLD])
def test_nobody_leaves_the_waiting_list_for_a_full_category(db, event, officer, action):
    category = factories.make_category(event, quota=1)
    person_with(event, Status.APPROVED, category)
    waiting = person_with(event, Status.WAITLISTED, category, waitlisted_at=NOW)
    with pytest.raises(CategoryIsFull):
        decide(waiting, action, officer)
    category.quota = 2
    db.session.commit()
    decide(waiting, action, officer)
    assert waiting.waitlisted_at is None


def test_a_reset_of_a_rejection_needs_a_place_again(db, event, officer):
    category = factories.make_category(event, quota=1)
    rejected = person_with(event, Status.REJECTED, category)
    person_with(event, Status.SUBMITTED, category)
    with pytest.raises(CategoryIsFull):
        decide(rejected, ReviewAction.RESET, officer)


def test_who_holds_a_place_already_is_approved_in_a_full_category(db, event, officer):
    category = factories.make_category(event, quota=1)
    person = person_with(event, Status.SUBMITTED, category)
    assert decide(person, ReviewAction.APPROVE, officer).status is Status.APPROVED


def test_two_officers_decide_where_the_category_needs_them(db, event, officer):
    category = factories.make_category(event, "O", needs_second_officer=True)
    second = factories.make_staff(event, Role.ACCREDITATION)
    person = person_with(event, category=category)
    with pytest.raises(NeedsPreApproval):
        decide(person, ReviewAction.APPROVE, officer)
    decide(person, ReviewAction.PRE_APPROVE, officer)
    with pytest.raises(NeedsAnotherOfficer):
        decide(person, ReviewAction.APPROVE, officer)
    assert decide(person, ReviewAction.APPROVE, second).status is Status.APPROVED


def test_a_hold_between_the_two_steps_asks_for_the_first_again(db, event, officer):
    category = factories.make_category(event, "O", needs_second_officer=True)
    second = factories.make_staff(event, Role.ACCREDITATION)
    person = person_with(event, category=category)
    decide(person, ReviewAction.PRE_APPROVE, officer)
    decide(person, ReviewAction.HOLD, officer)
    with pytest.raises(NeedsPreApproval):
        decide(person, ReviewAction.APPROVE, second)
    decide(person, ReviewAction.PRE_APPROVE, second)
    with pytest.raises(NeedsAnotherOfficer):
        decide(person, ReviewAction.APPROVE, second)


def test_many_are_decided_one_by_one(db, event, officer):
    category = factories.make_category(event)
    fine, decided, stale = (person_with(event, category=category) for _ in range(3))
    decide(decided, ReviewAction.APPROVE, officer)
    elsewhere = person_with(factories.make_event())
    picks = [reviewing.Pick(one.id, one.version) for one in (fine, decided, elsewhere)]
    picks.append(reviewing.Pick(stale.id, stale.version + 1))
    results = reviewing.decide_many(event.id, picks, ReviewAction.APPROVE, actor_id=officer.id, now=NOW)
    refused = {result.reference: type(result.refusal) for result in results}
    assert refused == {
        fine.reference: type(None),
        decided.reference: DecisionIsTheSame,
        stale.reference: ChangedMeanwhile,
    }
    db.session.expire_all()
    assert db.session.get(Registration, fine.id).status is Status.APPROVED
    assert db.session.get(Registration, stale.id).status is Status.SUBMITTED
    assert db.session.get(Registration, elsewhere.id).status is Status.SUBMITTED
