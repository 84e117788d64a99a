"""The organiser's board: what it shows, how meetings are moved on it, and what a stale board is told."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from summit.meetings.models import Meeting, MeetingTable
from summit.meetings.rules.kinds import MeetingFormat, MeetingStatus
from summit.permissions import Role
from tests.factories import make_event, make_staff, sign_in
from tests.meetings.factories import (
    SLOT,
    make_meeting,
    make_pair,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)

STEP = timedelta(minutes=25)
JSON = {"Accept": "application/json"}


@pytest.fixture
def event(db, future):
    event = make_event(starts_on=future.date(), ends_on=future.date())
    make_settings(event)
    make_window(event, future)
    make_table(event, "A1")
    make_table(event, "A2", pool="North")
    return event


@pytest.fixture
def browser(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    return client


def url(event, path=""):
    return f"/e/{event.slug}/meetings/board{path}"


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def cell_of(soup, label, meeting):
    """Return the labels of the row and of the column in which a meeting stands."""
    card = soup.select_one(f"#m-{meeting.public_id}")
    cell = card.find_parent("td")
    number = len(cell.find_previous_siblings())
    row = cell.find_parent("tr")["data-row-label"]
    assert row == label
    return soup.select("thead tr > *")[number]["data-start"]


def test_a_meeting_stands_in_the_row_of_its_table_and_the_column_of_its_slot(browser, event, future):
    meeting = make_scheduled(*make_pair(event), future + STEP)
    soup = soup_of(browser.get(url(event)))
    assert cell_of(soup, "A1", meeting) == (future + STEP).isoformat()


def test_what_needs_no_table_has_a_row_of_its_own(browser, event, future):
    meeting = make_scheduled(*make_pair(event), future, format=MeetingFormat.ONLINE)
    assert cell_of(soup_of(browser.get(url(event))), "Online", meeting) == future.isoformat()


def test_a_meeting_beside_the_grid_keeps_a_column_that_says_so(browser, event, future):
    meeting = make_scheduled(*make_pair(event), future + timedelta(minutes=5))
    soup = soup_of(browser.get(url(event)))
    assert cell_of(soup, "A1", meeting) == (future + timedelta(minutes=5)).isoformat()
    assert "not a slot" in soup.select_one("thead").get_text()


def test_agreed_meetings_without_a_time_wait_at_the_side(browser, event):
    meeting = make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    make_meeting(*make_pair(event))
    cards = soup_of(browser.get(url(event))).select(".meets__pool article")
    assert [card["id"] for card in cards] == [f"m-{meeting.public_id}"]


def test_the_board_narrows_to_a_pool_and_stresses_a_company(browser, event, future):
    one, other = make_pair(event)
    name = one.company.name.replace(" ", "+")
    wanted = make_scheduled(one, other, future)
    aside = make_scheduled(*make_pair(event), future)
    soup = soup_of(browser.get(url(event, "?pool=North")))
    assert [row["data-row-label"] for row in soup.select("tbody tr")] == ["A2"]
    soup = soup_of(browser.get(url(event, f"?q={name}")))
    assert "meet--aside" not in soup.select_one(f"#m-{wanted.public_id}")["class"]
    assert "meet--aside" in soup.select_one(f"#m-{aside.public_id}")["class"]


def test_the_script_moves_a_meeting_and_gets_the_board_anew(browser, event, future):
    meeting = make_scheduled(*make_pair(event), future)
    asked = {"version": meeting.version, "start": (future + STEP).isoformat(), "table": None}
    answer = browser.post(url(event, f"/{meeting.public_id}/place"), json=asked, headers=JSON)
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.json["html"], "html5lib")
    assert cell_of(soup, "A1", meeting) == (future + STEP).isoformat()
    undo = answer.json["undo"]
    back = browser.post(url(event, f"/{undo['meeting']}/undo"), json={"version": undo["version"]}, headers=JSON)
    assert cell_of(BeautifulSoup(back.json["html"], "html5lib"), "A1", meeting) == future.isoformat()
    assert back.json["undo"] is None


def test_a_stale_board_is_told_so_and_changes_nothing(browser, event, future, db):
    meeting = make_scheduled(*make_pair(event), future)
    asked = {"version": meeting.version + 1, "start": (future + STEP).isoformat(), "table": None}
    answer = browser.post(url(event, f"/{meeting.public_id}/place"), json=asked, headers=JSON)
    assert answer.status_code == 409
    assert "meanwhile" in answer.json["message"]
    assert db.session.get_one(Meeting, meeting.id).starts_at == future


def test_a_refusal_says_why_in_a_sentence(browser, event, future):
    one, other = make_pair(event)
    meeting = make_scheduled(one, other, future)
    make_scheduled(one, make_spokesperson(event), future + STEP)
    asked = {"version": meeting.version, "start": (future + STEP).isoformat(), "table": None}
    answer = browser.post(url(event, f"/{meeting.public_id}/place"), json=asked, headers=JSON)
    assert answer.status_code == 422
    assert "not free" in answer.json["message"]


@pytest.mark.parametrize("body", [[], "x", {}, {"start": 5}, {"start": "2026-01-01"}, {"start": None, "table": 1}])
def test_what_has_no_shape_is_refused_as_such(browser, event, future, body):
    meeting = make_scheduled(*make_pair(event), future)
    answer = browser.post(url(event, f"/{meeting.public_id}/place"), json=body, headers=JSON)
    assert answer.status_code == 400


def test_the_form_offers_free_places_and_moves_without_a_script(browser, event, future, db):
    one, other = make_pair(event)
    meeting = make_scheduled(one, other, future)
    make_scheduled(one, make_spokesperson(event), future + STEP)
    page = soup_of(browser.get(url(event, f"/{meeting.public_id}/move")))
    starts = [field["value"] for field in page.select(".moving__offers input[name=start]")]
    assert (future + STEP).isoformat() not in starts
    sent = {"version": meeting.version, "start": starts[-1], "table": ""}
    answer = browser.post(url(event, f"/{meeting.public_id}/move"), data=sent)
    assert answer.status_code == 303
    assert db.session.get_one(Meeting, meeting.id).starts_at.isoformat() == starts[-1]
    assert "Move it back" in browser.get(answer.location).get_data(as_text=True)


def test_a_refused_form_keeps_what_was_chosen(browser, event, future):
    one, other = make_pair(event)
    meeting = make_scheduled(one, other, future)
    make_scheduled(one, make_spokesperson(event), future + STEP)
    sent = {"version": meeting.version, "start": (future + STEP).isoformat(), "table": ""}
    answer = browser.post(url(event, f"/{meeting.public_id}/move"), data=sent)
    assert answer.status_code == 422
    chosen = soup_of(answer).select_one("#start option[selected]")
    assert chosen["value"] == (future + STEP).isoformat()


@pytest.mark.parametrize(("path", "is_pinned", "status"), [("fix", True, "scheduled"), ("take-out", False, "accepted")])
def test_buttons_of_a_card_work_without_a_script(browser, event, future, db, path, is_pinned, status):
    meeting = make_scheduled(*make_pair(event), future)
    answer = browser.post(url(event, f"/{meeting.public_id}/{path}"), data={"version": meeting.version})
    assert answer.status_code == 303
    found = db.session.get_one(Meeting, meeting.id)
    assert (found.is_pinned, found.status) == (is_pinned, status)


def test_calling_off_asks_first_and_tells_both(browser, event, future, db):
    meeting = make_scheduled(*make_pair(event), future)
    path = url(event, f"/{meeting.public_id}/call-off")
    page = soup_of(browser.get(path))
    version = page.select_one("input[name=version]")["value"]
    assert browser.post(path, data={"version": version, "message": "Sorry."}).status_code == 303
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.CANCELLED


def test_a_refused_cancellation_shows_the_meeting_and_keeps_the_words(browser, event, future):
    meeting = make_scheduled(*make_pair(event), future)
    path = url(event, f"/{meeting.public_id}/call-off")
    answer = browser.post(path, data={"version": meeting.version + 1, "message": "Sorry."})
    assert answer.status_code == 422
    assert "Sorry." in answer.get_data(as_text=True)


def test_the_number_of_the_board_grows_with_every_change(browser, event, future):
    meeting = make_scheduled(*make_pair(event), future)
    number = soup_of(browser.get(url(event))).select_one("[data-board]")["data-number"]
    same = browser.get(url(event, f"/number?seen={number}"), headers=JSON)
    assert set(same.json) == {"number"}
    browser.post(url(event, f"/{meeting.public_id}/fix"), data={"version": meeting.version})
    assert browser.get(url(event, f"/number?seen={number}"), headers=JSON).json["number"] > int(number)


def test_conflicts_are_listed_with_a_way_to_mend_them(browser, event, future, db):
    meeting = make_scheduled(*make_pair(event), future)
    db.session.get_one(MeetingTable, meeting.table_id).is_active = False
    db.session.commit()
    page = browser.get(url(event, "/conflicts")).get_data(as_text=True)
    assert "The table is out of use." in page
    assert f"/{meeting.public_id}/move" in page
    assert "1 conflict" in browser.get(url(event)).get_data(as_text=True)


def test_the_board_asks_the_same_number_of_questions_however_full_it_is(browser, event, future, count_queries):
    make_scheduled(*make_pair(event), future)
    with count_queries() as few:
        browser.get(url(event))
    make_scheduled(*make_pair(event), future)
    make_scheduled(*make_pair(event), future + STEP)
    with count_queries() as more:
        browser.get(url(event))
    assert more.count == few.count


def test_slots_are_as_long_as_the_settings_say(browser, event, future):
    starts = [cell["data-start"] for cell in soup_of(browser.get(url(event))).select("thead [data-start]")]
    assert starts[1] == (future + SLOT + timedelta(minutes=5)).isoformat()


def test_two_companies_are_brought_together(browser, event, future, db):
    one, other = make_pair(event)
    names = (one.company.public_id, other.company.public_id)
    db.session.rollback()
    sent = {"one": names[0], "other": names[1], "start": future.isoformat(), "message": ""}
    path = f"/e/{event.slug}/meetings/arrange"
    assert browser.post(path, data=sent).status_code == 303
    again = browser.post(path, data=sent)
    assert again.status_code == 422
    assert "already" in again.get_data(as_text=True)
