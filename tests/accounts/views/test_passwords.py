import re

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from summit.accounts.models import Account, AccountSession
from summit.accounts.rules import LinkPurpose
from summit.accounts.services import passwords
from summit.audit.models import AuditEntry
from summit.permissions import Role
from tests.accounts.conftest import PASSWORD, new_link, new_staff, path_in
from tests.factories import make_account, make_event, make_staff, sign_in

NEW = "corduroy under seven ribbons"


def enter(client, password, email="olga@example.org", **values):
    return client.post("/sign-in/staff", data={"email": email, "password": password, **values})


def set_new(client, path, password=NEW, again=None):
    return client.post(path, data={"new_password": password, "new_password_again": again or password})


def test_a_password_leads_to_the_second_factor(client):
    new_staff(make_event())
    answer = enter(client, PASSWORD, next="/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/second-factor?next=/account")
    assert client.get("/account").headers["Location"].startswith("/second-factor?")


def test_a_refusal_does_not_tell_who_exists(client, app, db):
    new_staff(make_event())
    make_account(email="delegate@example.org")
    pages = set()
    for email in ("olga@example.org", "delegate@example.org", "nobody@example.org"):
        response = enter(app.test_client(), "wrong horse wrong staple", email)
        text = re.sub(r'(nonce|name="csrf_token" value)="[^"]*"', "", response.text).replace(email, "…")
        pages.add((response.status_code, text))
    assert [status for status, _ in pages] == [422]
    assert db.session.scalar(select(func.count()).select_from(AccountSession)) == 0


def test_an_unknown_address_costs_one_hash_too(client, monkeypatch):
    new_staff(make_event())
    checked = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, *rest: checked.append(1) or verify(self, *rest))
    for email in ("olga@example.org", "nobody@example.org"):
        enter(client, "wrong horse wrong staple", email)
    assert len(checked) == 2


def test_wrong_passwords_are_throttled_and_recorded(client, db):
    account = new_staff(make_event())
    statuses = [enter(client, "wrong").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert enter(client, PASSWORD).status_code == 429
    failed = select(func.count()).where(AuditEntry.action == "sign_in_failed", AuditEntry.subject_id == account.id)
    assert db.session.scalar(failed) == 10


def test_the_right_password_clears_the_count(client):
    new_staff(make_event())
    for _ in range(9):
        enter(client, "wrong")
    assert enter(client, PASSWORD).status_code == 303
    assert enter(client, "wrong").status_code == 422


@pytest.mark.parametrize("password", ["", "x" * 100_000, "\x00", "пароль", "a" * 257])
def test_no_password_breaks_the_page(client, password):
    new_staff(make_event())
    assert enter(client, password).status_code == 422


def test_entered_values_stay_but_not_the_password(client):
    page = enter(client, "wrong horse wrong staple", "Olga@example.org").text
    assert 'value="Olga@example.org"' in page
    assert "wrong horse" not in page


def test_an_outdated_hash_is_renewed(client, db):
    account = new_staff(make_event())
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    account.password_hash = old
    db.session.commit()
    assert enter(client, PASSWORD).status_code == 303
    assert db.session.scalar(select(Account.password_hash)) != old
    assert enter(client, PASSWORD).status_code == 303


def test_a_password_is_the_same_on_every_keyboard(client):
    new_staff(make_event())
    assert enter(client, PASSWORD.replace("linen", "ｌｉｎｅｎ")).status_code == 303


def test_forgotten_passwords_are_mailed_to_staff_only(client, mailed):
    make_staff(make_event(), Role.GATE, email="gate@example.org")
    make_account(email="delegate@example.org")
    for email in ("gate@example.org", "delegate@example.org", "nobody@example.org"):
        answer = client.post("/sign-in/staff/forgotten", data={"email": email})
        assert answer.headers["Location"] == "/sign-in/sent"
    assert [len(mailed(f"{name}@example.org")) for name in ("gate", "delegate", "nobody")] == [1, 0, 0]
    path = path_in(mailed("gate@example.org")[0])
    assert client.get(path).status_code == 200
    assert set_new(client, path).headers["Location"] == "/second-factor"
    assert "Your password is set." in client.get("/second-factor/set-up").text
    assert set_new(client, path).status_code == 410
    assert enter(client, NEW, "gate@example.org").status_code == 303


def test_a_refused_password_leaves_the_link_unspent(client):
    path = f"/sign-in/password/{new_link(new_staff(make_event()), LinkPurpose.SET_PASSWORD)}"
    assert set_new(client, path, "short").status_code == 422
    assert set_new(client, path, "olga@example.org").status_code == 422
    assert set_new(client, path, NEW, "another one entirely").status_code == 422
    assert set_new(client, path).status_code == 303


def test_a_sign_in_link_sets_no_password(client):
    secret = new_link(new_staff(make_event()))
    assert set_new(client, f"/sign-in/password/{secret}").status_code == 410


def test_setting_a_password_signs_out_everywhere_and_keeps_the_second_factor(client, app):
    account = new_staff(make_event())
    other = app.test_client()
    sign_in(other, account)
    set_new(client, f"/sign-in/password/{new_link(account, LinkPurpose.SET_PASSWORD)}")
    assert other.get("/account").headers["Location"].startswith("/sign-in")
    assert client.get("/account").headers["Location"].startswith("/second-factor")


def test_changing_a_password_asks_for_the_present_one(client, app, db):
    account = new_staff(make_event())
    other = app.test_client()
    sign_in(client, account), sign_in(other, account)
    form = {"present_password": "wrong", "new_password": NEW, "new_password_again": NEW}
    assert client.post("/account/password", data=form).status_code == 422
    assert client.post("/account/password", data=form | {"present_password": PASSWORD}).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert enter(app.test_client(), NEW).status_code == 303


def test_hashes_are_argon2id(app):
    assert passwords.hash_password(PASSWORD).startswith("$argon2id$")
