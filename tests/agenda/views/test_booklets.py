"""The page that waits for the printed programme, and the file."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.agenda.services import booklets
from summit.clock import utcnow
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.jobs.services import run_waiting_jobs
from tests.agenda.factories import make_placed, make_release
from tests.factories import make_event, make_hall


@pytest.fixture
def event(db):
    event = make_event()
    make_placed(event, make_hall(event), title="Linen")
    return event


def base(event):
    return f"/e/{event.slug}/programme"


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def jobs(db):
    return db.session.scalars(select(Job).where(Job.kind == booklets.KIND)).all()


def test_there_is_no_file_before_a_release(client, event, db):
    assert client.get(f"{base(event)}/programme.pdf").status_code == 404
    assert client.get(f"{base(event)}/booklet").status_code == 404
    assert jobs(db) == []


def test_a_reader_waits_for_the_file_and_takes_it(client, event, db):
    make_release(event)
    asked = client.get(f"{base(event)}/programme.pdf?language=ru")
    assert (asked.status_code, asked.location) == (303, f"{base(event)}/booklet?language=ru")
    for _ in range(2):
        page = page_of(client.get(asked.location))
        assert page.select_one("[data-print-run]")["data-state"] == "queued"
    assert len(jobs(db)) == 1
    assert client.get(asked.location, headers={"Accept": "application/json"}).json["state"] == "queued"
    run_waiting_jobs()
    assert client.get(asked.location, headers={"Accept": "application/json"}).json["state"] == "ready"
    link = page_of(client.get(asked.location)).select_one("a.button--primary")
    file = client.get(link["href"])
    assert (file.mimetype, file.data[:5]) == ("application/pdf", b"%PDF-")
    assert f"{event.slug}-ru.pdf" in file.headers["Content-Disposition"]
    assert client.get(link["href"], headers={"If-None-Match": file.headers["ETag"]}).status_code == 304


def test_the_readers_language_is_taken_where_none_is_named(client, event, db):
    make_release(event)
    client.get("/language/ar")
    for query in ("", "?language=tlh", "?language=%00"):
        client.get(f"{base(event)}/booklet{query}")
    assert [job.arguments["language"] for job in jobs(db)] == ["ar"]


def test_a_failure_is_told(client, event, db):
    make_release(event)
    client.get(f"{base(event)}/booklet")
    (job,) = jobs(db)
    job.status, job.finished_at = JobStatus.FAILED, utcnow()
    db.session.commit()
    assert page_of(client.get(f"{base(event)}/booklet")).select_one(".notice--error") is not None


def test_the_file_of_a_hidden_edition_is_hidden(client, db):
    hidden = make_event(is_public=False)
    make_placed(hidden, make_hall(hidden))
    make_release(hidden)
    for page in ("programme.pdf", "booklet"):
        assert client.get(f"{base(hidden)}/{page}").status_code == 404
