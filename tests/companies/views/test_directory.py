"""The directory and the page of a company as delegates and organisers meet them."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from summit.accounts.models import Account
from summit.companies.models import CompanyDay
from summit.companies.rules.status import CompanyStatus
from summit.permissions import Role
from summit.registration.rules import ConsentPurpose, RegistrationStatus
from tests.companies.factories import give_consent, make_company, make_member
from tests.factories import (
    make_account,
    make_category,
    make_event,
    make_registration,
    make_staff,
    sign_in,
)


@pytest.fixture
def event(db: Any) -> Any:
    return make_event()


@pytest.fixture
def category(event: Any) -> Any:
    return make_category(event)


@pytest.fixture
def delegate(client: Any, event: Any, category: Any) -> Any:
    """An approved delegate of no company, signed in."""
    account = make_account()
    person = make_registration(event, category, RegistrationStatus.APPROVED, account_id=account.id)
    sign_in(client, account)
    return person


def get(client: Any, event: Any, path: str = "", **query: Any) -> Any:
    return client.get(f"/e/{event.slug}/companies/{path}", query_string=query)


def names_on(response: Any) -> list[str]:
    page = BeautifulSoup(response.data, "html.parser")
    return [tag.get_text(strip=True) for tag in page.select(".company-card__name")]


def test_delegates_see_approved_and_listed_companies_only(client, event, delegate):
    make_company(event, "Shown Silk")
    make_company(event, "Hidden House", is_listed=False)
    make_company(event, "Draft Denim", status=CompanyStatus.DRAFT)
    make_company(make_event(), "Elsewhere")
    assert names_on(get(client, event)) == ["Shown Silk"]


def test_organisers_see_what_is_not_listed_and_are_told(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    make_company(event, "Hidden House", is_listed=False)
    response = get(client, event)
    assert names_on(response) == ["Hidden House"]
    assert "Not listed" in response.get_data(as_text=True)


@pytest.mark.parametrize("status", [RegistrationStatus.SUBMITTED, RegistrationStatus.REJECTED])
def test_people_who_are_not_approved_are_told_why_they_see_nothing(client, event, category, status):
    account = make_account()
    make_registration(event, category, status, account_id=account.id)
    make_company(event, "Shown Silk")
    sign_in(client, account)
    response = get(client, event)
    assert response.status_code == 403
    assert "For approved delegates" in response.get_data(as_text=True)


def test_minors_do_not_see_companies(client, event):
    account = make_account()
    children = make_category(event, "K", needs_adult=True)
    make_registration(event, children, RegistrationStatus.APPROVED, account_id=account.id)
    sign_in(client, account)
    assert get(client, event).status_code == 403


def test_visitors_are_asked_to_sign_in(client, event):
    assert "/sign-in" in get(client, event).headers["Location"]


@pytest.mark.parametrize("state", [{"is_listed": False}, {"status": CompanyStatus.SUBMITTED}])
def test_the_page_of_a_company_that_is_not_shown_does_not_exist(client, event, delegate, state):
    company = make_company(event, **state)
    assert get(client, event, f"c/{company.public_id}").status_code == 404


def test_the_page_of_another_editions_company_does_not_exist(client, event, delegate):
    assert get(client, event, f"c/{make_company(make_event()).public_id}").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "materials_woven"}, ["Weavers"]),
        ({"kind": "group-materials"}, ["Spinners", "Weavers"]),
        ({"offers": "knits"}, ["Weavers"]),
        ({"offers": "knits.jersey"}, ["Weavers"]),
        ({"needs": "knits.jersey"}, ["Spinners"]),
        ({"country": ["IN", "BR"]}, ["Brand", "Weavers"]),
        ({"language": "pt-BR"}, ["Brand"]),
        ({"newcomers": "1"}, ["Spinners"]),
        ({"day": "2026-11-29"}, ["Brand", "Spinners"]),
        ({"q": "индия"}, ["Weavers"]),
        ({"q": "jersey"}, ["Spinners", "Weavers"]),
        ({"q": "spinning mill"}, ["Spinners"]),
        ({"q": "лавка"}, ["Brand"]),
        ({"q": "!!"}, []),
        ({"sort": "newcomers"}, ["Spinners", "Brand", "Weavers"]),
        ({"sort": "newest"}, ["Spinners", "Brand", "Weavers"]),
        ({"sort": "country"}, ["Brand", "Spinners", "Weavers"]),
        ({"kind": "nonsense", "day": "soon", "sort": "x"}, ["Brand", "Spinners", "Weavers"]),
    ],
)
def test_filters_search_and_order(client, event, delegate, query, found):
    day = CompanyDay(day=date(2026, 11, 28))
    make_company(event, "Weavers", country="IN", kinds=["materials_woven"], offers=["knits.jersey"], days=[day])
    make_company(event, "Brand", country="BR", languages=["en", "pt-BR"], names={"ru": "Лавка"})
    make_company(event, "Spinners", country="EG", kinds=["materials_yarn"], needs=["knits.jersey"], is_newcomer=True)
    assert names_on(get(client, event, **query)) == found


def test_pages_go_on_after_the_last_company_and_back(client, event, delegate):
    for number in range(30):
        make_company(event, f"House {number:02d}", country="BR" if number % 2 else "IN")
    first = get(client, event, sort="country")
    page = BeautifulSoup(first.data, "html.parser")
    second = client.get(page.find("a", rel="next")["href"])
    assert len(names_on(first)) == 24
    assert len(names_on(second)) == 6
    back = BeautifulSoup(second.data, "html.parser").find("a", rel="prev")["href"]
    assert names_on(client.get(back)) == names_on(first)


def test_three_companies_ask_as_many_questions_as_one(client, event, delegate, count_queries):
    parts = {"offers": ["knits.jersey"], "languages": ["en", "ru"]}
    make_company(event, **parts)
    with count_queries() as one:
        get(client, event)
    make_company(event, **parts)
    make_company(event, **parts)
    with count_queries() as three:
        get(client, event)
    assert one.count == three.count


def test_a_company_says_everything_on_its_page(client, event, delegate):
    company = make_company(
        event,
        "Casa",
        names={"zh-Hans": "丝路"},
        offers=["knits.jersey"],
        minimum_order=300,
        minimum_order_unit="metres",
        markets_sought=["IN"],
        stand="A12",
        certificates=["GOTS"],
    )
    text = get(client, event, f"c/{company.public_id}").get_data(as_text=True)
    for part in (
        "Casa",
        'lang="zh-Hans"',
        "Cotton jersey",
        "300 metres",
        "India",
        "A12",
        "GOTS",
        "Makes coats of linen.",
    ):
        assert part in text


def test_a_text_in_another_language_is_marked(client, event, delegate):
    company = make_company(event, descriptions={"ru": "Пальто из льна."})
    assert '<span lang="ru" dir="ltr">Пальто' in get(client, event, f"c/{company.public_id}").get_data(as_text=True)


@pytest.mark.parametrize(("answers", "shown"), [([], False), ([True], True), ([True, False], False)])
def test_colleagues_are_named_by_their_consent_alone(client, db, event, category, delegate, answers, shown):
    company = make_company(event)
    member = make_member(company, event, category, name_latin="Odalys Ferro")
    person = member.registration
    for given in answers:
        give_consent(person, ConsentPurpose.PROFILE_VISIBLE, given=given)
    text = get(client, event, f"c/{company.public_id}").get_data(as_text=True)
    assert ("Odalys Ferro" in text) is shown
    assert person.email not in text


def test_only_members_of_another_approved_company_are_offered_a_meeting(client, db, event, category, delegate):
    company = make_company(event)
    account = db.session.get(Account, make_member(make_company(event), event, category).registration.account_id)
    endpoint = f"/new/{company.public_id}"
    has_requests = "meetings.new_request" in client.application.view_functions
    assert endpoint not in get(client, event, f"c/{company.public_id}").get_data(as_text=True)
    sign_in(client, account)
    assert (endpoint in get(client, event, f"c/{company.public_id}").get_data(as_text=True)) is has_requests


def test_an_empty_directory_says_so(client, event, delegate):
    assert "No company shows itself yet" in get(client, event).get_data(as_text=True)
    assert "No company matches" in get(client, event, q="silk").get_data(as_text=True)
