"""Pages of wishes and objections, of companies and of the organiser."""

import pytest
from bs4 import BeautifulSoup

from summit.accounts.models import Account
from summit.database import db as database
from summit.meetings.queries.preferences import list_objections, list_wished, wishes_of
from summit.meetings.rules.kinds import Phase, Wish
from summit.permissions import Role
from tests.factories import NOON, make_event, make_staff, sign_in
from tests.meetings.factories import (
    make_objection,
    make_pair,
    make_preference,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.get_data(as_text=True), "html5lib").get_text(" ").split())


@pytest.fixture
def event(db):
    event = make_event()
    make_settings(event, phase=Phase.PREFERENCES)
    make_table(event)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


@pytest.fixture
def member(client, pair):
    sign_in(client, database.session.get_one(Account, pair[0].registration.account_id))
    return client


def url(event, path):
    return f"/e/{event.slug}/meetings/{path}"


def test_a_member_says_whom_the_company_must_meet(member, event, pair):
    company = pair[1].company
    company_id, target, name = pair[0].company_id, company.public_id, company.name
    assert name in text_of(member.get(url(event, "preferences")))
    answer = member.post(url(event, f"preferences/{target}"), data={"wish": "must", "met_before": "y"})
    assert answer.status_code == 303
    assert [(row.wish, row.met_before) for row in wishes_of(company_id).values()] == [(Wish.MUST, True)]


def test_nobody_learns_that_somebody_does_not_wish_to_meet(member, event, pair):
    make_preference(pair[1], pair[0], Wish.NO_THANKS)
    text = text_of(member.get(url(event, "preferences")))
    assert text.count("Nothing said") == 2
    assert "No, thank you" in text


def test_the_page_asks_as_much_for_three_companies_as_for_one(member, event, count_queries):
    with count_queries() as one:
        member.get(url(event, "preferences"))
    make_spokesperson(event)
    make_spokesperson(event)
    with count_queries() as three:
        member.get(url(event, "preferences"))
    assert one.count == three.count


def test_strangers_have_no_preferences(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    assert client.get(url(event, "preferences")).status_code == 404


def test_the_organiser_sees_the_count_first_and_makes_the_meetings(client, event, pair):
    make_preference(pair[0], pair[1], Wish.MUST)
    make_preference(pair[1], pair[0], Wish.MEET)
    sign_in(client, make_staff(event, Role.B2B))
    assert "1 meeting follows" in text_of(client.get(url(event, "settings/wishes")))
    assert client.post(url(event, "settings/wishes")).status_code == 303
    assert list_wished(event.id) == []


def test_a_member_objects_and_the_organiser_answers(client, db):
    event = make_event()
    make_settings(event, phase=Phase.PROVISIONAL)
    make_table(event)
    one, other = make_pair(event)
    account = db.session.get_one(Account, one.registration.account_id)
    address = url(event, f"m/{make_scheduled(one, other, NOON).public_id}/object")
    sign_in(client, account)
    assert client.post(address, data={"message": ""}).status_code == 422
    assert client.post(address, data={"message": "We leave at noon."}).status_code == 303
    twice = client.post(address, data={"message": "We leave at noon."})
    assert twice.status_code == 422
    assert "has objected to this meeting already" in text_of(twice)
    sign_in(client, make_staff(event, Role.B2B))
    row = list_objections(event.id)[0]
    assert "We leave at noon." in text_of(client.get(url(event, "objections")))
    answer = client.post(url(event, f"objections/{row.id}"), data={"words": "It is moved.", "act": "keep"})
    assert answer.status_code == 303
    db.session.expire_all()
    assert list_objections(event.id)[0].resolution == "It is moved."
    again = client.post(url(event, f"objections/{row.id}"), data={"words": "Twice.", "act": "keep"})
    assert again.status_code == 422


def test_objections_of_another_edition_do_not_exist(client, event, pair):
    row = make_objection(make_scheduled(*pair), pair[0])
    elsewhere = make_event()
    sign_in(client, make_staff(elsewhere, Role.B2B))
    assert client.get(url(elsewhere, f"objections/{row.id}")).status_code == 404
