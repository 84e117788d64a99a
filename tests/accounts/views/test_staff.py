import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from summit.accounts.models import Account, RoleGrant
from summit.accounts.queries import list_staff
from summit.audit.models import AuditEntry
from summit.permissions import Role
from tests.accounts.conftest import new_staff, path_in
from tests.factories import make_event, make_staff, sign_in


@pytest.fixture
def event(db):
    return make_event()


def invite(client, event, email="new@example.org", role="gate"):
    return client.post(f"/e/{event.slug}/staff", data={"email": email, "role": role})


def grant_of(db, account):
    return db.session.scalars(select(RoleGrant.id).where(RoleGrant.account_id == account.id)).first()


def test_somebody_new_is_invited_and_chooses_a_password(client, app, db, event, mailed):
    sign_in(client, make_staff(event, Role.OWNER))
    assert invite(client, event).status_code == 303
    [mail] = mailed("new@example.org")
    assert "Fashion Summit" in mail.subject
    assert "Gate staff" in mail.text
    guest = app.test_client()
    form = {"new_password": "seven silver bobbins", "new_password_again": "seven silver bobbins"}
    assert guest.post(path_in(mail), data=form).headers["Location"] == "/second-factor"
    assert [row.role for row in list_staff(event.id) if row.email == "new@example.org"] == [Role.GATE]
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "role_granted")).one().event_id == event.id


def test_somebody_known_gets_no_new_password_link(client, event, mailed):
    new_staff(make_event(), email="known@example.org")
    sign_in(client, make_staff(event, Role.OWNER))
    invite(client, event, "Known@example.org")
    [mail] = mailed("known@example.org")
    assert path_in(mail) == "/sign-in/staff"


def test_an_invitation_twice_is_harmless(client, db, event, mailed):
    sign_in(client, make_staff(event, Role.OWNER))
    invite(client, event), invite(client, event)
    assert len(mailed("new@example.org")) == 1
    assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == 2


@pytest.mark.parametrize("role", ["owner", "privacy", "emperor", ""])
def test_nobody_grants_a_role_above_their_own(client, db, event, role):
    sign_in(client, make_staff(event, Role.ORGANISER))
    assert invite(client, event, role=role).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == 1
    assert db.session.scalar(select(func.count()).select_from(Account)) == 1


def test_a_refused_invitation_keeps_what_was_typed(client, event):
    sign_in(client, make_staff(event, Role.OWNER))
    response = invite(client, event, email="not-an-address")
    assert response.status_code == 422
    assert 'value="not-an-address"' in response.text


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OWNER, Role.ORGANISER}])
def test_only_those_who_manage_staff_see_the_page(client, event, role):
    sign_in(client, make_staff(event, role))
    assert client.get(f"/e/{event.slug}/staff").status_code == 403
    assert invite(client, event).status_code == 403


def test_roles_hold_in_their_own_edition_only(client, event):
    sign_in(client, make_staff(event, Role.OWNER))
    other = make_event()
    assert client.get(f"/e/{event.slug}/staff").status_code == 200
    assert client.get(f"/e/{other.slug}/staff").status_code == 403
    assert invite(client, other).status_code == 403


def test_a_role_for_all_editions_holds_everywhere(client, event):
    sign_in(client, make_staff(None, Role.OWNER))
    for edition in (event, make_event()):
        assert client.get(f"/e/{edition.slug}/staff").status_code == 200


def test_a_withdrawn_role_is_gone_at_once(client, app, db, event):
    helper = make_staff(event, Role.ORGANISER)
    theirs = app.test_client()
    sign_in(theirs, helper), sign_in(client, make_staff(event, Role.OWNER))
    assert theirs.get(f"/e/{event.slug}/staff").status_code == 200
    assert client.post(f"/e/{event.slug}/staff/{grant_of(db, helper)}/withdraw").status_code == 303
    assert theirs.get(f"/e/{event.slug}/staff").status_code == 403
    assert db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "role_withdrawn")).one() == {
        "role": "organiser"
    }


