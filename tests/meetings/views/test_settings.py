"""The organiser's page of how meetings are held."""

import pytest
from bs4 import BeautifulSoup

from summit.companies.rules.kinds import KindGroup
from summit.meetings.queries.settings import find_settings, get_settings
from summit.meetings.rules.kinds import Phase
from summit.permissions import Role
from tests.factories import make_event, make_staff, sign_in


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    return client


def url(event, path=""):
    return f"/e/{event.slug}/meetings/settings{path}"


def values_of(response):
    found: dict[str, list[str]] = {}
    for tag in page_of(response).select("form.form--parts input[name]"):
        if tag.get("type") not in {"radio", "checkbox"} or tag.has_attr("checked"):
            found.setdefault(tag["name"], []).append(tag.get("value", ""))
    return found


def sent(client, event, **changes):
    return client.post(url(event), data=values_of(client.get(url(event))) | changes)


def test_the_usual_settings_are_shown_before_any_are_stored(manager, event):
    shown = values_of(manager.get(url(event)))
    assert (shown["acceptance"], shown["slot_choice"], shown["expiry_hours"]) == (["required"], ["accepter"], ["72"])
    assert len(shown["may_request-brand"]) == len(KindGroup)
    assert find_settings(event.id) is None


def test_the_settings_are_changed(manager, event):
    groups = {f"may_request-{group.value}": [] for group in KindGroup} | {"may_request-retail": ["brand"]}
    changes = {"acceptance": "not_needed", "slot_choice": "optimiser", "most_meetings": "12", "allows_online": []}
    assert sent(manager, event, **changes, **groups).status_code == 303
    present = get_settings(event.id)
    assert (present.acceptance, present.slot_choice, present.most_meetings) == ("not_needed", "optimiser", 12)
    assert present.may_request["retail"] == ["brand"]
    assert present.may_request["brand"] == []
    assert present.allows_online is False


def test_every_box_ticked_means_everybody(manager, event):
    sent(manager, event)
    assert get_settings(event.id).may_request == {}


def test_reversed_limits_are_refused_at_the_field_and_nothing_is_lost(manager, event):
    response = sent(manager, event, least_meetings="9", most_meetings="4")
    assert response.status_code == 422
    assert "The least number of meetings must not be larger" in text_of(response)
    assert values_of(response)["least_meetings"] == ["9"]
    assert get_settings(event.id).most_meetings is None


def test_a_page_opened_before_another_change_is_told_so(manager, event):
    old = values_of(manager.get(url(event)))
    sent(manager, event, most_meetings="7")
    response = manager.post(url(event), data=old | {"most_meetings": "5"})
    assert response.status_code == 409
    assert get_settings(event.id).most_meetings == 7


@pytest.mark.parametrize(
    ("phase", "status", "present"),
    [("preferences", 303, Phase.PREFERENCES), ("closed", 303, Phase.PROFILE), ("nonsense", 303, Phase.PROFILE)],
)
def test_only_phases_within_reach_are_entered(manager, event, phase, status, present):
    response = manager.post(url(event, "/phase"), data={"phase": phase})
    assert response.status_code == status
    assert get_settings(event.id).phase is present


def test_going_back_asks_once(manager, event):
    manager.post(url(event, "/phase"), data={"phase": "live"})
    page = page_of(manager.get(url(event)))
    assert "Go back" in page.select_one("details.asked summary").get_text()
    manager.post(url(event, "/phase"), data={"phase": "provisional"})
    assert get_settings(event.id).phase is Phase.PROVISIONAL
