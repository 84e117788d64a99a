"""The page of recommended companies."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from summit.accounts.models import Account
from summit.companies.models import Company, CompanyDay, Interest
from summit.companies.rules.status import CompanyStatus, InterestSide
from summit.database import db as database
from summit.meetings.models import Preference
from summit.meetings.rules.kinds import MeetingStatus, Wish
from summit.registration.models import Registration
from tests.companies.factories import make_company
from tests.factories import NOON, make_event, sign_in
from tests.meetings.factories import (
    make_meeting,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def mill(event):
    company = make_company(
        event,
        "Rio Knits",
        offers=["knits.jersey"],
        languages=["pt-BR", "en"],
        minimum_order=100,
        minimum_order_unit="metres",
    )
    return make_spokesperson(event, company)


def make_brand(event, name="Volga Wear", quantity=300, **values):
    defaults = {"country": "RU", "languages": ["ru", "pt"]}
    company = make_company(event, name, **(defaults | values))
    database.session.add(
        Interest(company_id=company.id, side=InterestSide.NEED, node="knits.jersey", quantity=quantity, unit="metres")
    )
    database.session.commit()
    return company


def page_of(client, event, member):
    person = database.session.get(Registration, member.registration_id)
    sign_in(client, database.session.get(Account, person.account_id))
    return client.get(f"/e/{event.slug}/meetings/recommendations")


def names_on(response):
    page = BeautifulSoup(response.get_data(as_text=True), "html5lib")
    return [" ".join(tag.get_text().split()) for tag in page.select(".suited__name")]


def text_of(response):
    return " ".join(BeautifulSoup(response.get_data(as_text=True), "html5lib").get_text(" ").split())


def test_a_company_is_recommended_with_reasons_in_words(strict_client, event, mill):
    make_brand(event)
    text = text_of(page_of(strict_client, event, mill))
    assert "Volga Wear" in text
    assert "They need: Cotton jersey (300 meters). You offer it, and the quantity reaches your minimum order" in text
    assert "Common language: Portuguese." in text


def test_those_who_are_hidden_refused_or_not_approved_are_not_shown_but_those_who_refuse_are(client, event, mill):
    make_brand(event, "Hidden", is_listed=False)
    make_brand(event, "Draft", status=CompanyStatus.DRAFT)
    refused, refusing = make_brand(event, "Refused"), make_brand(event, "Refusing")
    for one, other in ((mill.company_id, refused.id), (refusing.id, mill.company_id)):
        database.session.add(
            Preference(event_id=event.id, company_id=one, target_id=other, wish=Wish.NO_THANKS, updated_at=NOON)
        )
    database.session.commit()
    make_brand(event, "Shown")
    make_brand(make_event(), "Elsewhere")
    assert sorted(names_on(page_of(client, event, mill))) == ["Refusing", "Shown"]


@pytest.mark.parametrize("status", [MeetingStatus.PENDING, MeetingStatus.ACCEPTED, MeetingStatus.DECLINED])
def test_those_with_whom_a_meeting_is_settled_are_not_shown(client, event, mill, status):
    make_meeting(make_spokesperson(event, make_brand(event)), mill, status)
    assert names_on(page_of(client, event, mill)) == []


def test_a_request_taken_back_does_not_hide_anybody(client, event, mill):
    make_meeting(mill, make_spokesperson(event, make_brand(event)), MeetingStatus.WITHDRAWN)
    assert names_on(page_of(client, event, mill)) == ["Volga Wear"]


def test_those_whom_the_company_may_not_ask_are_not_shown(client, event, mill):
    make_brand(event, "Shop", kinds=["retail_chain"])
    make_brand(event, "Brand", kinds=["brand_designer"])
    make_settings(event, may_request={"brand": ["retail"]})
    assert names_on(page_of(client, event, mill)) == ["Shop"]


def test_days_on_which_both_are_free_are_named(client, event, mill):
    make_spokesperson(event, make_brand(event))
    make_settings(event)
    make_table(event)
    make_window(event, NOON + timedelta(days=400), hours=0.5)
    make_window(event, NOON + timedelta(days=401), hours=0.5)
    make_scheduled(mill, make_spokesperson(event), NOON + timedelta(days=400))
    text = text_of(page_of(client, event, mill))
    day = (NOON + timedelta(days=401)).date()
    assert f"Both free on: {day:%B} {day.day}." in text


def test_without_opening_times_the_days_of_presence_are_named(client, event, mill):
    brand = make_brand(event)
    database.session.add(CompanyDay(company_id=brand.id, day=event.starts_on))
    database.session.commit()
    assert "Both here on: November 28." in text_of(page_of(client, event, mill))


def test_what_is_missing_in_the_profile_is_said(client, event, mill):
    text = text_of(page_of(client, event, mill))
    assert "Say what you need" in text
    assert "Say what you offer" not in text


def test_a_company_that_suits_nobody_is_told_what_to_do(client, event, mill):
    assert "No recommendations yet" in text_of(page_of(client, event, mill))


def test_before_the_profile_is_approved_there_are_none(client, event):
    company = make_company(event, status=CompanyStatus.SUBMITTED, offers=["knits.jersey"])
    make_brand(event)
    response = page_of(client, event, make_spokesperson(event, company))
    assert names_on(response) == []
    assert "Your profile is not approved yet" in text_of(response)


def test_a_changed_profile_is_compared_anew(client, event, mill):
    brand_id = make_brand(event).id
    assert names_on(page_of(client, event, mill)) == ["Volga Wear"]
    database.session.get(Company, brand_id).is_listed = False
    database.session.commit()
    assert names_on(page_of(client, event, mill)) == []


def test_whoever_belongs_to_no_company_gets_no_page(client, event, mill):
    stranger = make_spokesperson(make_event())
    assert page_of(client, event, stranger).status_code == 404


def test_more_recommendations_need_no_more_queries(client, event, mill, count_queries):
    make_brand(event, "First")
    page_of(client, event, mill)
    with count_queries() as one:
        page_of(client, event, mill)
    make_brand(event, "Second")
    make_brand(event, "Third")
    page_of(client, event, mill)
    with count_queries() as three:
        page_of(client, event, mill)
    assert three.count == one.count
