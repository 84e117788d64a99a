from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from summit.clock import utcnow
from summit.database import transaction
from summit.events import queries, services
from summit.events.rules import wall_time
from summit.permissions import Role
from tests.factories import (
    make_category,
    make_event,
    make_hall,
    make_registration,
    make_staff,
    make_zone,
    sign_in,
)

EDITION = {
    "names-en": "Mission to Hangzhou",
    "slug": "hangzhou_2027",
    "kind": "mission",
    "starts_on": "2027-03-01",
    "ends_on": "2027-03-04",
    "time_zone": "Asia/Shanghai",
    "venue_names-zh-Hans": "会展中心",
    "country": "CN",
    "languages": ["en", "zh-Hans"],
    "accent": "#8a1538",
}


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


def errors_of(response) -> list[str]:
    return [item.get_text(" ", strip=True) for item in page_of(response).select(".error-summary li")]


@pytest.fixture
def owner(client):
    sign_in(client, make_staff(None, Role.OWNER))
    return client


def organiser_of(client, event):
    sign_in(client, make_staff(event, Role.ORGANISER))
    return client


def category_values(row, **changed):
    values = {
        "version": row.version,
        "letter": row.letter,
        "names-en": row.names["en"],
        "colour": row.colour,
        "is_open": "y",
        "needs_approval": "y",
    }
    return values | changed


def general_values(event, **changed):
    values = {
        "version": event.version,
        "names-en": event.names["en"],
        "kind": "edition",
        "starts_on": event.starts_on.isoformat(),
        "ends_on": event.ends_on.isoformat(),
        "time_zone": event.time_zone,
        "address": event.address,
        "country": event.country,
        "languages": event.languages,
        "accent": event.accent,
        "is_public": "y",
    }
    return values | changed


# The public pages


def test_the_front_page_says_when_nothing_is_announced(client):
    assert "Nothing is announced yet" in text_of(client.get("/"))


def test_the_front_page_leads_to_registration(client):
    event = make_event(starts_on=date(2099, 11, 28), ends_on=date(2099, 12, 2))
    make_category(event)
    page = page_of(client.get("/"))
    assert page.h1.get_text(strip=True) == "Fashion Summit"
    assert [a["href"] for a in page.select("a.front__button")] == [f"/e/{event.slug}/register/"]


def test_the_front_page_does_not_offer_a_closed_registration(client):
    event = make_event()
    make_category(event, is_open=False)
    assert [a["href"] for a in page_of(client.get("/")).select("a.front__button")] == [f"/e/{event.slug}/"]


def test_the_front_page_leads_with_the_next_edition(client):
    today = utcnow().date()
    for name, days in (("Past", -100), ("Later", 100), ("Next", 10)):
        first = today + timedelta(days=days)
        make_event(names={"en": name}, starts_on=first, ends_on=first)
    page = page_of(client.get("/"))
    assert page.h1.get_text(strip=True) == "Next"
    assert [name.get_text(strip=True) for name in page.select(".edition-list__name")] == ["Later", "Past"]


def test_an_edition_that_is_not_public_is_unknown_to_everybody_else(client):
    hidden = make_event(is_public=False)
    sign_in(client, make_staff(make_event(), Role.ORGANISER))
    assert client.get(f"/e/{hidden.slug}/").status_code == 404
    assert "Not public yet" not in text_of(client.get("/"))


def test_an_edition_that_is_not_public_is_open_to_its_staff(client):
    hidden = make_event(is_public=False)
    sign_in(client, make_staff(hidden, Role.GATE))
    assert client.get(f"/e/{hidden.slug}/").status_code == 200
    assert "Not public yet" in text_of(client.get("/"))


def test_an_unknown_edition_is_not_found(client):
    assert client.get("/e/nowhere/").status_code == 404


def test_the_page_of_an_edition_tells_each_categorys_state(client):
    event, now = make_event(), utcnow()
    past, future = now - timedelta(days=1), now + timedelta(days=400)
    make_category(event, "A", names={"en": "Open one"}, closes_at=future)
    make_category(event, "B", names={"en": "Early one"}, opens_at=future, position=1)
    make_category(event, "C", names={"en": "Late one"}, closes_at=past, position=2)
    items = page_of(client.get(f"/e/{event.slug}/")).select(".category-list__item")
    assert [item.select_one(".tag").get_text(strip=True) for item in items] == ["Open", "Not open yet", "Closed"]
    assert "venue time" in items[0].get_text()
    assert "Registration opens on" in items[1].get_text()


