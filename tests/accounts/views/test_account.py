from datetime import timedelta

import pytest
from sqlalchemy import select, update

from summit.accounts.models import Account, AccountSession
from summit.accounts.queries import list_sessions
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.permissions import Role
from tests.factories import make_account, make_event, make_staff, sign_in


def test_name_and_language_are_changed(client, db):
    account = make_account()
    sign_in(client, account)
    answer = client.post("/account", data={"name": " 李 娜 ", "language": "zh-Hans"})
    assert answer.status_code == 303
    row = db.session.get(Account, account.id)
    assert (row.name, row.language) == ("李 娜", "zh-Hans")
    assert 'lang="zh-Hans"' in client.get("/account").text


def test_the_account_s_language_wins_over_an_older_choice(client):
    sign_in(client, make_account())
    client.get("/language/ru")
    client.post("/account", data={"name": "", "language": "ar"})
    assert '<html lang="ar" dir="rtl">' in client.get("/account").text


@pytest.mark.parametrize("values", [{"language": "tlh"}, {"name": "x" * 201}, {"name": "a\x00b"}, {"language": ""}])
def test_wrong_values_are_refused(client, db, values):
    account = make_account(name="Ana")
    sign_in(client, account)
    assert client.post("/account", data={"name": "Ana", "language": "en"} | values).status_code == 422
    assert db.session.get(Account, account.id).name == "Ana"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "O'Neil; DROP TABLE", "'\"><img src=x>", "𝕬𝖓𝖆 🧵"])
def test_any_name_is_shown_as_it_is(client, name):
    sign_in(client, make_account())
    client.post("/account", data={"name": name, "language": "en"})
    assert "<img src=x>" not in client.get("/account").text


def test_sessions_are_listed_and_ended(client, app, db):
    account = make_account()
    other = app.test_client()
    sign_in(other, account)
    [elsewhere] = list_sessions(account.id, utcnow())
    sign_in(client, account)
    assert f'action="/account/sessions/{elsewhere.id}/end"' in client.get("/account/sessions").text
    assert client.post(f"/account/sessions/{elsewhere.id}/end").status_code == 303
    assert other.get("/account").headers["Location"].startswith("/sign-in")
    assert client.get("/account").status_code == 200
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "session_end")).one()
    assert (entry.subject_id, entry.actor_id) == (elsewhere.id, account.id)


def test_nobody_ends_the_session_of_another(client, app):
    theirs, mine = make_account(), make_account()
    other = app.test_client()
    sign_in(other, theirs), sign_in(client, mine)
    [session] = list_sessions(theirs.id, utcnow())
    assert client.post(f"/account/sessions/{session.id}/end").status_code == 404
    assert other.get("/account").status_code == 200


def test_all_others_are_ended_at_once(client, app):
    account = make_account()
    others = [app.test_client() for _ in range(3)]
    for browser in (*others, client):
        sign_in(browser, account)
    client.post("/account/sessions/end-others")
    assert [browser.get("/account").status_code for browser in (*others, client)] == [303, 303, 303, 200]


def test_the_list_costs_the_same_for_one_and_three(client, app, count_queries):
    account = make_account()
    sign_in(client, account)
    counts = []
    for _ in range(2):
        with count_queries() as counter:
            client.get("/account/sessions")
        counts.append(counter.count)
        sign_in(app.test_client(), account), sign_in(app.test_client(), account)
    assert counts[0] == counts[1]


def seen(db, **values):
    db.session.execute(update(AccountSession).values(**values))
    db.session.commit()


def test_an_idle_staff_session_ends_after_twelve_hours(client, db):
    sign_in(client, make_staff(make_event(), Role.OWNER))
    seen(db, last_seen_at=utcnow() - timedelta(hours=11, minutes=59))
    assert client.get("/account").status_code == 200
    seen(db, last_seen_at=utcnow() - timedelta(hours=12, minutes=1))
    assert client.get("/account").status_code == 303


def test_a_delegate_stays_signed_in_for_thirty_days(client, db):
    sign_in(client, make_account())
    seen(db, last_seen_at=utcnow() - timedelta(days=20))
    assert client.get("/account").status_code == 200
    seen(db, expires_at=utcnow())
    assert client.get("/account").status_code == 303


def test_when_somebody_was_seen_is_noted_every_five_minutes(client, db):
    sign_in(client, make_account())
    recent = utcnow() - timedelta(minutes=4)
    seen(db, last_seen_at=recent)
    client.get("/account")
    assert db.session.scalar(select(AccountSession.last_seen_at)) == recent
    seen(db, last_seen_at=utcnow() - timedelta(minutes=6))
    client.get("/account")
    assert db.session.scalar(select(AccountSession.last_seen_at)) > recent


def test_a_closed_account_is_signed_out_at_once(client, db):
    account = make_account()
    sign_in(client, account)
    account.is_active = False
    db.session.commit()
    assert client.get("/account").status_code == 303
