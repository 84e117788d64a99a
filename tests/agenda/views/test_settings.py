"""The page of how the programme is made."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from summit.agenda.queries.settings import present_settings
from summit.agenda.rules.board import DEFAULT_LEVELS, ConflictKind, Level
from summit.agenda.rules.kinds import OverlapPolicy
from summit.agenda.services.settings import update_settings
from summit.database import transaction
from summit.permissions import Role
from tests.factories import NOON, make_event, make_staff, sign_in

DAY = date(2026, 11, 29)


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


@pytest.fixture
def event(db):
    return make_event(starts_on=date(2026, 11, 28), ends_on=date(2026, 11, 29))


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.AGENDA))
    return client


def url(event):
    return f"/e/{event.slug}/agenda/settings"


def values_of(response) -> dict[str, str]:
    tags = page_of(response).select("form.form--parts input[name]")
    return {tag["name"]: tag.get("value", "") for tag in tags if tag.get("type") != "radio" or tag.has_attr("checked")}


def sent(client, event, **changes):
    return client.post(url(event), data=values_of(client.get(url(event))) | changes)


def test_the_usual_settings_are_shown(manager, event):
    shown = values_of(manager.get(url(event)))
    assert (shown["opens"], shown["closes"], shown["changeover_minutes"]) == ("09:00", "22:00", "10")
    assert (shown["levels-hall_overlap"], shown["levels-changeover"], shown["overlap"]) == ("block", "warn", "warn")
    assert (shown["days-2026-11-29-opens"], shown["days-2026-11-29-closes"]) == ("", "")


def test_the_settings_are_changed(manager, event):
    changes = {
        "opens": "10:00",
        "closes": "00:30",
        "days-2026-11-29-opens": "11:00",
        "days-2026-11-29-closes": "24:00",
        "changeover_minutes": "15",
        "levels-changeover": "ignore",
        "overlap": "refuse",
    }
    assert sent(manager, event, **changes).status_code == 303
    present = present_settings(event)
    assert (present.hours, present.days[DAY]) == ((600, 1470), (660, 1440))
    assert (present.changeover_minutes, present.overlap) == (15, OverlapPolicy.REFUSE)
    assert present.levels == DEFAULT_LEVELS | {ConflictKind.CHANGEOVER: Level.IGNORE}
    shown = values_of(manager.get(url(event)))
    assert (shown["closes"], shown["days-2026-11-29-closes"]) == ("00:30", "00:00")


def test_saving_without_a_change_changes_nothing(manager, event):
    with transaction():
        update_settings(
            event.id, actor_id=None, now=NOON, closes_minute=1680, opens_minute=240, days={DAY: (1440, 1680)}
        )
    before = present_settings(event)
    assert sent(manager, event).status_code == 303
    after = present_settings(event)
    assert (after.hours, after.days, after.levels) == (before.hours, before.days, before.levels)


def test_a_day_is_as_usual_again_when_both_times_are_emptied(manager, event):
    with transaction():
        update_settings(event.id, actor_id=None, now=NOON, days={DAY: (660, 1500)})
    sent(manager, event, **{"days-2026-11-29-opens": "", "days-2026-11-29-closes": ""})
    assert present_settings(event).days[DAY] is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"opens": "noon"}, "Please write the time such as 09:30."),
        ({"opens": "a\x00"}, "Please write the time such as 09:30."),
        ({"opens": ""}, "Please enter the time."),
        ({"opens": "23:00"}, "The day must close after it opens."),
        ({"closes": "22:03"}, "Please choose times in steps of five minutes."),
        ({"days-2026-11-29-opens": "10:00"}, "Please enter both times of the day"),
        ({"days-2026-11-29-opens": "12:00", "days-2026-11-29-closes": "11:00"}, "The day must close after it opens."),
        ({"days-2026-11-29-closes": "99:99"}, "Please write the time such as 09:30."),
        ({"changeover_minutes": "241"}, "Please enter a whole number between 0 and 240."),
        ({"changeover_minutes": "-5"}, "Please enter a whole number between 0 and 240."),
        ({"changeover_minutes": ""}, "Please enter the minutes."),
        ({"levels-hall_overlap": "shrug"}, "Please choose from the list."),
        ({"overlap": "shrug"}, "Please choose from the list."),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(manager, event, changes, message):
    before = present_settings(event)
    response = sent(manager, event, **({"levels-changeover": "ignore"} | changes))
    assert response.status_code == 422
    assert message in text_of(response)
    entered = values_of(response)
    typed = {name: value for name, value in changes.items() if value.isprintable() and value != "shrug"}
    assert {name: entered[name] for name in typed} == typed
    assert entered["levels-changeover"] == "ignore"
    assert present_settings(event) == before


def test_a_stale_form_keeps_its_entries_and_can_be_sent_again(manager, event):
    values = values_of(manager.get(url(event))) | {"changeover_minutes": "25"}
    with transaction():
        update_settings(event.id, actor_id=None, now=NOON, changeover_minutes=5)
    response = manager.post(url(event), data=values)
    assert response.status_code == 409
    again = values_of(response)
    assert again["changeover_minutes"] == "25"
    assert manager.post(url(event), data=again).status_code == 303
    assert present_settings(event).changeover_minutes == 25


def test_each_choice_is_named_by_its_conflict_and_level(manager, event):
    choice = page_of(manager.get(url(event))).select_one("#levels-hall_overlap-0")
    assert choice["aria-label"] == "Two sessions in one hall: Refuse"
