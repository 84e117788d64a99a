"""The organiser's list of meetings, its spreadsheet, the companies without a meeting, and the figures."""

import io
from datetime import timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.meetings.models import Meeting, MeetingAttendee, MeetingOutcome
from summit.meetings.rules.kinds import Attendance, MeetingOrigin, MeetingStatus, Outcome
from summit.permissions import Role
from tests.companies.factories import make_company
from tests.factories import make_event, make_staff, sign_in
from tests.meetings.factories import (
    make_meeting,
    make_pair,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)


@pytest.fixture
def event(db, future):
    event = make_event(starts_on=future.date(), ends_on=future.date())
    make_settings(event, least_meetings=2)
    make_window(event, future)
    make_table(event, "A1")
    make_table(event, "A2")
    return event


@pytest.fixture
def browser(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    return client


def url(event, path="/all"):
    return f"/e/{event.slug}/meetings{path}"


def pairs(response) -> list[str]:
    soup = BeautifulSoup(response.get_data(as_text=True), "html5lib")
    return [" ".join(link.get_text().split()) for link in soup.select("tbody .table__open")]


def pair(one, other) -> str:
    return f"{one.company.name} → {other.company.name}"


def make_brand(event, name, country="BR"):
    return make_spokesperson(event, make_company(event, name, country=country))


def test_the_newest_meeting_comes_first(browser, event):
    one, other, third = (make_brand(event, name) for name in ("Linho Azul", "Шёлк", "Kente"))
    make_meeting(one, other)
    make_meeting(one, third)
    assert pairs(browser.get(url(event))) == ["Linho Azul → Kente", "Linho Azul → Шёлк"]


@pytest.mark.parametrize("query", ["shelk", "ШЁЛК", "shyolk"])
def test_companies_are_found_in_any_script(browser, event, query):
    one, other = make_brand(event, "Linho Azul"), make_brand(event, "Шёлк")
    make_meeting(one, other)
    make_meeting(one, make_brand(event, "Kente"))
    assert pairs(browser.get(url(event, f"/all?q={query}"))) == ["Linho Azul → Шёлк"]


def test_filters_narrow_the_list(browser, event, future, db):
    one, other = make_brand(event, "Linho"), make_brand(event, "Silk", "CN")
    timed = make_scheduled(one, other, future)
    make_meeting(one, make_brand(event, "Kente", "GH"), interpreting=["en", "ru"], origin=MeetingOrigin.ORGANISER)
    asked = {
        "status=scheduled": ["Linho → Silk"],
        "country=GH": ["Linho → Kente"],
        f"company={other.company.public_id}": ["Linho → Silk"],
        f"day={future.date().isoformat()}": ["Linho → Silk"],
        "origin=organiser": ["Linho → Kente"],
        "interpreter=none": ["Linho → Kente"],
        "absent=1": [],
        "visit=meeting&format=online": [],
    }
    assert {query: pairs(browser.get(url(event, f"/all?{query}"))) for query in asked} == asked
    row = db.session.scalars(select(MeetingAttendee).where(MeetingAttendee.meeting_id == timed.id)).first()
    row.attendance = Attendance.ABSENT
    db.session.commit()
    assert pairs(browser.get(url(event, "/all?absent=1"))) == ["Linho → Silk"]


def test_pages_go_on_and_back_where_the_last_one_ended(browser, event, monkeypatch):
    monkeypatch.setattr(
        "summit.meetings.queries.listing.list_page.__kwdefaults__", {"after": None, "before": None, "size": 1}
    )
    one = make_brand(event, "Linho")
    make_meeting(one, make_brand(event, "Silk"))
    make_meeting(one, make_brand(event, "Kente"))
    first = BeautifulSoup(browser.get(url(event)).get_data(as_text=True), "html5lib")
    following = browser.get(first.select_one("a[rel=next]")["href"])
    assert pairs(following) == ["Linho → Silk"]
    back = BeautifulSoup(following.get_data(as_text=True), "html5lib").select_one("a[rel=prev]")["href"]
    assert pairs(browser.get(back)) == ["Linho → Kente"]


def test_the_spreadsheet_holds_exactly_what_is_filtered(browser, event, future):
    one, other = make_brand(event, "=Linho"), make_brand(event, "Silk")
    make_scheduled(one, other, future)
    make_meeting(one, make_brand(event, "Kente"))
    answer = browser.get(url(event, "/export.xlsx?status=scheduled"))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["'=Linho"]
    text = browser.get(url(event, "/export.csv?status=pending")).get_data(as_text=True)
    assert "Kente" in text
    assert "Silk" not in text


def test_one_act_on_many_says_for_which_it_was_refused(browser, event, future, db):
    good, bad = make_scheduled(*make_pair(event), future), make_scheduled(*make_pair(event), future)
    picks = [f"{good.id}:{good.version}", f"{bad.id}:{bad.version + 1}"]
    answer = browser.post(url(event), data={"pick": picks, "act": "cancel"}, follow_redirects=True)
    assert "1 meeting changed" in answer.get_data(as_text=True)
    assert "meanwhile" in answer.get_data(as_text=True)
    statuses = [db.session.get_one(Meeting, one.id).status for one in (good, bad)]
    assert statuses == [MeetingStatus.CANCELLED, MeetingStatus.SCHEDULED]


def test_meetings_of_another_edition_are_not_touched(browser, event, future, db):
    other = make_event()
    make_settings(other)
    meeting = make_meeting(*make_pair(other))
    browser.post(url(event), data={"pick": [f"{meeting.id}:{meeting.version}"], "act": "cancel"})
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.PENDING


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(browser, event, count_queries):
    make_meeting(*make_pair(event))
    with count_queries() as few:
        browser.get(url(event))
    make_meeting(*make_pair(event))
    make_meeting(*make_pair(event))
    with count_queries() as more:
        browser.get(url(event))
    assert more.count == few.count


def test_companies_without_a_meeting_come_before_those_with_few(browser, event, future):
    make_scheduled(make_brand(event, "Busy"), make_brand(event, "Linho"), future)
    make_brand(event, "Alone")
    soup = BeautifulSoup(browser.get(url(event, "/all/without")).get_data(as_text=True), "html5lib")
    assert [row.get_text(strip=True) for row in soup.select("tbody th")] == ["Alone", "Busy", "Linho"]


def test_contacts_are_shown_on_demand_and_the_look_is_written_down(browser, event, db):
    person = make_brand(event, "Alone").registration
    assert person.email not in browser.get(url(event, "/all/without")).get_data(as_text=True)
    assert person.email in browser.post(url(event, "/all/without")).get_data(as_text=True)
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.event_id == event.id))
    assert "companies.contacts_viewed" in list(actions)


