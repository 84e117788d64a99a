"""The staged form in a browser: order, drafts, errors, bad input, sending."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.accounts.rules import AttemptKind
from summit.accounts.services.throttle import admit_attempt
from summit.clock import utcnow
from summit.database import transaction
from summit.registration import tasks
from summit.registration.models import Registration, RegistrationDraft
from summit.registration.rules import ConsentPurpose
from summit.registration.services import consents
from tests.factories import make_category, make_event
from tests.registration.delegates import CONTACT, IDENTITY, WORK, fill_in, mails_to, picture

NAUGHTY = [
    "Robert'); DROP TABLE registrations;--",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} %(name)s %s",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "田中さんにあげて下さい 👩‍👩‍👧‍👦 🏳️‍🌈",
    "ﷺ الكل في المجمو عة",
    "ﬀﬁ Ⅷ ｱｲｳ",
    "' OR 1=1 --",
    "O’Brien-Ñuñez d'Été",
]


@pytest.fixture
def event(db):
    event = make_event()
    make_category(event)
    return event


def url(event, step=""):
    return f"/e/{event.slug}/register/{step}"


def text(answer):
    return answer.get_data(as_text=True)


def count(db):
    return db.session.scalar(select(func.count(Registration.id)))


def test_the_start_lists_the_categories_and_begins_nothing(client, db, event):
    make_category(event, "P", names={"en": "Press"}, is_open=False)
    page = text(client.get(url(event)))
    assert ("Delegate" in page, "Closed" in page, "Begin" in page) == (True, True, True)
    assert db.session.scalar(select(func.count(RegistrationDraft.id))) == 0


def test_a_closed_edition_says_so(client, event):
    closed = make_event()
    make_category(closed, is_open=False)
    assert "Registration is not open" in text(client.get(url(closed)))


def test_an_edition_that_is_not_public_has_no_form(client, db):
    hidden = make_event(is_public=False)
    assert client.get(url(hidden)).status_code == 404
    assert client.get(url(hidden, "category")).status_code == 404


def test_the_whole_form_makes_one_unconfirmed_registration(client, db, event):
    fill_in(client, event)
    page = text(client.get(url(event, "review")))
    assert all(words in page for words in ("Wēi Lín", "林薇", "Silk Atelier", "+8613812345678", "China"))
    answer = client.post(url(event, "review"))
    assert answer.headers["Location"] == url(event, "sent")
    assert "wei@example.org" in text(client.get(url(event, "sent")))
    assert client.get(url(event, "sent")).headers["Cache-Control"] == "no-store"
    row = db.session.scalars(select(Registration)).one()
    assert (row.name_latin, row.name_native, row.native_language) == ("Wēi Lín", "林薇", "zh-Hans")
    assert (row.languages_spoken, row.phone, row.email) == (["zh-Hans", "en"], "+8613812345678", "wei@example.org")
    assert len(mails_to("wei@example.org")) == 1


def test_sending_twice_makes_one_registration(client, db, event):
    fill_in(client, event)
    answers = [client.post(url(event, "review")) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {url(event, "sent")}
    assert (count(db), len(mails_to("wei@example.org"))) == (1, 1)


def test_a_known_address_sees_the_same_page(app, client, db, event):
    for browser in (client, app.test_client()):
        fill_in(browser, event)
        assert browser.post(url(event, "review")).headers["Location"] == url(event, "sent")
        assert "wei@example.org" in text(browser.get(url(event, "sent")))
    assert count(db) == 1


def test_one_address_cannot_send_forms_without_end(client, db, event):
    sent = utcnow()
    with transaction():
        for _ in range(10):
            admit_attempt(AttemptKind.REGISTRATION, "wei@example.org", "127.0.0.1", now=sent)
    fill_in(client, event)
    answer = client.post(url(event, "review"))
    assert (answer.status_code, "too many attempts" in text(answer)) == (422, True)
    assert count(db) == 0


def test_a_later_step_leads_back_to_the_first_gap(client, event):
    assert client.get(url(event, "review")).headers["Location"].endswith("/register/")
    client.post(url(event, "category"), data={"category": "D"})
    assert client.get(url(event, "consents")).headers["Location"] == url(event, "identity")
    assert client.post(url(event, "contact"), data=CONTACT).headers["Location"] == url(event, "identity")


def test_an_unknown_step_is_not_found(client, event):
    assert client.get(url(event, "passport")).status_code == 404


def test_going_back_loses_nothing(client, event):
    fill_in(client, event, until="consents")
    page = text(client.get(url(event, "identity")))
    assert 'value="Wēi Lín"' in page
    assert 'value="Silk Atelier"' in text(client.get(url(event, "organisation")))


def test_after_a_change_the_reader_returns_to_the_check_page(client, event):
    fill_in(client, event)
    answer = client.post(url(event, "organisation"), data=WORK | {"job_title": "Chief"})
    assert answer.headers["Location"] == url(event, "review")


def test_the_badge_follows_a_corrected_name(client, event):
    fill_in(client, event)
    client.post(url(event, "identity"), data=IDENTITY | {"call_me": "Vivi"})
    assert 'value="Vivi"' in text(client.get(url(event, "organisation")))


def test_badge_lines_written_by_hand_stay(client, event):
    fill_in(client, event, organisation={"badge_line1": "Madame Lin"})
    client.post(url(event, "identity"), data=IDENTITY | {"call_me": "Vivi"})
    assert 'value="Madame Lin"' in text(client.get(url(event, "organisation")))


def test_a_new_category_keeps_answers_and_asks_what_it_adds(client, db, event):
    make_category(event, "S", asks=["photo", "diet", "travel"])
    fill_in(client, event)
    assert client.post(url(event, "category"), data={"category": "S"}).status_code == 303
    assert client.get(url(event, "review")).headers["Location"] == url(event, "contact")
    assert 'name="document_issuer"' in text(client.get(url(event, "contact")))
    client.post(url(event, "contact"), data=CONTACT | {"document_issuer": "CN"})
    assert client.get(url(event, "review")).headers["Location"] == url(event, "photo")
    client.post(url(event, "category"), data={"category": "D"})
    client.post(url(event, "consents"), data={"registration": "y"})
    client.post(url(event, "review"))
    assert db.session.scalars(select(Registration)).one().document_issuer == ""


def test_an_edition_keeps_its_draft_beside_another_one(client, event):
    other = make_event()
    make_category(other)
    fill_in(client, event, until="contact")
    fill_in(client, other, until="identity")
    assert 'value="Wēi Lín"' in text(client.get(url(event, "identity")))
    assert 'value="Wēi Lín"' not in text(client.get(url(other, "identity")))


def test_another_browser_sees_nothing_of_a_draft(app, client, event):
    fill_in(client, event, until="contact")
    assert app.test_client().get(url(event, "identity")).headers["Location"] == url(event)


def test_the_draft_cookie_is_out_of_reach_of_scripts(client, event):
    answer = client.post(url(event, "category"), data={"category": "D"})
    cookie = answer.headers["Set-Cookie"]
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie, "Path=/" in cookie) == (True, True, True)


@pytest.mark.parametrize("step", ["category", "identity", "contact", "organisation", "consents"])
def test_an_empty_step_is_answered_with_its_errors(client, event, step):
    fill_in(client, event, until=step)
    answer = client.post(url(event, step), data={})
    assert (answer.status_code, "There is a problem" in text(answer)) == (422, True)


@pytest.mark.parametrize(
    ("step", "data", "words"),
    [
        ("category", {"category": "P"}, "is not open"),
        ("category", {"category": "ZZ"}, "is not open"),
        ("identity", IDENTITY | {"native_language": ""}, "choose the language"),
        ("identity", IDENTITY | {"name_latin": "x" * 201}, "longer than 200"),
        ("identity", IDENTITY | {"name_latin": "a\u202eb"}, "reverse the reading order"),
        ("contact", CONTACT | {"email": "wei@@example"}, "name@example.org"),
        ("contact", CONTACT | {"email": "wei@exa\udc80mple.org"}, "name@example.org"),
        ("contact", CONTACT | {"phone": "12"}, "country code"),
        ("contact", CONTACT | {"citizenship": "XX"}, "from the list"),
        ("contact", CONTACT | {"represents": "🇨🇳"}, "from the list"),
        ("organisation", WORK | {"organisation": "o" * 201}, "at most 200"),
        ("organisation", WORK | {"languages_spoken": ["tlh"]}, "There is a problem"),
    ],
)
def test_bad_answers_are_refused_and_stay(client, db, event, step, data, words):
    fill_in(client, event, until=step)
    answer = client.post(url(event, step), data={k: _sendable(v) for k, v in data.items()})
    assert (answer.status_code, words in text(answer)) == (422, True), text(answer)
    kept = [value for value in data.values() if isinstance(value, str) and value.isalpha() and len(value) > 2]
    assert all(value in text(answer) for value in kept)


def _sendable(value):
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if isinstance(value, str) else value


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_naughty_strings_are_stored_as_they_are_and_shown_escaped(client, db, event, naughty):
    fill_in(client, event, identity={"name_latin": naughty}, organisation={"organisation": naughty})
    page = text(client.get(url(event, "review")))
    assert "<script>alert" not in page
    assert client.post(url(event, "review")).status_code == 303
    row = db.session.scalars(select(Registration)).one()
    assert row.name_latin == naughty.strip()


@pytest.mark.parametrize("bad", ["a\x00b", "a\x1bb"])
def test_control_characters_are_refused_in_every_text(client, event, bad):
    fill_in(client, event, until="identity")
    assert client.post(url(event, "identity"), data=IDENTITY | {"honorific": bad}).status_code == 422
    fill_in(client, event, until="organisation")
    assert client.post(url(event, "organisation"), data=WORK | {"job_title": bad}).status_code == 422


@pytest.mark.parametrize("body", [b"name_latin=%FF%FE%80", b"name_latin=\xff\xfe", b"%00=%00&name_latin="])
def test_a_wrong_encoding_is_answered_and_not_a_fault(client, event, body):
    fill_in(client, event, until="identity")
    answer = client.post(
        url(event, "identity"), data=body, content_type="application/x-www-form-urlencoded; charset=latin-1"
    )
    assert answer.status_code in {303, 400, 422}


def test_without_the_forgery_token_nothing_is_kept(strict_client, db, event):
    answer = strict_client.post(url(event, "category"), data={"category": "D"})
    assert answer.status_code == 400
    assert db.session.scalar(select(func.count(RegistrationDraft.id))) == 0


def test_an_expired_draft_begins_anew_and_is_purged(client, db, event):
    fill_in(client, event)
    draft = db.session.scalars(select(RegistrationDraft)).one()
    draft.expires_at = utcnow() - timedelta(seconds=1)
    db.session.commit()
    assert client.post(url(event, "review")).headers["Location"] == url(event)
    assert count(db) == 0
    tasks.tidy_up(utcnow())
    assert db.session.scalar(select(func.count(RegistrationDraft.id))) == 0


def test_a_category_that_closed_meanwhile_refuses_at_the_end(client, db, event):
    category = make_category(event, "P", names={"en": "Press"})
    fill_in(client, event, category={"category": "P"})
    category.closes_at = utcnow() - timedelta(hours=1)
    db.session.commit()
    answer = client.post(url(event, "review"))
    page = text(answer)
    assert (answer.status_code, "Registration closed on" in page, "+00:00" in page) == (422, True, False)
    assert count(db) == 0


def test_a_text_that_changed_meanwhile_is_read_again(client, db, event):
    fill_in(client, event)
    with transaction():
        consents.publish_text(event.id, ConsentPurpose.REGISTRATION, "en", "New words")
    assert client.post(url(event, "review")).status_code == 422
    assert client.get(url(event, "review")).headers["Location"] == url(event, "consents")
    assert "New words" in text(client.get(url(event, "consents")))


def test_the_form_speaks_arabic_from_right_to_left_and_shows_texts_in_russian_and_english(client, event):
    client.set_cookie("language", "ar")
    fill_in(client, event, until="consents")
    page = text(client.get(url(event, "consents")))
    assert ('dir="rtl"' in page, 'lang="ru" dir="ltr"' in page, 'lang="en" dir="ltr"' in page) == (True,) * 3


def test_no_consent_is_ticked_beforehand(client, event):
    fill_in(client, event, until="consents")
    assert "checked" not in text(client.get(url(event, "consents")))


class TestPhoto:
    @pytest.fixture
    def event(self, client, db):
        event = make_event()
        make_category(event, asks=["photo"])
        fill_in(client, event, until="consents")
        return event

    def upload(self, client, event, data, name="me.jpg"):
        return client.post(url(event, "photo"), data={"photo": (io.BytesIO(data), name)})

    def test_an_upload_is_shown_and_stored(self, client, db, event):
        assert self.upload(client, event, picture()).headers["Location"] == url(event, "consents")
        answer = client.get(url(event, "photo.jpg"))
        assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert "private" in answer.headers["Cache-Control"]
        client.post(url(event, "consents"), data={"registration": "y", "badge_photo": "y"})
        assert client.post(url(event, "review")).status_code == 303
        assert db.session.scalar(select(func.count(Registration.id))) == 1

    def test_a_photo_needs_its_consent(self, client, event):
        self.upload(client, event, picture())
        assert client.post(url(event, "consents"), data={"registration": "y"}).status_code == 422

    def test_it_can_be_skipped(self, client, event):
        assert client.post(url(event, "photo"), data={}).headers["Location"] == url(event, "consents")
        assert client.get(url(event, "photo.jpg")).status_code == 404

    @pytest.mark.parametrize("data", [b"not a photo", bytes(10 * 1024 * 1024 + 1), picture((50, 50))])
    def test_bad_uploads_are_refused_at_the_field(self, client, event, data):
        answer = self.upload(client, event, data, "me.exe")
        assert (answer.status_code, 'href="#photo"' in text(answer)) == (422, True)

    def test_a_request_beyond_the_limit_is_answered(self, client, event):
        assert self.upload(client, event, bytes(13 * 1024 * 1024)).status_code == 413

    def test_a_photo_can_be_removed_again(self, client, event):
        self.upload(client, event, picture())
        client.post(url(event, "photo"), data={"remove": "y"})
        assert client.get(url(event, "photo.jpg")).status_code == 404