def test_a_full_category_offers_the_waiting_list(client, monkeypatch):
    event = make_event()
    category = make_category(event, quota=2)
    monkeypatch.setattr(queries, "_places_taken", [lambda event_id: {category.id: 2}])
    assert page_of(client.get(f"/e/{event.slug}/")).select_one(".tag").get_text(strip=True) == "Waiting list"


@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "pt-BR", "ar"])
def test_the_public_pages_speak_every_launch_language(client, language):
    event = make_event(names={language: "Имя 名 اسم 👗"})
    make_category(event)
    client.get(f"/language/{language}")
    for address in ("/", f"/e/{event.slug}/"):
        page = page_of(client.get(address))
        assert (page.html["lang"], page.h1.get_text(strip=True)) == (language, "Имя 名 اسم 👗")


def test_the_accent_of_the_edition_colours_its_pages(client):
    event = make_event(accent="#1f3a5f")
    assert "--accent: #1f3a5f; --on-accent: #ffffff;" in client.get(f"/e/{event.slug}/").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/", "/editions/"])
def test_lists_of_editions_ask_as_often_for_one_as_for_three(owner, count_queries, address):
    make_event()
    with count_queries() as one:
        owner.get(address)
    make_event(), make_event()
    with count_queries() as three:
        owner.get(address)
    assert three.count == one.count


def _fill(event, letters):
    for letter in letters:
        make_category(event, letter, zones=(make_zone(event, letter),))
        make_hall(event)


@pytest.mark.parametrize("page", ["", "settings/halls", "settings/zones", "settings/categories"])
def test_lists_within_an_edition_ask_as_often_for_one_as_for_three(owner, count_queries, page):
    event = make_event()
    _fill(event, "A")
    with count_queries() as one:
        owner.get(f"/e/{event.slug}/{page}")
    _fill(event, "BC")
    with count_queries() as three:
        owner.get(f"/e/{event.slug}/{page}")
    assert three.count == one.count


# Who may


@pytest.mark.parametrize("page", ["", "halls", "halls/new", "zones", "zones/new", "categories", "categories/new"])
def test_settings_are_for_those_who_may_edit(client, page):
    event = make_event()
    assert client.get(f"/e/{event.slug}/settings/{page}").status_code == 303
    sign_in(client, make_staff(event, Role.READ_ONLY))
    assert client.get(f"/e/{event.slug}/settings/{page}").status_code == 403
    organiser_of(client, event)
    assert client.get(f"/e/{event.slug}/settings/{page}").status_code == 200


def test_an_organiser_of_one_edition_neither_creates_nor_copies(client):
    event = make_event()
    organiser_of(client, event)
    answers = [client.get(address).status_code for address in ("/editions/", "/editions/new")]
    assert [*answers, client.get(f"/e/{event.slug}/settings/copy").status_code] == [403, 403, 403]


def test_an_organiser_of_one_edition_does_not_edit_another(client):
    event, other = make_event(), make_event()
    hall = make_hall(other)
    organiser_of(client, event)
    assert client.get(f"/e/{other.slug}/settings/").status_code == 403
    assert client.post(f"/e/{event.slug}/settings/halls/{hall.id}/delete").status_code == 404
    assert [h.id for h in queries.list_halls(other.id)] == [hall.id]


# Making, changing and copying an edition