def test_the_last_owner_stays(client, db, event):
    owner = make_staff(event, Role.OWNER)
    sign_in(client, owner)
    assert client.post(f"/e/{event.slug}/staff/{grant_of(db, owner)}/withdraw").status_code == 422
    second = make_staff(event, Role.OWNER)
    assert client.post(f"/e/{event.slug}/staff/{grant_of(db, owner)}/withdraw").status_code == 303
    assert [row.account_id for row in list_staff(event.id)] == [second.id]


def test_an_organiser_does_not_withdraw_an_owner(client, db, event):
    owners = [make_staff(event, Role.OWNER) for _ in range(2)]
    sign_in(client, make_staff(event, Role.ORGANISER))
    assert client.post(f"/e/{event.slug}/staff/{grant_of(db, owners[0])}/withdraw").status_code == 422
    assert len(list_staff(event.id)) == 3


def test_an_owner_of_one_edition_does_not_touch_roles_for_all(client, db, event):
    everywhere = make_staff(None, Role.READ_ONLY)
    sign_in(client, make_staff(event, Role.OWNER))
    assert client.post(f"/e/{event.slug}/staff/{grant_of(db, everywhere)}/withdraw").status_code == 422


def test_roles_of_another_edition_are_out_of_reach(client, db, event):
    elsewhere = make_staff(make_event(), Role.GATE)
    sign_in(client, make_staff(event, Role.OWNER))
    client.post(f"/e/{event.slug}/staff/{grant_of(db, elsewhere)}/withdraw")
    assert grant_of(db, elsewhere) is not None


def test_an_owner_resets_a_lost_second_factor(client, db, event):
    lost = new_staff(event, Role.GATE)
    sign_in(client, make_staff(event, Role.OWNER))
    path = f"/e/{event.slug}/staff/{grant_of(db, lost)}/reset-second-factor"
    assert client.post(path).status_code == 303
    assert db.session.get(Account, lost.id).totp_confirmed_at is None


def test_a_second_factor_is_not_reset_to_reach_a_higher_role(client, db, event):
    lost = new_staff(event, Role.GATE)
    db.session.add(RoleGrant(account_id=lost.id, event_id=make_event().id, role=Role.OWNER))
    db.session.commit()
    sign_in(client, make_staff(event, Role.OWNER))
    path = f"/e/{event.slug}/staff/{grant_of(db, lost)}/reset-second-factor"
    assert client.post(path).status_code == 422
    assert db.session.get(Account, lost.id).totp_confirmed_at is not None


def test_the_list_costs_the_same_for_one_and_three(client, event, count_queries):
    sign_in(client, make_staff(event, Role.OWNER))
    counts = []
    for _ in range(2):
        with count_queries() as counter:
            client.get(f"/e/{event.slug}/staff")
        counts.append(counter.count)
        make_staff(event, Role.GATE), make_staff(event, Role.AGENDA)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("path", "answer"), [("withdraw", "Yes, withdraw it"), ("reset-second-factor", "Yes, reset it")]
)
def test_a_step_against_somebody_is_asked_about_first(client, db, event, path, answer):
    sign_in(client, make_staff(event, Role.OWNER))
    grant_id = grant_of(db, new_staff(event, Role.GATE))
    page = BeautifulSoup(client.get(f"/e/{event.slug}/staff").text, "html5lib")
    form = page.find("form", action=f"/e/{event.slug}/staff/{grant_id}/{path}")
    question = form.find_parent("details")
    assert form.button.text == answer
    assert "Olga Invented" in [name.text for name in question.p.select("bdi")]
    assert not question.has_attr("open")


def test_the_account_menu_folds_without_a_script(client, event):
    sign_in(client, make_staff(event, Role.GATE))
    page = BeautifulSoup(client.get(f"/e/{event.slug}/").text, "html5lib")
    menu = page.select_one("header details:has(form[action='/sign-out'])")
    assert [link["href"] for link in menu.select("a")] == [
        link["href"] for link in page.select("header .account-links a")
    ]
    assert menu.select(".languages, .skip-link") == []
