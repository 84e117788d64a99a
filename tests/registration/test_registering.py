"""Registering, confirming, changing and withdrawing, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from summit.accounts.models import Account
from summit.clock import utcnow
from summit.database import db as database
from summit.database import transaction
from summit.events.rules import Ask
from summit.events.services import copy_event
from summit.registration import rules
from summit.registration.models import ConsentRecord, Decision, Photo, Registration
from summit.registration.queries import registrations
from summit.registration.queries.consents import given_purposes
from summit.registration.rules import ConsentPurpose, RegistrationStatus
from summit.registration.rules.answers import RegistrationAnswers
from summit.registration.rules.consents import ConsentIsRequired, ConsentTextHasChanged
from summit.registration.rules.links import ConfirmationWasJustSent, RegistrationHasChanged
from summit.registration.rules.quota import CategoryIsNotOffered, EditionIsOver
from summit.registration.services import confirming, consents, photos, registering
from summit.registration.services.answers import answers_of
from tests.factories import make_category, make_event, make_registration
from tests.registration.delegates import REQUIRED, mails_to, picture, register

Status = RegistrationStatus


def edition(**category):
    event = make_event()
    make_category(event, **category)
    return event


def confirm(registration, **values):
    with transaction():
        return confirming.confirm_email(registration.id, utcnow(), **values)


def update(registration, *, letter="D", given=REQUIRED, **changes):
    keywords = {name: changes.pop(name) for name in ("photo", "keep_photo", "expected_version") if name in changes}
    values = {name: getattr(answers_of(registration), name) for name in RegistrationAnswers.__dataclass_fields__}
    with transaction():
        return registering.update(
            registration.id,
            category_letter=letter,
            answers=RegistrationAnswers(**(values | changes)),
            consents=given,
            language="en",
            now=utcnow(),
            **({"expected_version": registration.version} | keywords),
        )


def test_a_registration_waits_for_its_address_to_be_confirmed(db):
    event = edition()
    registration = register(event, name_native="林薇", native_language="zh-Hans", call_me="Wei")
    assert registration.status is Status.UNCONFIRMED
    assert (registration.badge_line1, registration.badge_line2) == ("Wei", "Wei Lin")
    assert registration.sort_key == "wei lin"
    assert "林薇" in registration.search_key
    assert len(registration.reference) == 9
    assert set(registration.reference[3:]) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert [mail.template for mail in mails_to("wei@example.org")] == ["registration/confirm_email"]


def test_the_same_submission_gives_the_same_registration(db):
    event = edition()
    first = register(event, submission_key="twice")
    second = register(event, submission_key="twice", email="other@example.org")
    assert first.id == second.id
    assert db.session.scalar(select(func.count(Registration.id))) == 1
    assert mails_to("other@example.org") == []


def test_a_known_address_is_told_by_mail_and_makes_no_second_registration(db):
    event = edition()
    first = confirm(register(event, now=utcnow() - timedelta(minutes=5)))
    again = register(event, email="WEI@example.org")
    assert again.id == first.id
    assert [mail.template for mail in mails_to("wei@example.org")][-1] == "registration/already_registered"
    register(event)
    assert [mail.template for mail in mails_to("wei@example.org")].count("registration/already_registered") == 1


def test_an_unconfirmed_address_gets_a_fresh_link_instead(db):
    event = edition()
    register(event, now=utcnow() - timedelta(minutes=5))
    register(event)
    assert [mail.template for mail in mails_to("wei@example.org")] == ["registration/confirm_email"] * 2


def test_after_a_withdrawal_the_address_may_register_again(db):
    event = edition()
    first = register(event)
    with transaction():
        registering.withdraw(first.id, utcnow())
    assert register(event).id != first.id


@pytest.mark.parametrize(
    ("category", "refusal"),
    [
        ({"is_open": False}, CategoryIsNotOffered),
        ({"opens_at": utcnow() + timedelta(days=1)}, rules.RegistrationNotOpenYet),
        ({"closes_at": utcnow() - timedelta(days=1)}, rules.RegistrationClosed),
    ],
)
def test_a_closed_category_refuses(db, category, refusal):
    event = edition(**category)
    with pytest.raises(refusal):
        register(event)


def test_an_unknown_category_and_a_past_edition_refuse(db):
    event = edition()
    with pytest.raises(CategoryIsNotOffered):
        register(event, "Q")
    with pytest.raises(EditionIsOver):
        register(event, now=utcnow() + timedelta(days=400))


def test_without_the_consent_nothing_is_written(db):
    event = edition()
    with pytest.raises(rules.ConsentIsMissing):
        register(event, consents={})
    assert db.session.scalar(select(func.count(Registration.id))) == 0
    assert mails_to("wei@example.org") == []


def test_consents_are_recorded_with_the_text_that_was_read(db):
    event = edition()
    registration = register(event, consents=REQUIRED | {ConsentPurpose.NEWS: True}, language="ru")
    records = list(db.session.scalars(select(ConsentRecord).order_by(ConsentRecord.id)))
    assert [record.purpose for record in records] == [ConsentPurpose.REGISTRATION, ConsentPurpose.NEWS]
    assert {record.language for record in records} == {"ru"}
    assert {record.text_version for record in records} == {1}
    assert all(len(record.text_hash) == 64 for record in records)
    assert given_purposes(registration.id) == {ConsentPurpose.REGISTRATION, ConsentPurpose.NEWS}


def test_a_consent_of_another_category_is_not_recorded(db):
    event = edition()
    registration = register(event, consents=REQUIRED | {ConsentPurpose.DOCUMENTS: True})
    assert given_purposes(registration.id) == {ConsentPurpose.REGISTRATION}


def test_what_the_category_does_not_ask_is_not_stored(db):
    event = edition(asks=["diet"])
    given = REQUIRED | {ConsentPurpose.DIET_ACCESS: True}
    travel = {"arrival_on": "2026-11-27"}
    registration = register(event, diet="Vegetarian", access_needs="Ramp", travel=travel, consents=given)
    assert (registration.diet, registration.access_needs, registration.travel) == ("Vegetarian", "", {})


def test_a_photo_is_stored_as_a_fixed_jpeg_outside_the_web_root(app, db):
    event = edition(asks=["photo"])
    registration = register(event, photo=picture(), consents=REQUIRED | {ConsentPurpose.BADGE_PHOTO: True})
    path = photos.photo_path(registration.photo)
    assert path.parent == app.extensions["summit_config"].var / "photos"
    assert path.read_bytes()[:3] == b"\xff\xd8\xff"
    assert registration.photo.byte_count == path.stat().st_size


def test_confirming_puts_the_registration_into_review(db):
    event = edition()
    registration = confirm(register(event))
    assert registration.status is Status.SUBMITTED
    account = db.session.scalar(select(Account).where(Account.id == registration.account_id))
    assert (account.email, account.name) == ("wei@example.org", "Wei Lin")
    assert [mail.template for mail in mails_to("wei@example.org")][-1] == "registration/received"


def test_confirming_twice_changes_nothing(db):
    event = edition(quota=1)
    registration = confirm(register(event))
    version = registration.version
    assert confirm(registration).version == version
    assert len(mails_to("wei@example.org")) == 2


def test_a_category_without_approval_approves_at_once(db):
    event = edition(needs_approval=False)
    registration = confirm(register(event))
    assert registration.status is Status.APPROVED
    assert registration.decided_at is not None
    assert [mail.template for mail in mails_to("wei@example.org")][-1] == "registration/decision_approved"


def test_past_the_quota_there_is_the_waiting_list(db):
    event = edition(quota=1, needs_approval=False)
    confirm(register(event))
    second = confirm(register(event, email="second@example.org"))
    assert second.status is Status.WAITLISTED
    assert second.waitlisted_at is not None
    assert [mail.template for mail in mails_to("second@example.org")][-1] == "registration/decision_waitlisted"


def test_an_unconfirmed_registration_holds_no_place(db):
    event = edition(quota=1)
    register(event)
    assert confirm(register(event, email="second@example.org")).status is Status.SUBMITTED


def test_a_withdrawal_frees_the_place_and_is_told(db):
    event = edition(quota=1)
    first = confirm(register(event))
    with transaction():
        registering.withdraw(first.id, utcnow())
    assert confirm(register(event, email="second@example.org")).status is Status.SUBMITTED
    assert [mail.template for mail in mails_to("wei@example.org")][-1] == "registration/withdrawn"
    with pytest.raises(rules.CannotWithdraw), transaction():
        registering.withdraw(first.id, utcnow())


def test_a_withdrawn_registration_cannot_be_confirmed(db):
    registration = register(edition())
    with transaction():
        registering.withdraw(registration.id, utcnow())
    assert confirm(registration).status is Status.WITHDRAWN


def test_a_new_link_is_sent_once_a_minute(db):
    registration = register(edition())
    with pytest.raises(ConfirmationWasJustSent), transaction():
        confirming.send_confirmation_again(registration.id, utcnow())
    with transaction():
        confirming.send_confirmation_again(registration.id, utcnow() + timedelta(minutes=2))
    assert len(mails_to("wei@example.org")) == 2


def test_a_change_notes_the_fields_and_not_their_content(db):
    registration = confirm(register(edition()))
    update(registration, job_title="Chief designer", organisation="Linen House")
    step = db.session.scalars(select(Decision).order_by(Decision.id.desc())).first()
    assert (step.action, step.note) == ("edited", "organisation, job_title")
    fresh = registrations.get_with_history(registration.id)
    assert fresh.job_title == "Chief designer"
    assert "linen house" in fresh.search_key


def test_a_stale_change_is_refused(db):
    registration = confirm(register(edition()))
    with pytest.raises(RegistrationHasChanged):
        update(registration, job_title="Late", expected_version=registration.version - 1)


def test_a_change_after_the_decision_is_refused(db):
    registration = confirm(register(edition(needs_approval=False)))
    with pytest.raises(rules.RegistrationIsLocked):
        update(registration, job_title="Late")


def test_a_pre_approved_registration_is_reviewed_anew_after_a_change(db):
    registration = confirm(register(edition()))
    with transaction():
        database.session.get(Registration, registration.id).status = Status.PRE_APPROVED
    assert update(registration, job_title="New").status is Status.SUBMITTED


def test_another_category_is_checked_against_its_own_quota(db):
    event = edition()
    full = make_category(event, "P", quota=1)
    make_registration(event, full)
    registration = update(confirm(register(event)), letter="P")
    assert (registration.category_id, registration.status) == (full.id, Status.WAITLISTED)
    assert [mail.template for mail in mails_to("wei@example.org")][-1] == "registration/decision_waitlisted"


def test_a_held_registration_is_not_approved_by_moving_to_an_open_category(db):
    event = edition()
    make_category(event, "G", needs_approval=False)
    registration = confirm(register(event))
    with transaction():
        database.session.get(Registration, registration.id).status = Status.ON_HOLD
    assert update(registration, letter="G").status is Status.SUBMITTED


def test_a_new_address_waits_until_it_is_confirmed(db):
    registration = update(confirm(register(edition())), email="new@example.org")
    assert (registration.email, registration.pending_email) == ("wei@example.org", "new@example.org")
    assert [mail.template for mail in mails_to("new@example.org")] == ["registration/confirm_new_email"]
    done = confirm(registration, email="new@example.org")
    assert (done.email, done.pending_email, done.status) == ("new@example.org", "", Status.SUBMITTED)
    assert "new@example.org" in done.search_key


def test_a_new_address_that_is_taken_meanwhile_is_not_given_twice(db):
    event = edition()
    registration = update(confirm(register(event)), email="new@example.org")
    register(event, email="new@example.org")
    done = confirm(registration, email="new@example.org")
    assert (done.email, done.pending_email, done.status) == ("wei@example.org", "", Status.SUBMITTED)


def test_a_photo_is_replaced_and_removed_with_its_file(db):
    event = edition(asks=["photo"])
    given = REQUIRED | {ConsentPurpose.BADGE_PHOTO: True}
    registration = confirm(register(event, photo=picture(), consents=given))
    first = photos.photo_path(registration.photo)
    registration = update(registration, photo=picture(colour="blue"), given=given)
    second = photos.photo_path(registration.photo)
    assert (first.exists(), second.exists()) == (False, True)
    update(registration, keep_photo=False)
    assert (second.exists(), db.session.scalar(select(func.count(Photo.registration_id)))) == (False, 0)


def test_an_optional_consent_is_taken_back_by_a_further_record(db):
    registration = register(edition(), consents=REQUIRED | {ConsentPurpose.NEWS: True})
    with transaction():
        assert consents.change_consent(registration.id, ConsentPurpose.NEWS, given=False, language="en", now=utcnow())
    assert given_purposes(registration.id) == {ConsentPurpose.REGISTRATION}
    assert db.session.scalar(select(func.count(ConsentRecord.id))) == 3


def test_a_needed_consent_cannot_be_taken_back(db):
    registration = register(edition())
    with pytest.raises(ConsentIsRequired), transaction():
        consents.change_consent(registration.id, ConsentPurpose.REGISTRATION, given=False, language="en", now=utcnow())


def test_a_new_text_is_a_new_version_and_refuses_who_read_the_old_one(db):
    event = edition()
    with transaction():
        consents.ensure_default_texts(event.id)
    shown = consents.texts_for(event.id, [ConsentPurpose.REGISTRATION], "en")
    read = {"registration": [text.id for text in shown[ConsentPurpose.REGISTRATION]]}
    with transaction():
        text = consents.publish_text(event.id, ConsentPurpose.REGISTRATION, "en", "New words")
    assert text.version == 2
    with pytest.raises(ConsentTextHasChanged):
        register(event, texts_read=read)


def test_a_language_without_approved_text_is_shown_russian_and_english(db):
    event = edition()
    with transaction():
        consents.ensure_default_texts(event.id)
        consents.publish_text(event.id, ConsentPurpose.NEWS, "ar", "نص", approved=False)
    shown = consents.texts_for(event.id, [ConsentPurpose.NEWS], "ar")
    assert [text.language for text in shown[ConsentPurpose.NEWS]] == ["ru", "en"]


def test_default_texts_exist_for_every_purpose_and_are_published_once(db):
    event = edition()
    for _ in range(2):
        with transaction():
            consents.ensure_default_texts(event.id)
    shown = consents.texts_for(event.id, list(ConsentPurpose), "en")
    assert {text.version for texts in shown.values() for text in texts} == {1}
    assert list(shown) == list(ConsentPurpose)


def test_a_copied_edition_gets_the_texts_in_use(db):
    source = edition()
    with transaction():
        consents.ensure_default_texts(source.id)
        consents.publish_text(source.id, ConsentPurpose.NEWS, "en", "News, rewritten")
        copy = copy_event(
            source.id,
            slug="copied_edition",
            starts_on=date(2027, 11, 27),
            names={"en": "Next"},
            actor_id=None,
            now=utcnow(),
        )
    shown = consents.texts_for(copy.id, list(ConsentPurpose), "en")
    assert [text.body for text in shown[ConsentPurpose.NEWS]] == ["News, rewritten"]
    assert shown[ConsentPurpose.NEWS][0].version == 1


def test_only_what_was_answered_needs_its_consent(db):
    event = edition(asks=[Ask.DIET.value])
    register(event)
    with pytest.raises(rules.ConsentIsMissing) as refusal:
        register(event, email="diet@example.org", diet="Halal")
    assert refusal.value.params["purposes"] == [ConsentPurpose.DIET_ACCESS]
