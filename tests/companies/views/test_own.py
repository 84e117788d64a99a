"""Pages of one's own company, of invitations, and of the B2B manager's desk."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from summit.accounts.models import Account
from summit.companies.mails.invitations import invitation_secret
from summit.companies.queries.own import find_member_of, find_whole
from summit.companies.rules.status import CompanyStatus, MemberRole
from summit.database import db as database
from summit.permissions import Role
from summit.registration.rules import RegistrationStatus
from tests.companies.factories import make_company, make_invitation, make_member
from tests.factories import make_account, make_category, make_event, make_registration, make_staff, sign_in
from tests.registration.delegates import picture


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.get_data(as_text=True), "html5lib").get_text(" ").split())


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def company(event):
    return make_company(event, "Atelier Linho", status=CompanyStatus.DRAFT, is_listed=False)


@pytest.fixture
def home(event):
    return f"/e/{event.slug}/companies"


def enter(client, member):
    sign_in(client, database.session.get(Account, member.registration.account_id))
    return client


@pytest.fixture
def manager(client, event, company):
    return enter(client, make_member(company, event))


@pytest.fixture
def delegate(client, event):
    account = make_account()
    sign_in(client, account)
    return make_registration(event, make_category(event), RegistrationStatus.APPROVED, account_id=account.id)


@pytest.fixture
def staff(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    return client


def fresh(company):
    return find_whole(company.event_id, company.id)


def test_a_delegate_begins_a_company_from_what_is_known(client, delegate, home):
    assert "Atelier Invented" in client.get(f"{home}/mine").get_data(as_text=True)
    sent = {"name": "Casa Tecido", "kind": "trims", "country": "BR"}
    assert client.post(f"{home}/mine/begin", data=sent).status_code == 303
    assert find_member_of(delegate.id).role is MemberRole.MANAGER


def test_without_an_approved_registration_nothing_can_be_begun(client, event, home):
    sign_in(client, make_account())
    assert "approved delegates" in text_of(client.get(f"{home}/mine"))
    assert client.post(f"{home}/mine/begin", data={"name": "A", "kind": "trims", "country": "BR"}).status_code == 422


def test_what_was_typed_stays_when_it_is_refused(manager, company, home):
    sent = {
        "version": company.version,
        "name": "Ateliê",
        "kind": "trims",
        "country": "BR",
        "website": "ftp://a.example",
    }
    answer = manager.post(f"{home}/mine/who", data=sent)
    assert (answer.status_code, "ftp://a.example" in answer.get_data(as_text=True)) == (422, True)


def test_an_older_version_is_answered_with_a_conflict(manager, company, home):
    sent = {"version": company.version + 7, "name": "Ateliê", "kind": "trims", "country": "BR"}
    assert manager.post(f"{home}/mine/who", data=sent).status_code == 409


def test_offers_are_ticked_and_then_given_quantities(manager, company, home):
    sent = {"version": company.version, "interests-sent": "1", "interests": ["knits.jersey", "apparel"]}
    assert manager.post(f"{home}/mine/offers", data=sent).location.endswith("/offers#chosen")
    more = {"interests-quantity-knits.jersey": "300", "interests-unit-knits.jersey": "metres"}
    manager.post(f"{home}/mine/offers", data=sent | {"version": fresh(company).version} | more)
    assert {row.node: row.quantity for row in fresh(company).interests} == {"knits.jersey": 300, "apparel": None}


def test_a_quantity_in_words_is_refused_at_its_line(manager, company, home):
    sent = {
        "version": company.version,
        "interests-sent": "1",
        "interests": "apparel",
        "interests-quantity-apparel": "many",
    }
    answer = manager.post(f"{home}/mine/offers", data=sent)
    assert (answer.status_code, "whole numbers" in text_of(answer)) == (422, True)


def test_the_box_of_consent_is_empty_and_must_be_ticked(manager, company, home):
    page = BeautifulSoup(manager.get(f"{home}/mine").get_data(as_text=True), "html5lib")
    assert not page.select_one("input[name=agree]").has_attr("checked")
    assert manager.post(f"{home}/mine/listing").status_code == 422
    assert manager.post(f"{home}/mine/listing", data={"agree": "y"}).status_code == 303
    assert fresh(company).is_listed


def test_an_incomplete_profile_is_told_what_is_missing(manager, home):
    answer = manager.post(f"{home}/mine/submit")
    assert (answer.status_code, "at least one offer or need" in text_of(answer)) == (422, True)


@pytest.mark.parametrize("path", ["mine/who", "mine/offers"])
def test_a_colleague_who_does_not_speak_for_the_company_changes_nothing(client, event, company, home, path):
    enter(client, make_member(company, event, role=MemberRole.MEMBER))
    assert client.get(f"{home}/{path}").status_code == 403
    assert client.post(f"{home}/mine/withdraw").status_code == 403


def test_a_logo_is_seen_by_its_own_people_and_not_by_others_before_it_is_listed(manager, event, company, home):
    sent = {"logo": (BytesIO(picture()), "logo.jpg")}
    manager.post(f"{home}/mine/logo", data=sent, content_type="multipart/form-data")
    address = f"{home}/c/{company.public_id}/logo.png"
    assert manager.get(address).mimetype == "image/png"
    enter(manager, make_member(make_company(event), event))
    assert manager.get(address).status_code == 404


def test_an_invitation_is_opened_and_accepted(client, delegate, company, home):
    address = f"{home}/join/{invitation_secret(make_invitation(company))}"
    assert "Join the company" in text_of(client.get(address))
    assert client.post(address).status_code == 303
    assert find_member_of(delegate.id).company_id == company.id
    assert "belong to this company already" in text_of(client.get(address))


def test_a_stranger_is_told_to_sign_in_or_to_register_first(client, company, home):
    answer = client.get(f"{home}/join/{invitation_secret(make_invitation(company))}")
    assert (answer.status_code, "Register first" in text_of(answer)) == (200, True)


def test_a_withdrawn_invitation_says_so(client, delegate, company, home):
    revoked = make_invitation(company, revoked_at=company.created_at)
    answer = client.get(f"{home}/join/{invitation_secret(revoked)}")
    assert (answer.status_code, "was withdrawn" in text_of(answer)) == (410, True)


def test_the_last_manager_reads_why_they_cannot_leave(manager, event, company, home):
    make_member(company, event, role=MemberRole.MEMBER)
    answer = manager.post(f"{home}/mine/colleagues/leave")
    assert (answer.status_code, "Nobody else speaks for the company" in text_of(answer)) == (422, True)


def test_staff_approve_what_they_ticked(staff, event, home):
    waiting = make_company(event, status=CompanyStatus.SUBMITTED)
    assert staff.post(f"{home}/review/approve", data={"pick": [waiting.public_id, "nobody"]}).status_code == 303
    assert fresh(waiting).status is CompanyStatus.APPROVED


def test_staff_cannot_send_back_without_words(staff, event, home):
    waiting = make_company(event, status=CompanyStatus.SUBMITTED)
    address = f"{home}/review/{waiting.public_id}"
    assert staff.post(f"{address}/send_back", data={"words": " "}).status_code == 422
    assert staff.post(f"{address}/send_back", data={"words": "Please add a text."}).status_code == 303
    assert "Please add a text." in text_of(staff.get(address))


def test_the_desk_asks_as_often_for_three_profiles_as_for_one(staff, event, home, count_queries):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_company(event, status=CompanyStatus.SUBMITTED)
        with count_queries() as queries:
            staff.get(f"{home}/review")
        counts.append(queries.count)
    assert counts[0] == counts[1]