def test_an_organiser_creates_a_mission(owner):
    answer = owner.post("/editions/new", data=EDITION)
    event = queries.find_event("hangzhou_2027")
    assert (answer.status_code, answer.location) == (303, "/e/hangzhou_2027/settings/")
    assert (event.names, event.kind, event.is_public) == ({"en": "Mission to Hangzhou"}, "mission", False)
    assert (event.venue_names, event.languages) == ({"zh-Hans": "会展中心"}, ["en", "zh-Hans"])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ends_on": "2027-02-28"}, "The last day must not be before the first day."),
        ({"starts_on": "yesterday"}, "Please write the day such as 2026-11-28."),
        ({"starts_on": "0001-01-01", "ends_on": "0001-01-02"}, "Please choose days between the years 2000 and 2100."),
        ({"time_zone": "Moon/Sea"}, "“Moon/Sea” is not a known time zone. Please choose one such as Europe/Moscow."),
        ({"names-en": "x" * 10_000}, "Please use 200 characters at most."),
        ({"names-en": ""}, "Please write the name in at least one language."),
        ({"names-en": "a\u202eb"}, "The text contains invisible direction marks."),
        ({"names-en": "a\x00b"}, "This field contains characters that cannot be read. Please type it again."),
        ({"slug": "Hangzhou 2027"}, "Please use 4 to 40 small Latin letters"),
        ({"accent": '"><script>'}, "Please write the colour as # and six digits, such as #8a1538."),
        ({"accent": "#ffee00"}, "The colour #ffee00 is hard to read. Please choose a darker one."),
        ({"country": "XX"}, "Please choose from the list."),
        ({"kind": "party"}, "Please choose from the list."),
        ({"languages": ["tlh"]}, "Please choose from the list."),
        ({"languages": []}, "Please choose at least one language."),
        ({"contact_email": "nobody"}, "Please enter an e-mail address such as name@example.org."),
    ],
)
def test_wrong_input_is_answered_and_kept(owner, changed, message):
    answer = owner.post("/editions/new", data=EDITION | {"address": "Kept Street"} | changed)
    assert answer.status_code == 422
    assert [error for error in errors_of(answer) if error.startswith(message)] != []
    assert page_of(answer).find(id="address").get_text(strip=True) == "Kept Street"
    assert queries.find_event("hangzhou_2027") is None


def test_an_address_in_use_is_refused_at_its_field(owner):
    owner.post("/editions/new", data=EDITION)
    answer = owner.post("/editions/new", data=EDITION)
    assert answer.status_code == 422
    link = page_of(answer).select_one(".error-summary a")
    assert (link["href"], link.get_text(strip=True)) == (
        "#slug",
        "The address “hangzhou_2027” belongs to another edition. Please choose another one.",
    )


def test_the_settings_are_saved(client):
    event = make_event()
    organiser_of(client, event)
    data = general_values(event, **{"names-ar": "قمة الموضة", "address": "2 New Street"})
    assert client.post(f"/e/{event.slug}/settings/", data=data).status_code == 303
    kept = queries.get_event(event.id)
    assert (kept.address, kept.names) == ("2 New Street", event.names | {"ar": "قمة الموضة"})


def test_texts_in_a_language_that_is_not_shown_are_kept(client):
    event = make_event(languages=["en"], names={"en": "Summit", "ru": "Саммит"})
    organiser_of(client, event)
    client.post(f"/e/{event.slug}/settings/", data=general_values(event, **{"names-en": "Forum"}))
    assert queries.get_event(event.id).names == {"en": "Forum", "ru": "Саммит"}


def test_a_stale_form_is_refused_once_and_keeps_what_was_entered(client):
    event = make_event()
    organiser_of(client, event)
    data = general_values(event, address="Mine")
    with transaction():
        services.update_event(event.id, actor_id=None, address="Theirs")
    answer = client.post(f"/e/{event.slug}/settings/", data=data)
    assert (answer.status_code, queries.get_event(event.id).address) == (409, "Theirs")
    page = page_of(answer)
    assert page.find(id="address").get_text(strip=True) == "Mine"
    assert errors_of(answer)[0].startswith("Somebody changed this meanwhile.")
    again = client.post(f"/e/{event.slug}/settings/", data=data | {"version": page.find(id="version")["value"]})
    assert (again.status_code, queries.get_event(event.id).address) == (303, "Mine")


def test_a_form_without_its_version_is_refused(client):
    event = make_event()
    organiser_of(client, event)
    data = general_values(event)
    del data["version"]
    assert client.post(f"/e/{event.slug}/settings/", data=data).status_code == 422


def test_an_edition_is_copied(owner):
    event = make_event(starts_on=date(2026, 11, 28), ends_on=date(2026, 12, 2))
    data = {"names-en": "Summit 2027", "slug": "summit_2027", "starts_on": "2027-11-27"}
    answer = owner.post(f"/e/{event.slug}/settings/copy", data=data)
    assert (answer.status_code, answer.location) == (303, "/e/summit_2027/settings/")
    assert queries.find_event("summit_2027").ends_on == date(2027, 12, 1)


def test_a_copy_to_the_end_of_time_is_refused(owner):
    event = make_event()
    data = {"names-en": "Summit", "slug": "summit_9999", "starts_on": "9999-12-31"}
    answer = owner.post(f"/e/{event.slug}/settings/copy", data=data)
    assert (answer.status_code, errors_of(answer)) == (422, ["Please choose days between the years 2000 and 2100."])


# Halls, zones, categories


