"""The organiser's page of the recommendations."""

import pytest
from bs4 import BeautifulSoup

from summit.companies.rules.matching import Weights
from summit.jobs.services import run_waiting_jobs
from summit.meetings.queries.recommending import find_prices, find_running, weights_of
from summit.permissions import Role
from tests.companies.factories import make_company
from tests.factories import make_event, make_staff, sign_in
from tests.meetings.factories import make_settings


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(strict_client, event):
    sign_in(strict_client, make_staff(event, Role.B2B))
    return strict_client


def url(event):
    return f"/e/{event.slug}/meetings/matching-weights"


def page_of(response):
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response):
    return " ".join(page_of(response).get_text(" ").split())


def values_of(response):
    return {tag["name"]: tag.get("value", "") for tag in page_of(response).select("form.form input[name]")}


def sent(client, event, **changes):
    return client.post(url(event), data=values_of(client.get(url(event))) | changes)


def test_the_weights_are_shown_and_changed(manager, event):
    assert values_of(manager.get(url(event)))["trade"] == "5.0"
    assert sent(manager, event, price="7,5").status_code == 303
    assert weights_of(event.id) == Weights(price=7.5)
    assert values_of(manager.get(url(event)))["price"] == "7.5"


@pytest.mark.parametrize("changes", [{"trade": "0"}, {"sibling": "2"}, {"price": "nan"}, {"price": "x"}, {"price": ""}])
def test_impossible_weights_are_refused_and_what_was_entered_is_kept(manager, event, changes):
    response = sent(manager, event, days="1.25", **changes)
    assert response.status_code == 422
    assert "There is a problem" in text_of(response)
    assert values_of(response)["days"] == "1.25"
    assert weights_of(event.id) == Weights()


def test_a_change_by_somebody_else_is_not_overwritten_unseen(manager, event):
    make_settings(event)
    seen = values_of(manager.get(url(event)))
    assert sent(manager, event, price="3").status_code == 303
    assert manager.post(url(event), data=seen | {"price": "4"}).status_code == 409
    assert weights_of(event.id).price == 3


def test_an_example_explains_what_the_weights_do(manager, event):
    make_company(event, "Volga Wear", needs=["knits.jersey"])
    make_company(event, "Rio Knits", offers=["knits.jersey"])
    text = text_of(manager.get(url(event)))
    assert "Who suits Volga Wear best" in text
    assert "They offer what you need: Cotton jersey." in text


def test_exposure_is_worked_out_once_at_a_time_and_shown(manager, event):
    for number in range(3):
        make_company(event, f"Brand {number}", needs=["knits.jersey"])
    make_company(event, "Rio Knits", offers=["knits.jersey"], is_newcomer=True)
    token = values_of(manager.get(url(event)))["csrf_token"]
    for _ in range(2):
        assert manager.post(f"{url(event)}/spread", data={"csrf_token": token}).status_code == 303
    assert "being evened out" in text_of(manager.get(url(event)))
    assert run_waiting_jobs() == 1
    assert find_running(event.id) is None
    assert len(find_prices(event.id)) == 4
    text = text_of(manager.get(url(event)))
    assert "Companies shown most" in text
    assert "1 of 1" in text


def test_changed_weights_have_exposure_worked_out_anew(manager, event):
    sent(manager, event, price="2.5")
    assert find_running(event.id) is not None
