"""Import and export as an organiser meets them."""

import io
import json
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from summit.agenda.models import Session, Slot
from summit.agenda.rules.importing import own_guids
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.jobs.services import run_waiting_jobs
from summit.permissions import Role
from summit.sheets.keeping import forget_old_files, note_progress
from tests.agenda.factories import make_placed, make_session, make_speaker
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in


@pytest.fixture
def event(db: Any) -> Any:
    return make_event()


@pytest.fixture
def organiser(client: Any, event: Any) -> Any:
    account = make_staff(event, Role.AGENDA)
    sign_in(client, account)
    return account


def send(client: Any, event: Any, content: bytes, name: str = "agenda.csv", **values: str) -> Any:
    data = {"file": (io.BytesIO(content), name), **values}
    return client.post(f"/e/{event.slug}/agenda/exchange", data=data, content_type="multipart/form-data")


def check(client: Any, event: Any, content: bytes, name: str = "agenda.csv", **values: str) -> tuple[str, Any]:
    """Send a file and follow to the list of what it would change."""
    response = send(client, event, content, name, **values)
    assert response.status_code == 303, response.get_data(as_text=True)
    where = response.headers["Location"]
    return where, client.get(where)


def digest_of(response: Any) -> str:
    return str(BeautifulSoup(response.data, "html.parser").find("input", attrs={"name": "digest"})["value"])


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def count(db: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(Session))


def test_the_page_offers_what_there_is(client, event, organiser):
    page = client.get(f"/e/{event.slug}/agenda/exchange").get_data(as_text=True)
    for part in ("template.xlsx", "draft.xlsx", "draft.csv?sheet=sessions"):
        assert part in page
    assert "There is no release yet" in page


def test_an_import_shows_its_changes_and_writes_them_only_after_the_yes(client, event, organiser, db):
    where, shown = check(client, event, table("title (en),minutes", "Opening,60"))
    assert "Opening" in shown.get_data(as_text=True)
    assert count(db) == 0
    answer = client.post(where, data={"digest": digest_of(shown)})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/e/{event.slug}/agenda/exchange")
    assert count(db) == 1
    assert client.get(where).status_code == 303


def test_one_bad_row_is_shown_and_nothing_can_be_imported(client, event, organiser, db):
    where, shown = check(client, event, table("title (en),minutes", "Good,60", "Bad,7"))
    text = shown.get_data(as_text=True)
    assert "One row is refused" in text
    assert "steps of five minutes" in text
    assert 'name="digest"' not in text
    assert client.post(where, data={"digest": "x"}).status_code in {409, 422}
    assert count(db) == 0


def test_a_place_that_is_taken_is_found_before_the_yes(client, event, organiser, db):
    hall = make_hall(event)
    make_placed(event, hall, title="Silk")
    slot = make_placed(event, hall, NOON + timedelta(hours=3))
    guid = slot.guid
    _, shown = check(client, event, table("key,starts,ends", f"{guid},2026-11-28 12:00,2026-11-28 12:45"))
    text = shown.get_data(as_text=True)
    assert "Two sessions in one hall" in text
    assert "This place is not possible beside “Silk”." in text
    db.session.refresh(slot)
    assert slot.starts_at == NOON + timedelta(hours=3)


def test_a_draft_that_changed_meanwhile_is_shown_anew(client, event, organiser, db):
    session = make_session(event, "One", minutes=45)
    where, shown = check(client, event, table("code,title (en),minutes", f"{session.code},Two,45"))
    session.minutes = 60
    db.session.commit()
    answer = client.post(where, data={"digest": digest_of(shown)})
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.get_data(as_text=True)
    assert client.post(where, data={"digest": digest_of(answer)}).status_code == 303


def test_a_file_that_says_nothing_new_says_so(client, event, organiser):
    session = make_session(event, "One")
    _, shown = check(client, event, table("code,title (en)", f"{session.code},One"))
    assert "There is nothing to import" in shown.get_data(as_text=True)


def test_an_exported_workbook_comes_back_unchanged(client, event, organiser):
    make_placed(event, make_hall(event), title="=1+1")
    make_speaker(event)
    content = client.get(f"/e/{event.slug}/agenda/exchange/draft.xlsx").data
    _, shown = check(client, event, content, "agenda.xlsx")
    assert "There is nothing to import" in shown.get_data(as_text=True)


def test_the_template_explains_itself_and_is_taken_back(client, event, organiser):
    content = client.get(f"/e/{event.slug}/agenda/exchange/template.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Explanations", "Halls", "Tracks", "Speakers", "Sessions", "Times"]
    book["Sessions"]["F2"] = "Opening"
    assert book["Sessions"]["F1"].value == "title (en)"
    buffer = io.BytesIO()
    book.save(buffer)
    _, shown = check(client, event, buffer.getvalue(), "filled.xlsx")
    assert "Import this row" in shown.get_data(as_text=True)


@pytest.mark.parametrize("sheet", ["halls", "tracks", "speakers", "sessions", "times"])
def test_each_sheet_is_a_table_of_its_own(client, event, organiser, sheet):
    response = client.get(f"/e/{event.slug}/agenda/exchange/draft.csv?sheet={sheet}")
    assert (response.status_code, response.mimetype) == (200, "text/csv")


def test_another_tools_schedule_is_taken(client, event, organiser, db):
    events = [{"guid": "g1", "date": "2026-11-28T12:00:00+03:00", "duration": "00:30", "title": "Talk", "track": None}]
    days = [{"date": "2026-11-28", "rooms": {"Saal": events}}]
    content = json.dumps({"schedule": {"conference": {"days": days}}}).encode()
    where, shown = check(client, event, content, "schedule.json", adds_missing="y")
    assert client.post(where, data={"digest": digest_of(shown)}).status_code == 303
    assert db.session.scalar(select(Slot.starts_at)) == NOON