def test_a_hall_is_added_changed_moved_and_deleted(client):
    event = make_event()
    organiser_of(client, event)
    base = f"/e/{event.slug}/settings/halls"
    for name in ("Red", "Blue"):
        client.post(f"{base}/new", data={"version": 0, "names-en": name, "capacity": "120", "floor": "1"})
    red, blue = queries.list_halls(event.id)
    client.post(f"{base}/{red.id}", data={"version": red.version, "names-en": "Crimson", "capacity": ""})
    client.post(f"{base}/{red.id}/move/down")
    halls = [(hall.names["en"], hall.capacity) for hall in queries.list_halls(event.id)]
    assert halls == [("Blue", 120), ("Crimson", None)]
    client.post(f"{base}/{blue.id}/delete")
    assert [hall.id for hall in queries.list_halls(event.id)] == [red.id]


@pytest.mark.parametrize("number", ["many", "-1", "9" * 30, "1.5"])
def test_a_wrong_number_is_answered(client, number):
    event = make_event()
    organiser_of(client, event)
    data = {"version": 0, "names-en": "Red", "capacity": number}
    answer = client.post(f"/e/{event.slug}/settings/halls/new", data=data)
    assert (answer.status_code, queries.list_halls(event.id)) == (422, [])
    assert page_of(answer).find(id="capacity")["value"] == number


def zone_values(**changed):
    values = {
        "version": 0,
        "letter": "B",
        "names-en": "Business",
        "anti_passback": "timed",
        "anti_passback_minutes": "10",
        "windows-0-starts": "2026-11-28T09:00",
        "windows-0-ends": "2026-11-28T18:30",
        "windows-1-starts": "",
        "windows-1-ends": "",
    }
    return values | changed


def test_a_zone_is_added_with_windows_in_venue_time(client):
    event = make_event(time_zone="Asia/Shanghai")
    organiser_of(client, event)
    assert client.post(f"/e/{event.slug}/settings/zones/new", data=zone_values()).status_code == 303
    zone = queries.list_zones(event.id)[0]
    assert [(w.starts_at, w.ends_at) for w in zone.windows] == [
        (datetime(2026, 11, 28, 1, 0, tzinfo=UTC), datetime(2026, 11, 28, 10, 30, tzinfo=UTC))
    ]
    form = page_of(client.get(f"/e/{event.slug}/settings/zones/{zone.id}"))
    assert form.find(id="windows-0-starts")["value"] == "2026-11-28T09:00"


def test_clearing_both_times_removes_a_window(client):
    event = make_event()
    organiser_of(client, event)
    client.post(f"/e/{event.slug}/settings/zones/new", data=zone_values())
    zone = queries.list_zones(event.id)[0]
    data = zone_values(**{"version": zone.version, "windows-0-starts": "", "windows-0-ends": ""})
    assert client.post(f"/e/{event.slug}/settings/zones/{zone.id}", data=data).status_code == 303
    assert queries.find_zone(event.id, zone.id).windows == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"windows-0-ends": ""}, "Please enter both times of the window, or neither."),
        ({"windows-0-ends": "2026-11-28T08:00"}, "The end must be later than the beginning."),
        ({"windows-0-ends": "tomorrow"}, "Please write day and time such as 2026-11-28 09:30."),
        ({"windows-0-starts": "0001-01-01T00:00"}, "Please choose a time between the years 2000 and 2100."),
        ({"letter": "Ж"}, "Please use one Latin capital letter"),
        ({"anti_passback_minutes": "999999"}, "Please enter a whole number between 0 and 1440."),
    ],
)
def test_a_wrong_zone_is_answered_and_kept(client, changed, message):
    event = make_event()
    organiser_of(client, event)
    answer = client.post(f"/e/{event.slug}/settings/zones/new", data=zone_values(**changed))
    assert (answer.status_code, queries.list_zones(event.id)) == (422, [])
    assert errors_of(answer)[0].startswith(message)
    field, entered = next(iter(changed.items()))
    assert page_of(answer).find(id=field).get("value", "") == entered


def test_a_time_that_the_clocks_skip_is_refused(client):
    event = make_event(time_zone="Europe/Lisbon")
    category = make_category(event)
    organiser_of(client, event)
    data = category_values(category, opens_at="2026-03-29T01:30")
    answer = client.post(f"/e/{event.slug}/settings/categories/{category.id}", data=data)
    message = "The clocks at the venue skip 01:30 on that day. Please choose a time before or after it."
    assert (answer.status_code, errors_of(answer)) == (422, [message])
    assert page_of(answer).find(id="opens_at")["value"] == "2026-03-29T01:30"