def test_the_figures_tell_pairs_outcomes_and_absences(browser, event, future, db):
    one, other = make_brand(event, "Linho"), make_brand(event, "Silk", "CN")
    meeting = make_scheduled(one, other, future)
    db.session.add(MeetingOutcome(meeting_id=meeting.id, company_id=one.company_id, outcome=Outcome.ORDER, rating=4))
    row = db.session.scalars(select(MeetingAttendee).where(MeetingAttendee.company_id == other.company_id)).one()
    row.attendance = Attendance.ABSENT
    db.session.commit()
    page = BeautifulSoup(browser.get(url(event, "/statistics")).get_data(as_text=True), "html5lib")
    text = " ".join(page.get_text(" ").split())
    assert "Brazil China 1" in text
    assert "Silk" in text
    assert "An order is intended 1" in text


def test_a_mean_is_told_of_enough_ratings_only(browser, event, future, db):
    def shown():
        return "of 5" in browser.get(url(event, "/statistics")).get_data(as_text=True)

    for number in range(5):
        assert not shown()
        one, other = make_pair(event)
        meeting = make_meeting(one, other)
        db.session.add(MeetingOutcome(meeting_id=meeting.id, company_id=one.company_id, rating=number + 1))
        db.session.commit()
    assert shown()


def test_the_figures_ask_the_same_number_of_questions_for_one_and_three(browser, event, future, count_queries):
    make_scheduled(*make_pair(event), future)
    with count_queries() as few:
        browser.get(url(event, "/statistics"))
    make_scheduled(*make_pair(event), future)
    make_scheduled(*make_pair(event), future + timedelta(minutes=25))
    with count_queries() as more:
        browser.get(url(event, "/statistics"))
    assert more.count == few.count


def test_without_anything_the_pages_say_what_comes_next(browser, event):
    assert "No meetings yet" in browser.get(url(event)).get_data(as_text=True)
    assert "No meeting has been agreed to yet." in browser.get(url(event, "/statistics")).get_data(as_text=True)
