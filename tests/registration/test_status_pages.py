"""The links in a delegate's mails: confirm, status, change, withdraw; forged, expired and used ones."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.accounts.models import Account
from summit.clock import utcnow
from summit.database import transaction
from summit.events.models import Category
from summit.permissions import Role
from summit.registration.models import ConsentRecord, Registration, RegistrationDraft
from summit.registration.queries.consents import given_purposes
from summit.registration.rules import ConsentPurpose, RegistrationStatus, RejectionReason, ReviewAction
from summit.registration.services import confirming
from summit.registration.services.reviewing import decide
from summit.registration.services.status import find_by_secret, revoke_links, status_secret
from tests.factories import make_account, make_category, make_event, make_registration, make_staff, sign_in
from tests.registration.delegates import REQUIRED, WORK, link_in, mails_to, picture, register

Status = RegistrationStatus


@pytest.fixture
def event(db):
    event = make_event()
    make_category(event)
    return event


@pytest.fixture
def person(event):
    """Somebody whose address is confirmed."""
    registration = register(event, now=utcnow() - timedelta(minutes=5))
    with transaction():
        return confirming.confirm_email(registration.id, utcnow())


def status_url(registration, rest=""):
    return f"/registration/{status_secret(registration)}/{rest}"


def text(answer):
    return answer.get_data(as_text=True)


def present(db, registration):
    db.session.expire_all()
    return db.session.get(Registration, registration.id)


class TestConfirmation:
    def test_the_link_shows_a_button_and_confirms_nothing_by_itself(self, client, db, event):
        registration = register(event)
        link = link_in(mails_to("wei@example.org")[0])
        page = text(client.get(link))
        assert ("wei@example.org" in page, f'action="{link}/now"' in page) == (True, True)
        assert present(db, registration).status is Status.UNCONFIRMED

    def test_the_button_confirms_and_leads_to_the_status_page(self, client, db, event):
        registration = register(event)
        answer = client.post(link_in(mails_to("wei@example.org")[0]) + "/now")
        assert answer.headers["Location"] == status_url(registration)
        assert present(db, registration).status is Status.SUBMITTED

    def test_a_used_link_leads_to_the_status_page(self, client, event):
        registration = register(event)
        link = link_in(mails_to("wei@example.org")[0])
        client.post(link + "/now")
        assert client.get(link).headers["Location"] == status_url(registration)
        assert "already confirmed" in text(client.get(status_url(registration)))
        assert client.post(link + "/now", follow_redirects=True).status_code == 200

    def test_an_expired_link_offers_a_new_one(self, client, db, event):
        registration = register(event, now=utcnow() - timedelta(days=7))
        link = link_in(mails_to("wei@example.org")[0])
        assert (client.get(link).status_code, client.post(link + "/now").status_code) == (410, 303)
        assert present(db, registration).status is Status.UNCONFIRMED
        client.post(link + "/again")
        assert len(mails_to("wei@example.org")) == 2
        client.post(link + "/again")
        assert len(mails_to("wei@example.org")) == 2
        assert "less than a minute" in text(client.get(link))

    def test_a_link_for_an_address_that_was_replaced_is_no_longer_valid(self, client, db, person):
        with transaction():
            db.session.get(Registration, person.id).pending_email = "new@example.org"
            confirming.send_confirmation(db.session.get(Registration, person.id), utcnow())
        link = link_in(mails_to("new@example.org")[0])
        with transaction():
            db.session.get(Registration, person.id).pending_email = "newer@example.org"
        assert client.get(link).status_code == 410

    @pytest.mark.parametrize("end", ["x", "", "%F0%9F%98%80", ".x.y", "A" * 3000])
    def test_a_forged_link_is_not_found(self, client, event, end):
        register(event)
        link = link_in(mails_to("wei@example.org")[0])[:-4] + end
        assert client.get(link).status_code == 404
        assert client.post(link + "/now").status_code == 404
        assert client.post(link + "/again").status_code == 404

    def test_a_link_from_before_a_revocation_is_not_found(self, client, db, event):
        registration = register(event)
        link = link_in(mails_to("wei@example.org")[0])
        with transaction():
            revoke_links(registration.id)
        assert client.get(link).status_code == 404


class TestStatus:
    def test_the_page_says_where_the_registration_stands(self, client, person):
        page = text(client.get(status_url(person)))
        assert all(words in page for words in ("In review", person.reference, "Wei Lin", "You registered."))
        assert client.get(status_url(person)).headers["Cache-Control"] == "no-store"

    def test_the_page_wears_the_colour_of_its_edition(self, client, db):
        event = make_event(accent="#0a5f38")
        registration = make_registration(event, make_category(event))
        for rest in ("", "withdraw"):
            assert "--accent: #0a5f38" in text(client.get(status_url(registration, rest)))

    def test_a_forged_or_revoked_link_is_not_found(self, client, event, person):
        other = register(event, email="other@example.org")
        mark = status_secret(other).partition(".")[2]
        old = status_url(person)
        for secret in (f"{person.public_id}.{mark}", person.public_id, f"{person.public_id}.", "x.ё", "x."):
            assert client.get(f"/registration/{secret}/").status_code == 404
        assert find_by_secret("\udcff.\udcff") is None
        with transaction():
            revoke_links(person.id)
        assert client.get(old).status_code == 404
        assert client.get(status_url(person)).status_code == 200

    @pytest.mark.parametrize("status", list(Status))
    def test_every_status_has_its_words(self, client, db, event, person, status):
        registration = make_registration(event, db.session.get(Category, person.category_id), status)
        page = text(client.get(status_url(registration)))
        assert "standing__title" in page
        assert "Pre-approved" not in page

    @pytest.mark.parametrize("status", [Status.APPROVED, Status.SUBMITTED])
    def test_the_badge_is_offered_once_approved(self, client, db, event, person, status):
        registration = make_registration(event, db.session.get(Category, person.category_id), status)
        page = text(client.get(status_url(registration)))
        offered = [status_url(registration, f"badge.{kind}") in page for kind in ("pdf", "png")]
        assert offered == [status is Status.APPROVED] * 2

    def test_a_rejection_tells_its_reason(self, client, event, person):
        officer = make_staff(event, Role.ACCREDITATION)
        with transaction():
            decide(
                person.id,
                ReviewAction.REJECT,
                actor_id=officer.id,
                expected_version=person.version,
                now=utcnow(),
                reason=RejectionReason.DUPLICATE,
                note="seen twice, do not tell",
            )
        page = text(client.get(status_url(person)))
        assert "another registration of the same person" in page
        assert "seen twice" not in page
        assert "Change my answers" not in page

    def test_the_page_asks_as_many_questions_for_a_long_history(self, client, person, count_queries):
        def asked():
            with count_queries() as counter:
                client.get(status_url(person))
            return counter.count

        client.get(status_url(person))
        before = asked()
        for choice in ("give", "withdraw", "give"):
            client.post(status_url(person, f"consents/news/{choice}"))
        client.get(status_url(person))
        assert asked() == before

    def test_the_photo_is_for_the_holder_of_the_link(self, client, db):
        event = make_event()
        make_category(event, asks=["photo"])
        given = REQUIRED | {ConsentPurpose.BADGE_PHOTO: True}
        registration = register(event, photo=picture(), consents=given)
        answer = client.get(status_url(registration, "photo"))
        assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert "private" in answer.headers["Cache-Control"]
        assert client.get("/registration/wrong.secret/photo").status_code == 404

    def test_a_link_is_sent_again_once_a_minute(self, client, event):
        registration = register(event, now=utcnow() - timedelta(minutes=5))
        for _ in range(2):
            client.post(status_url(registration, "resend"))
        assert len(mails_to("wei@example.org")) == 2

    def test_an_edition_without_texts_still_shows_the_page(self, client, db):
        event = make_event()
        registration = make_registration(event, make_category(event))
        assert client.get(status_url(registration)).status_code == 200


class TestConsents:
    def test_an_optional_consent_is_given_and_taken_back(self, client, db, person):
        client.post(status_url(person, "consents/news/give"))
        assert ConsentPurpose.NEWS in given_purposes(person.id)
        client.post(status_url(person, "consents/news/withdraw"))
        assert ConsentPurpose.NEWS not in given_purposes(person.id)
        assert db.session.scalar(select(func.count(ConsentRecord.id))) == 3

    def test_a_needed_one_is_refused_in_words(self, client, person):
        answer = client.post(status_url(person, "consents/registration/withdraw"), follow_redirects=True)
        assert "We need this consent" in text(answer)
        assert ConsentPurpose.REGISTRATION in given_purposes(person.id)

    @pytest.mark.parametrize("rest", ["consents/nonsense/give", "consents/news/perhaps"])
    def test_nonsense_is_not_found(self, client, person, rest):
        assert client.post(status_url(person, rest)).status_code == 404


class TestChange:
    def begin(self, client, person):
        return client.post(status_url(person, "edit"))

    def test_the_form_is_filled_and_saves_what_changed(self, client, db, person):
        assert self.begin(client, person).headers["Location"] == status_url(person, "edit/review")
        assert "Silk Atelier" in text(client.get(status_url(person, "edit/review")))
        assert 'value="Wei Lin"' in text(client.get(status_url(person, "edit/identity")))
        answer = client.post(status_url(person, "edit/organisation"), data=WORK | {"job_title": "Chief"})
        assert answer.headers["Location"] == status_url(person, "edit/review")
        assert client.post(status_url(person, "edit/review")).headers["Location"] == status_url(person)
        assert present(db, person).job_title == "Chief"
        assert "You changed your answers." in text(client.get(status_url(person)))
        assert db.session.scalar(select(func.count(RegistrationDraft.id))) == 0

    def test_a_change_by_somebody_else_keeps_the_answers_and_asks_to_check(self, client, db, person):
        self.begin(client, person)
        client.post(status_url(person, "edit/organisation"), data=WORK | {"job_title": "Chief"})
        with transaction():
            db.session.get(Registration, person.id).name_cyrillic = "Вэй Линь"
        refused = client.post(status_url(person, "edit/review"))
        assert (refused.status_code, "changed meanwhile" in text(refused), "Chief" in text(refused)) == (
            422,
            True,
            True,
        )
        assert client.post(status_url(person, "edit/review")).status_code == 303
        assert present(db, person).job_title == "Chief"

    def test_saving_twice_is_harmless(self, client, person):
        self.begin(client, person)
        client.post(status_url(person, "edit/review"))
        assert client.post(status_url(person, "edit/review")).headers["Location"] == status_url(person)

    def test_after_the_decision_it_is_locked(self, client, db, person):
        self.begin(client, person)
        with transaction():
            db.session.get(Registration, person.id).status = Status.APPROVED
        assert client.post(status_url(person, "edit/review")).status_code == 422
        assert "can no longer be changed" in text(client.post(status_url(person, "edit"), follow_redirects=True))

    def test_a_step_without_a_draft_leads_back(self, client, person):
        assert client.get(status_url(person, "edit/contact")).headers["Location"] == status_url(person)

    def test_the_photo_can_be_added_later(self, client, db):
        event = make_event()
        make_category(event, asks=["photo"])
        registration = register(event)
        self.begin(client, registration)
        client.post(status_url(registration, "edit/photo"), data={"photo": (io.BytesIO(picture()), "a.jpg")})
        assert client.get(status_url(registration, "edit/photo.jpg")).mimetype == "image/jpeg"
        refused = client.post(status_url(registration, "edit/review"))
        assert (refused.status_code, "marked as required" in text(refused)) == (422, True)
        client.post(status_url(registration, "edit/consents"), data={"registration": "y", "badge_photo": "y"})
        assert client.post(status_url(registration, "edit/review")).status_code == 303
        assert client.get(status_url(registration, "photo")).status_code == 200

    def test_a_new_address_is_confirmed_by_its_own_link(self, client, db, person):
        self.begin(client, person)
        contact = {"email": "new@example.org", "citizenship": "CN", "residence": "CN"}
        client.post(status_url(person, "edit/contact"), data=contact)
        client.post(status_url(person, "edit/review"))
        assert present(db, person).email == "wei@example.org"
        client.post(link_in(mails_to("new@example.org")[0]) + "/now")
        assert present(db, person).email == "new@example.org"


class TestWithdrawal:
    def test_it_is_asked_once_and_done(self, client, db, person):
        assert "Withdraw your registration?" in text(client.get(status_url(person, "withdraw")))
        assert present(db, person).status is Status.SUBMITTED
        client.post(status_url(person, "withdraw"))
        assert present(db, person).status is Status.WITHDRAWN
        assert client.get(status_url(person, "withdraw")).status_code == 303
        answer = client.post(status_url(person, "withdraw"), follow_redirects=True)
        assert "nothing to withdraw" in text(answer)

    def test_without_the_forgery_token_nothing_happens(self, strict_client, db, person):
        for rest in ("withdraw", "edit", "resend", "consents/news/give"):
            assert strict_client.post(status_url(person, rest)).status_code == 400
        assert present(db, person).status is Status.SUBMITTED


class TestMine:
    def test_it_lists_the_registrations_of_the_account(self, client, db, person):
        sign_in(client, make_account(email="stranger@example.org"))
        assert person.reference not in text(client.get("/my"))
        account = present(db, person).account_id
        sign_in(client, db.session.get(Account, account))
        page = text(client.get("/my"))
        assert (person.reference in page, status_url(person) in page) == (True, True)

    def test_it_asks_as_many_questions_for_three_as_for_one(self, client, db, person, count_queries):
        account = db.session.get(Account, present(db, person).account_id)
        sign_in(client, account)

        def asked():
            client.get("/my")
            with count_queries() as counter:
                client.get("/my")
            return counter.count

        before = asked()
        for _ in range(2):
            event = make_event()
            make_registration(event, make_category(event), account_id=account.id)
        assert asked() == before

    def test_it_asks_for_a_sign_in(self, client, db):
        assert client.get("/my").status_code == 303
