"""Now and next, the reader's time, the frame for other sites, and what is kept for times without a network."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from summit.clock import utcnow
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_release, make_track
from tests.agenda.views.programme.test_pages import grid_moment, running_event
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event, names={"en": "Grand Hall"})


def read(client, event, path: str, **headers) -> BeautifulSoup:
    answer = client.get(f"/e/{event.slug}/programme/{path}", headers=headers)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_now_and_next_shows_each_hall_and_the_next_change(client, db):
    now = utcnow()
    event = running_event(now)
    hall = make_hall(event, names={"en": "Grand Hall"})
    make_placed(event, hall, grid_moment(now, -20), "Running", minutes=45)
    make_placed(event, hall, grid_moment(now, 60), "Coming")
    make_placed(event, make_hall(event, names={"en": "Studio"}), grid_moment(now, 24 * 60), "Tomorrow")
    make_release(event)
    page = read(client, event, "now/")
    boards = [board.get_text(" ", strip=True) for board in page.select(".board")]
    assert "Grand Hall Now" in boards[0]
    assert boards[0].index("Running") < boards[0].index("Next") < boards[0].index("Coming")
    assert "Nothing at this moment" in boards[1]
    assert "Tomorrow" in boards[1]
    assert page.select_one(".next-turn time")["datetime"].startswith(str(grid_moment(now, 25).year))


def test_after_the_last_session_the_programme_is_over(client, event, hall):
    make_placed(event, hall, utcnow() - timedelta(days=40))
    make_release(event)
    assert "The programme is over" in read(client, event, "now/").get_text()


def test_a_chosen_zone_is_remembered_and_shown_beside_the_venues(client, event, hall):
    make_placed(event, hall, NOON, minutes=45)
    make_release(event)
    assert read(client, event, "").select_one("[data-readers-time]").has_attr("hidden")
    answer = client.get(f"/e/{event.slug}/programme/zone?zone=Asia/Tokyo&next=/e/{event.slug}/programme/")
    assert (answer.status_code, answer.location) == (303, f"/e/{event.slug}/programme/")
    page = read(client, event, "")
    assert page.select_one(".entry__time").get_text(" ", strip=True) == "12:00 – 12:45 18:00–18:45 your time"
    assert page.select_one("#zone option[selected]")["value"] == "Asia/Tokyo"


def test_a_zone_in_the_address_wins_and_another_date_is_said_in_words(client, event, hall):
    make_placed(event, hall, NOON + timedelta(hours=6), minutes=45)
    make_release(event)
    page = read(client, event, "?zone=Pacific/Auckland")
    assert "04:00 (+1 day)–04:45 your time" in page.select_one(".entry__time").get_text()
    page = read(client, event, "?zone=America/Los_Angeles")
    assert "07:00–07:45 your time" in page.select_one(".entry__time").get_text()
    assert page.select_one("#zone option[selected]")["value"] == "America/Los_Angeles"


def test_the_venues_own_time_is_not_said_twice(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    for zone in ("Europe/Moscow", "venue"):
        assert read(client, event, f"?zone={zone}").select_one("[data-readers-time]").get_text() == ""


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "", "x" * 5000])
def test_a_zone_that_is_none_is_left_aside(client, event, hall, zone):
    make_placed(event, hall)
    make_release(event)
    answer = client.get(f"/e/{event.slug}/programme/zone", query_string={"zone": zone, "next": "//evil.example"})
    assert (answer.status_code, answer.location) == (303, f"/e/{event.slug}/programme/")
    assert "Set-Cookie" not in answer.headers
    assert read(client, event, f"?zone={zone[:20]}").select_one("[data-readers-time]").get_text() == ""


def test_the_frame_may_stand_on_any_site_and_stays_strict_otherwise(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    answer = client.get(f"/e/{event.slug}/programme/widget/")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    assert client.get(f"/e/{event.slug}/programme/").headers["X-Frame-Options"] == "DENY"


def test_the_frame_shows_what_its_address_asks_for(client, event, hall):
    track, studio = make_track(event), make_hall(event)
    make_placed(event, hall, title="Linen", track_id=track.id)
    make_placed(event, studio, title="Silk")
    make_placed(event, hall, NOON + timedelta(days=1), title="Cotton", track_id=track.id)
    make_release(event)

    def titles(query: str) -> list[str]:
        return [
            tag.get_text(strip=True)
            for tag in read(client, event, f"widget/{query}").select(".entry__title, .compact__title")
        ]

    assert titles("") == ["Linen", "Silk"]
    assert titles(f"?track={track.id}") == ["Linen", "Cotton"]
    assert titles(f"?hall={studio.id}&view=compact") == ["Silk"]
    assert titles("?day=2026-11-29") == ["Cotton"]


def test_the_frame_speaks_the_language_of_its_address_and_never_its_readers(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    sign_in(client, make_staff(event, Role.ORGANISER, name="Olga Organiser"))
    page = read(client, event, "widget/?lang=ru")
    assert page.html["lang"] == "ru"
    assert "Olga" not in page.get_text()
    assert page.base["target"] == "_top"


def test_before_a_release_the_frame_says_so(client, event):
    assert "not published yet" in read(client, event, "widget/").get_text()


def test_organisers_find_the_snippet_to_copy(client, event, hall):
    track = make_track(event)
    make_placed(event, hall, track_id=track.id)
    make_release(event)
    address = f"/e/{event.slug}/agenda/embedding/?track={track.id}&lang=ru"
    assert client.get(address).status_code == 303
    sign_in(client, make_staff(event, Role.AGENDA))
    snippet = BeautifulSoup(client.get(address).text, "html.parser").find("textarea").string
    frame = BeautifulSoup(snippet, "html.parser").iframe
    assert frame["src"] == f"http://localhost/e/{event.slug}/programme/widget/?track={track.id}&lang=ru"
    assert client.get(frame["src"]).status_code == 200


def test_the_worker_is_served_from_its_scope(client, event):
    answer = client.get(f"/e/{event.slug}/programme/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "fetch" in answer.text
    assert client.get("/e/nowhere/programme/worker.js").status_code == 404


def test_pages_tell_the_worker_what_to_keep(client, event, hall):
    make_placed(event, hall)
    make_placed(event, hall, NOON + timedelta(days=1))
    make_release(event)
    note = read(client, event, "").select_one("[data-keep-offline]")
    assert note["data-scope"] == f"/e/{event.slug}/programme/"
    assert note["data-worker"] == f"/e/{event.slug}/programme/worker.js"
    assert f"/e/{event.slug}/programme/?day=2026-11-29" in note["data-pages"]
    assert read(client, event, "versions/1/").select_one("[data-keep-offline]") is None


def test_the_offline_page_explains_itself(client, event):
    page = read(client, event, "offline/")
    assert "not on your device" in page.main.get_text()
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
