"""The public exports as clients fetch them."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import vobject
from lxml import etree

from tests.agenda.exports.programmes import json_schema, xml_schema
from tests.agenda.factories import make_placed, make_release, make_session, make_slot, make_speaker, make_track
from tests.factories import NOON, make_event, make_hall

FORMATS = ("xml", "json", "ics", "csv", "xlsx")


@pytest.fixture
def event(db: Any) -> Any:
    return make_event(slug="brics_fashion_2026")


@pytest.fixture
def hall(event: Any) -> Any:
    return make_hall(event, names={"en": "Main hall", "ru": "Большой зал"})


def address(event: Any, ending: str, query: str = "") -> str:
    return f"/e/{event.slug}/programme/schedule.{ending}{query}"


def read_calendar(response: Any) -> Any:
    assert response.status_code == 200, response.status_code
    return vobject.readOne(response.get_data(as_text=True))


@pytest.mark.parametrize("ending", FORMATS)
def test_there_is_nothing_before_the_first_release(client, event, hall, ending):
    make_placed(event, hall)
    assert client.get(address(event, ending)).status_code == 404


@pytest.mark.parametrize("ending", FORMATS)
def test_a_client_that_has_it_is_told_so(client, event, hall, ending):
    make_placed(event, hall)
    make_release(event)
    first = client.get(address(event, ending))
    again = client.get(address(event, ending), headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_mark_changes_with_release_language_and_edition(client, event, hall, ending, db):
    make_placed(event, hall)
    make_release(event)
    marks = {client.get(address(event, ending, query)).headers["ETag"] for query in ("", "?lang=ru")}
    make_placed(event, hall, NOON + timedelta(hours=2))
    make_release(event)
    marks.add(client.get(address(event, ending)).headers["ETag"])
    event.names = {"en": "Another name"}
    db.session.commit()
    marks.add(client.get(address(event, ending)).headers["ETag"])
    assert len(marks) == 4


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_release_is_the_same_bytes(client, event, hall, ending):
    make_placed(event, hall)
    make_release(event)
    assert client.get(address(event, ending)).data == client.get(address(event, ending)).data


@pytest.mark.parametrize("ending", FORMATS)
def test_a_repeat_costs_two_questions_to_the_database(client, event, hall, ending, count_queries):
    make_placed(event, hall)
    make_release(event)
    where = address(event, ending)
    mark = client.get(where).headers["ETag"]
    with count_queries() as counter:
        client.get(where, headers={"If-None-Match": mark})
    assert counter.count <= 2, counter.statements


def test_the_draft_is_not_shown(client, event, hall):
    make_placed(event, hall, title="Shown")
    make_release(event)
    make_placed(event, hall, NOON + timedelta(hours=3), title="Not yet")
    for ending in ("xml", "json", "ics", "csv"):
        text = client.get(address(event, ending)).get_data(as_text=True)
        assert "Shown" in text
        assert "Not yet" not in text


def test_the_files_keep_to_their_schemas(client, event, hall):
    make_placed(event, hall, title="展览 🧥")
    make_release(event)
    schema = xml_schema()
    assert schema.validate(etree.fromstring(client.get(address(event, "xml")).data)), schema.error_log
    json_schema().validate(client.get(address(event, "json")).get_json())


def test_addresses_in_the_files_are_whole(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    days = client.get(address(event, "json")).get_json()["schedule"]["conference"]["days"]
    found = days[0]["rooms"]["Main hall"][0]["url"]
    assert found.startswith("http://localhost/e/brics_fashion_2026/programme/sessions/")


def test_the_language_of_the_address_wins_over_the_readers(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    text = client.get(address(event, "xml", "?lang=ru"), headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "Большой зал" in text
    assert "Большой зал" in client.get(address(event, "xml"), headers={"Accept-Language": "ru"}).get_data(as_text=True)


def test_everybody_elsewhere_may_read_what_is_public(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    headers = client.get(address(event, "json")).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == "public, no-cache"


def test_an_edition_that_is_not_public_has_no_exports(client, db):
    event = make_event(is_public=False)
    make_placed(event, make_hall(event))
    make_release(event)
    assert client.get(address(event, "xml")).status_code == 404


def test_a_calendar_holds_the_release_as_it_was_stored(client, event, hall):
    slot = make_placed(event, hall, title="Opening")
    make_release(event)
    (found,) = read_calendar(client.get(address(event, "ics"))).vevent_list
    assert (found.uid.value, found.dtstart.value) == (slot.uid, slot.starts_at)
    assert found.url.value.startswith("http://localhost/e/brics_fashion_2026/programme/sessions/")


def test_a_calendar_is_narrowed_to_what_is_asked_for(client, event, hall):
    track, ada, other = make_track(event), make_speaker(event, "Ada"), make_hall(event, names={"en": "Other"})
    session = make_session(event, "Mine", ada, track_id=track.id)
    slot = make_slot(session, hall)
    make_slot(session, other, NOON + timedelta(hours=4))
    make_placed(event, other, NOON + timedelta(hours=1), title="Else")
    make_release(event)
    asked = {"track": track.id, "hall": hall.id, "speaker": ada.code, "session": session.code, "slot": slot.id}
    found = {
        name: [
            one.summary.value for one in read_calendar(client.get(address(event, "ics", f"?{name}={key}"))).vevent_list
        ]
        for name, key in asked.items()
    }
    both = ["Mine", "Mine"]
    assert found == {"track": both, "hall": ["Mine"], "speaker": both, "session": both, "slot": ["Mine"]}


def test_the_calendars_name_says_what_it_holds(client, event, hall):
    track = make_track(event)
    make_placed(event, hall, track_id=track.id)
    make_release(event)
    calendar = read_calendar(client.get(address(event, "ics", f"?track={track.id}&lang=ru")))
    assert calendar.x_wr_calname.value == "Саммит моды · Бизнес"


@pytest.mark.parametrize("query", ["?track=99999", "?hall=x", "?speaker=NOBODY", "?session=NONE", "?slot=-1"])
def test_what_the_programme_does_not_have_is_not_found(client, event, hall, query):
    make_placed(event, hall)
    make_release(event)
    assert client.get(address(event, "ics", query)).status_code == 404


def test_a_workbook_has_real_dates_at_the_venue(client, event, hall):
    slot = make_placed(event, hall, title="=Opening")
    make_release(event)
    book = openpyxl.load_workbook(io.BytesIO(client.get(address(event, "xlsx", "?lang=en")).data))
    assert book.sheetnames == ["Programme", "Speakers", "Halls", "Tracks"]
    row = [cell.value for cell in book["Programme"][2]]
    assert row[1] == slot.starts_at.replace(tzinfo=None) + timedelta(hours=3)
    assert row[4] == "'=Opening"


def test_a_table_is_opened_by_a_spreadsheet(client, event, hall):
    make_placed(event, hall, title='@SUM(1), "quoted"')
    make_release(event)
    data = client.get(address(event, "csv")).data
    assert data.startswith(b"\xef\xbb\xbf")
    assert '"\'@SUM(1), ""quoted"""' in data.decode()
