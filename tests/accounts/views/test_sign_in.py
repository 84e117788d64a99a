import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.accounts.models import AccountSession, SignInLink
from summit.accounts.rules import LinkPurpose
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.jobs.models import Job
from tests.accounts.conftest import new_link, path_in
from tests.factories import make_account, sign_in


def who(client):
    page = client.get("/account")
    return re.search(r"<bdi dir=\"ltr\">([^<]+)</bdi>", page.text)[1] if page.status_code == 200 else None


def test_a_mailed_link_signs_in(client, mailed):
    account = make_account(email="ana@example.org")
    assert client.post("/sign-in", data={"email": " Ana@Example.org "}).headers["Location"] == "/sign-in/sent"
    [mail] = mailed("ana@example.org")
    assert client.get(path_in(mail)).status_code == 200
    assert who(client) is None, "opening the link must not sign in: mail scanners open links"
    assert client.post(path_in(mail)).status_code == 303
    assert who(client) == account.email


@pytest.mark.parametrize(("language", "subject"), [("en", "Your sign-in link"), ("ar", None)])
def test_the_mail_is_in_the_language_of_the_account(client, mailed, language, subject):
    make_account(email="ana@example.org", language=language)
    client.post("/sign-in", data={"email": "ana@example.org"})
    [mail] = mailed("ana@example.org")
    assert mail.language == language
    assert subject is None or mail.subject == subject


def test_the_cookie_holds_a_secret_that_the_database_does_not_know(client, db):
    secret = sign_in(client, make_account())
    row = db.session.scalars(select(AccountSession)).one()
    assert len(secret) >= 43
    assert secret not in row.secret_hash


def test_a_link_works_once(client, app):
    secret = new_link(make_account())
    assert client.post(f"/sign-in/link/{secret}").status_code == 303
    again = app.test_client().post(f"/sign-in/link/{secret}")
    assert again.status_code == 410
    assert "used already" in again.text
    assert "/sign-in" in again.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_ends_after_twenty_minutes(client, method):
    now = utcnow()
    old = new_link(make_account(), now=now - timedelta(minutes=20))
    young = new_link(make_account(), now=now - timedelta(minutes=19))
    refused = getattr(client, method)(f"/sign-in/link/{old}")
    assert (refused.status_code, "has expired" in refused.text) == (410, True)
    assert getattr(client, method)(f"/sign-in/link/{young}").status_code in {200, 303}


@pytest.mark.parametrize("secret", ["forged", "x" * 5000, "%F0%9F%98%80", "..", "a b"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_link_is_refused(client, method, secret):
    refused = getattr(client, method)(f"/sign-in/link/{secret}")
    assert refused.status_code in {404, 410}
    assert who(client) is None


def test_a_link_for_a_password_does_not_sign_in(client):
    secret = new_link(make_account(), LinkPurpose.SET_PASSWORD)
    assert client.post(f"/sign-in/link/{secret}").status_code == 410


def test_a_closed_account_is_not_let_in(client):
    secret = new_link(make_account(is_active=False))
    assert client.post(f"/sign-in/link/{secret}").status_code == 410


def test_a_link_replaces_the_session_of_another_account(client, app):
    first, second = make_account(), make_account()
    carried = sign_in(client, first)
    secret = new_link(second)
    assert "another address" in client.get(f"/sign-in/link/{secret}").text
    client.post(f"/sign-in/link/{secret}")
    assert who(client) == second.email
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = carried
    assert who(thief) is None


def test_a_planted_session_does_not_survive_signing_in(client):
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "planted"
        cookie["left"] = "over"
    client.post(f"/sign-in/link/{new_link(make_account())}")
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted"
        assert "left" not in cookie


def test_the_answer_does_not_tell_who_exists(app, db, mailed):
    make_account(email="known@example.org")
    make_account(email="closed@example.org", is_active=False)
    answers = set()
    for email in ("known@example.org", "unknown@example.org", "closed@example.org"):
        browser = app.test_client()
        response = browser.post("/sign-in", data={"email": email}, follow_redirects=True)
        answers.add((response.status_code, re.sub(r"nonce=\"[^\"]*\"", "", response.text)))
    assert len(answers) == 1
    assert db.session.scalar(select(func.count()).select_from(Job)) == 3
    assert [len(mailed(f"{who}@example.org")) for who in ("known", "unknown", "closed")] == [1, 0, 0]


def test_known_or_not_the_same_statements_run(client, count_queries):
    make_account(email="known@example.org")
    counts = []
    for email in ("known@example.org", "unknown@example.org"):
        with count_queries() as counter:
            client.post("/sign-in", data={"email": email})
        counts.append(counter.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
def test_links_are_throttled_for_everybody_alike(client, mailed, email):
    make_account(email="known@example.org")
    statuses = [client.post("/sign-in", data={"email": email}).status_code for _ in range(7)]
    assert statuses == [303] * 5 + [429] * 2
    assert len(mailed(email)) == (5 if email.startswith("known") else 0)


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@", "x" * 300 + "@example.org", "a\x00b@example.org", "a\nb@example.org"]
)
def test_an_unreadable_address_is_asked_for_again(client, db, email):
    response = client.post("/sign-in", data={"email": email, "next": "/account"})
    assert response.status_code == 422
    assert 'value="/account"' in response.text
    assert db.session.scalar(select(func.count()).select_from(Job)) == 0


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert('evil')",
        "http:evil.example",
        "\t//evil.example",
        "https://localhost@evil.example/",
    ],
)
def test_nobody_is_sent_to_another_site(client, target):
    account = make_account()
    after_link = client.post(f"/sign-in/link/{new_link(account, next_url=target)}")
    signed_in_already = client.get("/sign-in", query_string={"next": target})
    for response in (after_link, signed_in_already):
        assert response.status_code == 303
        assert "evil" not in response.headers["Location"]
        assert response.headers["Location"].startswith("/")


def test_one_comes_back_to_where_one_was_asked_to_sign_in(client, mailed):
    make_account(email="ana@example.org")
    asked = client.get("/account/sessions").headers["Location"]
    client.post("/sign-in", data={"email": "ana@example.org", "next": asked.partition("next=")[2]})
    answer = client.post(path_in(mailed("ana@example.org")[0]))
    assert answer.headers["Location"] == "/account/sessions"


def test_signing_out_ends_the_session(client, app, db):
    carried = sign_in(client, make_account())
    assert client.post("/sign-out").status_code == 303
    assert who(client) is None
    with client.session_transaction() as cookie:
        cookie["_user_id"] = carried
    assert who(client) is None
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 303


def test_signing_in_needs_the_forgery_token(strict_client):
    secret = new_link(make_account())
    assert strict_client.post(f"/sign-in/link/{secret}").status_code == 400
    page = strict_client.get(f"/sign-in/link/{secret}").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    assert strict_client.post(f"/sign-in/link/{secret}", data={"csrf_token": token}).status_code == 303


def test_signing_in_and_out_is_recorded(client, db):
    account = make_account()
    client.post(f"/sign-in/link/{new_link(account)}")
    client.post("/sign-out")
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["link_sent", "sign_in", "session_end"]
    assert db.session.scalar(select(SignInLink.used_at)) is not None