def test_old_encodings_and_unknown_columns_are_named(client, event, organiser):
    content = "title (en);Комментарий\nОткрытие;да".encode("cp1251")
    text = check(client, event, content)[1].get_data(as_text=True)
    assert "Windows-1251" in text
    assert "комментарий" in text
    assert "Открытие" in text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"PK\x03\x04broken",
        b"{",
        b'{"schedule": 5}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"colour\n",
        b"unknown,columns\n1,2\n",
        b"title (en)\n" + b"x\n" * 5_001,
        b'title (en)\n"' + b"x" * 200_000 + b'"\n',
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(client, event, organiser, content):
    response = send(client, event, content, adds_missing="y")
    assert response.status_code == 422
    page = BeautifulSoup(response.data, "html.parser")
    assert page.select_one("#file-error")
    assert page.find("input", attrs={"name": "adds_missing"}).has_attr("checked")


def test_no_file_is_refused_at_its_field(client, event, organiser):
    response = client.post(f"/e/{event.slug}/agenda/exchange", data={})
    assert response.status_code == 422
    assert "Please choose a file" in response.get_data(as_text=True)


def test_a_file_is_its_senders_alone(client, event, organiser):
    where, _ = check(client, event, table("title (en)", "Opening"))
    sign_in(client, make_staff(event, Role.AGENDA))
    assert client.get(where).status_code == 404
    assert client.post(f"{where}/forget").status_code == 404


def test_a_file_belongs_to_its_edition(client, event):
    account, other = make_staff(None, Role.OWNER), make_event()
    sign_in(client, account)
    where, _ = check(client, event, table("title (en)", "Opening"))
    assert client.get(re.sub(r"/e/[^/]+/", f"/e/{other.slug}/", where)).status_code == 404


def test_after_an_hour_a_file_must_be_sent_again(client, event, organiser, monkeypatch):
    where, _ = check(client, event, table("title (en)", "Opening"))
    later = utcnow() + timedelta(minutes=61)
    monkeypatch.setattr("summit.agenda.views.exchange.utcnow", lambda: later)
    answer = client.get(where, follow_redirects=True)
    assert "Please send it again" in answer.get_data(as_text=True)


def test_old_files_are_deleted(client, event, organiser, app):
    where, _ = check(client, event, table("title (en)", "Opening"))
    with app.app_context():
        forget_old_files(utcnow() + timedelta(hours=3))
    assert client.get(where).status_code == 404


def test_a_second_press_of_the_button_changes_nothing(client, event, organiser, db):
    where, shown = check(client, event, table("title (en)", "Opening"))
    for _ in range(2):
        assert client.post(where, data={"digest": digest_of(shown)}).status_code == 303
    assert count(db) == 1


def test_a_file_can_be_given_up(client, event, organiser, db):
    where, shown = check(client, event, table("title (en)", "Opening"))
    assert client.post(f"{where}/forget").status_code == 303
    assert client.post(where, data={"digest": digest_of(shown)}).status_code == 303
    assert count(db) == 0


@pytest.mark.parametrize("token", ["x", "..%2f..%2fconfig", "a" * 43])
def test_no_other_file_of_the_server_is_found(client, event, organiser, token):
    assert client.get(f"/e/{event.slug}/agenda/exchange/{token}").status_code == 404


def test_exports_and_imports_are_written_down(client, event, organiser, db):
    client.get(f"/e/{event.slug}/agenda/exchange/draft.xlsx")
    where, shown = check(client, event, table("title (en)", "Opening"))
    client.post(where, data={"digest": digest_of(shown)})
    actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.event_id == event.id)))
    assert {"agenda.exported", "agenda.imported"} <= actions


def test_only_those_who_manage_the_agenda_may_come_here(client, event):
    sign_in(client, make_staff(event, Role.ACCREDITATION))
    for path in ("", "/draft.xlsx", "/template.xlsx", "/draft.csv"):
        assert client.get(f"/e/{event.slug}/agenda/exchange{path}").status_code == 403


def long_table(rows: int = 160) -> bytes:
    return table("key,title (en)", *(f"{number},Session {number}" for number in range(rows)))


def test_a_long_file_is_imported_by_the_worker_while_its_sender_watches(client, event, organiser, db):
    where, shown = check(client, event, long_table())
    answer = client.post(where, data={"digest": digest_of(shown)})
    assert (answer.status_code, answer.headers["Location"], count(db)) == (303, where, 0)
    running = client.get(where)
    assert running.headers["Refresh"] == "2"
    assert "The import is running" in running.get_data(as_text=True)
    run_waiting_jobs()
    assert count(db) == 160
    done = client.get(where, follow_redirects=True)
    assert "160 rows are imported: 160 new, 0 changed." in done.get_data(as_text=True)


def test_a_long_file_that_is_refused_by_the_worker_says_why(client, event, organiser, db):
    where, shown = check(client, event, long_table())
    client.post(where, data={"digest": digest_of(shown)})
    make_session(event, "Session 5", guid=own_guids(event.id, "5")[0])
    run_waiting_jobs()
    assert count(db) == 1
    assert "changed meanwhile" in client.get(where, follow_redirects=True).get_data(as_text=True)


def test_how_far_a_long_import_is_can_be_seen(client, event, organiser, app):
    where, shown = check(client, event, long_table())
    client.post(where, data={"digest": digest_of(shown)})
    note_progress(where.rpartition("/")[2], 40, 160)
    assert "40 of 160" in client.get(where).get_data(as_text=True)
