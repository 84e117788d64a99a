import re
from datetime import timedelta

import pyotp
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from summit.accounts.models import Account, RecoveryCode
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.permissions import Role
from tests.accounts.conftest import code_at, new_staff
from tests.factories import make_account, make_event, make_staff, sign_in


@pytest.fixture
def owing(client):
    """A browser that still owes the second factor of its account."""
    sign_in(client, new_staff(make_event()), second_factor=False)
    return client


def show(client, code, **values):
    return client.post("/second-factor", data={"code": code, **values})


def test_nothing_but_the_second_factor_opens_before_it_is_shown(owing):
    for path in ("/account", "/account/sessions", "/account/password"):
        assert owing.get(path).headers["Location"].startswith("/second-factor?")
    assert owing.get("/second-factor").status_code == 200
    assert owing.post("/second-factor/reset").headers["Location"].startswith("/second-factor?")
    assert owing.post("/sign-out").status_code == 303


def test_a_code_opens_what_was_asked_for(owing):
    assert show(owing, code_at(utcnow()), next="/account").headers["Location"] == "/account"
    assert owing.get("/account").status_code == 200


def test_each_step_is_taken_once(owing, app):
    now = utcnow()
    assert show(owing, code_at(now)).status_code == 303
    thief = app.test_client()
    sign_in(thief, _olga(), second_factor=False)
    assert show(thief, code_at(now)).status_code == 422
    assert show(thief, code_at(now - timedelta(seconds=30))).status_code == 422
    assert show(thief, code_at(now + timedelta(seconds=30))).status_code == 303


def _olga():
    from summit.accounts.queries import find_account_by_email

    return find_account_by_email("olga@example.org")


@pytest.mark.parametrize("style", [" {} {} ", "{}-{}"])
def test_codes_are_read_with_spaces(owing, style):
    code = code_at(utcnow())
    assert show(owing, style.format(code[:3], code[3:])).status_code == 303


def test_codes_are_read_in_any_digits(owing):
    code = code_at(utcnow()).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert show(owing, code).status_code == 303


@pytest.mark.parametrize("code", ["", "000", "x" * 10_000, "\x00", "١"])
def test_a_wrong_code_is_asked_for_again(owing, code):
    assert show(owing, code).status_code == 422


def test_wrong_codes_are_throttled_and_recorded(owing, db):
    far = code_at(utcnow() + timedelta(days=1))
    assert [show(owing, far).status_code for _ in range(11)] == [422] * 10 + [429]
    assert show(owing, code_at(utcnow())).status_code == 429
    failed = select(func.count()).where(AuditEntry.action == "second_factor_failed")
    assert db.session.scalar(failed) == 10


def test_the_session_gets_a_new_secret(owing):
    with owing.session_transaction() as cookie:
        before = cookie["_user_id"]
    show(owing, code_at(utcnow()))
    with owing.session_transaction() as cookie:
        assert cookie["_user_id"] != before
        cookie["_user_id"] = before
    assert owing.get("/account").headers["Location"].startswith("/sign-in")


def test_staff_set_up_their_second_factor_at_the_first_sign_in(client, db):
    account = make_staff(make_event(), Role.GATE)
    sign_in(client, account, second_factor=False)
    assert client.get("/second-factor").headers["Location"].startswith("/second-factor/set-up")
    page = client.get("/second-factor/set-up").text
    secret = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    assert client.get("/second-factor/set-up").text.count(secret[:4]) >= 1, "a reload shows the same secret"
    assert client.post("/second-factor/set-up", data={"code": "000"}).status_code == 422
    assert client.get("/account").status_code == 303
    done = client.post("/second-factor/set-up", data={"code": pyotp.TOTP(secret).at(utcnow())})
    codes = re.findall(r'<code dir="ltr">([0-9a-f]{6}-[0-9a-f]{6})</code>', done.text)
    assert len(set(codes)) == 8
    assert client.get("/account").status_code == 200
    sealed = db.session.scalar(select(Account.totp_secret).where(Account.id == account.id))
    assert secret.encode() not in sealed
    _each_recovery_code_works_once(client, account, codes)


def _each_recovery_code_works_once(client, account, codes):
    sign_in(client, account, second_factor=False)
    assert show(client, codes[0].upper()).status_code == 303
    sign_in(client, account, second_factor=False)
    assert show(client, codes[0]).status_code == 422
    assert show(client, codes[1].replace("-", "")).status_code == 303


def test_a_second_set_up_does_not_replace_the_first(owing):
    assert owing.get("/second-factor/set-up").headers["Location"].startswith("/second-factor")
    assert owing.post("/second-factor/set-up", data={"code": code_at(utcnow())}).status_code == 303
    assert owing.get("/account").status_code == 303


def test_one_may_set_up_a_new_one_after_showing_the_old(client, app, db):
    account = new_staff(make_event())
    other = app.test_client()
    sign_in(client, account), sign_in(other, account)
    assert client.post("/second-factor/reset").headers["Location"] == "/second-factor/set-up"
    assert client.get("/account").status_code == 303
    assert other.get("/account").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0


def test_delegates_owe_none(client):
    sign_in(client, make_account(), second_factor=False)
    assert client.get("/account").status_code == 200
    assert client.get("/second-factor?next=/account").headers["Location"] == "/account"
    assert client.get("/second-factor/set-up").status_code == 303


def test_staff_come_to_the_edition_they_work_for(owing):
    slug = _slug_of_olgas_edition()
    assert show(owing, code_at(utcnow())).headers["Location"] == f"/e/{slug}/"


def _slug_of_olgas_edition():
    from summit.accounts.queries import list_grants
    from summit.events.queries import get_event

    return get_event(list_grants(_olga().id)[0].event_id).slug


def test_giving_up_the_own_second_factor_is_asked_about_first(client):
    sign_in(client, new_staff(make_event()))
    page = BeautifulSoup(client.get("/account").text, "html5lib")
    question = page.find("form", action="/second-factor/reset").find_parent("details")
    assert question.summary.text == "Set up a new second factor"
    assert not question.has_attr("open")