def test_a_used_zone_is_not_deleted_and_the_reason_is_told(client):
    event = make_event()
    zone = make_zone(event)
    make_category(event, zones=(zone,))
    organiser_of(client, event)
    answer = client.post(f"/e/{event.slug}/settings/zones/{zone.id}/delete", follow_redirects=True)
    assert "This zone is still opened by a category" in text_of(answer)
    assert [z.id for z in queries.list_zones(event.id)] == [zone.id]


def test_a_category_is_changed(client):
    event = make_event()
    zone, category = make_zone(event), make_category(event)
    organiser_of(client, event)
    data = category_values(
        category, quota="25", opens_at="2026-09-01T09:00", zone_ids=[zone.id], asks=["photo", "diet"], letter="d2"
    )
    assert client.post(f"/e/{event.slug}/settings/categories/{category.id}", data=data).status_code == 303
    kept = queries.get_category(category.id)
    assert (kept.letter, kept.quota, kept.asks, [z.id for z in kept.zones]) == ("D2", 25, ["photo", "diet"], [zone.id])
    assert wall_time(kept.opens_at, event.time_zone) == datetime(2026, 9, 1, 9, 0)


def test_zones_and_questions_may_all_be_taken_away(client):
    event = make_event()
    category = make_category(event, zones=(make_zone(event),), asks=["photo"])
    organiser_of(client, event)
    client.post(f"/e/{event.slug}/settings/categories/{category.id}", data=category_values(category))
    kept = queries.get_category(category.id)
    assert (kept.zones, kept.asks) == ([], [])


def test_a_letter_in_use_is_refused_at_its_field(client):
    event = make_event()
    make_category(event, "D"), make_category(event, "P", position=1)
    press = queries.list_categories(event.id)[1]
    organiser_of(client, event)
    data = category_values(press, letter="D")
    answer = client.post(f"/e/{event.slug}/settings/categories/{press.id}", data=data)
    assert answer.status_code == 422
    assert page_of(answer).select_one(".error-summary a")["href"] == "#letter"


def test_a_quota_below_the_places_held_is_saved_with_a_warning(client, monkeypatch):
    event = make_event()
    category = make_category(event)
    monkeypatch.setattr(queries, "_places_taken", [lambda event_id: {category.id: 12}])
    organiser_of(client, event)
    address = f"/e/{event.slug}/settings/categories/{category.id}"
    answer = client.post(address, data=category_values(category, quota="10"), follow_redirects=True)
    assert "12 people already hold a place, more than the quota of 10." in text_of(answer)
    assert queries.get_category(category.id).quota == 10


def test_a_category_with_people_is_not_deleted(client):
    event = make_event()
    category = make_category(event)
    make_registration(event, category)
    organiser_of(client, event)
    address = f"/e/{event.slug}/settings/categories/{category.id}/delete"
    assert "People have registered in this category" in text_of(client.post(address, follow_redirects=True))


def test_a_stale_category_form_is_refused(client):
    event = make_event()
    category = make_category(event)
    data = category_values(category, quota="5")
    with transaction():
        services.update_category(category.id, actor_id=None, quota=9)
    organiser_of(client, event)
    answer = client.post(f"/e/{event.slug}/settings/categories/{category.id}", data=data)
    assert (answer.status_code, queries.get_category(category.id).quota) == (409, 9)
    assert page_of(answer).find(id="quota")["value"] == "5"


@pytest.mark.parametrize(("make", "kind"), [(make_hall, "halls"), (make_zone, "zones"), (make_category, "categories")])
def test_deleting_asks_once(client, make, kind):
    event = make_event()
    row = make(event)
    organiser_of(client, event)
    address = f"/e/{event.slug}/settings/{kind}/{row.id}/delete"
    page = page_of(client.get(address))
    assert [form["action"] for form in page.select("main form")] == [address]
    assert client.post(address).status_code == 303
    assert client.get(address).status_code == 404


def test_a_stale_form_leads_to_the_present_state(client):
    event = make_event()
    organiser_of(client, event)
    data = general_values(event, address="Mine")
    with transaction():
        services.update_event(event.id, actor_id=None, address="Theirs")
    page = page_of(client.post(f"/e/{event.slug}/settings/", data=data))
    assert page.find("a", target="_blank")["href"] == f"/e/{event.slug}/settings/"
