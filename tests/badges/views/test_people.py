import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.audit.queries import list_entries
from summit.badges.models import PrintedBadge
from summit.badges.queries import list_runs
from summit.credentials.queries import list_credentials
from summit.database import db as database
from summit.registration.rules import RegistrationStatus
from tests.badges.conftest import issue_of, tokens_in
from tests.factories import make_registration


def url(event, person, rest: str = "") -> str:
    return f"/e/{event.slug}/badges/person/{person.public_id}{rest}"


def shown_issue(answer) -> str:
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser").select_one("input[name=issue]")["value"]


def printed(person) -> list[int]:
    statement = select(PrintedBadge.credential_id).where(PrintedBadge.registration_id == person.id)
    return list(database.session.scalars(statement))


def test_one_badge_is_printed_and_written_down(desk, event, officer, approve):
    person = approve()
    answer = desk.get(url(event, person, ".pdf"))

    assert tokens_in(answer.data) == [[issue_of(person).token]] * 2
    assert printed(person) == [issue_of(person).credential_id]
    assert list_runs(event.id) == []
    entry = list_entries(event.id)[0]
    assert (entry.action, entry.actor_id, entry.subject_id) == ("badge.printed", officer.id, person.id)


def test_who_is_not_approved_gets_no_badge(desk, event, category):
    person = make_registration(event, category, RegistrationStatus.SUBMITTED)

    assert desk.get(url(event, person, ".pdf")).status_code == 422
    assert "once the registration has been approved" in desk.get(url(event, person)).get_data(as_text=True)
    assert desk.post(url(event, person, "/reissue"), data={"reason": "lost", "confirmed": "y"}).status_code == 422
    assert (printed(person), list_credentials(person.id)) == ([], [])


def test_a_new_issue_ends_the_old_one(desk, event, officer, approve):
    person = approve()
    old = issue_of(person)

    answer = desk.post(url(event, person, "/reissue"), data={"reason": "lost", "confirmed": "y"})

    newest, oldest = list_credentials(person.id)
    assert answer.status_code == 303
    assert (newest.issue, newest.revoked_at, newest.issued_by) == (2, None, officer.id)
    assert (oldest.id, oldest.revoked_reason) == (old.credential_id, "lost")
    page = desk.get(url(event, person)).get_data(as_text=True)
    assert ("Issue 2 is ready" in page, "Lost" in page) == (True, True)
    assert {entry.action for entry in list_entries(event.id)} >= {"credential.revoked", "credential.issued"}
    assert tokens_in(desk.get(url(event, person, ".pdf")).data)[0] != [old.token]


def test_two_presses_of_the_button_make_one_new_issue(desk, event, approve):
    person = approve()
    issue_of(person)
    form = {"issue": shown_issue(desk.get(url(event, person))), "reason": "lost", "confirmed": "y"}

    assert desk.post(url(event, person, "/reissue"), data=form).status_code == 303
    again = desk.post(url(event, person, "/reissue"), data=form)

    assert (again.status_code, "Issue 2 of this badge has been made" in again.get_data(as_text=True)) == (422, True)
    assert [row.issue for row in list_credentials(person.id)] == [2, 1]
    assert shown_issue(again) == "2"


@pytest.mark.parametrize("form", [{}, {"reason": "lost"}, {"confirmed": "y"}, {"reason": "?", "confirmed": "y"}])
def test_a_new_issue_needs_a_reason_and_a_confirmation(desk, event, approve, form):
    person = approve()
    issue_of(person)

    assert desk.post(url(event, person, "/reissue"), data=form).status_code == 422
    assert [row.issue for row in list_credentials(person.id)] == [1]


def test_a_page_tells_of_prints(desk, event, approve):
    person = approve()
    assert "Never" in desk.get(url(event, person)).get_data(as_text=True)
    desk.get(url(event, person, ".pdf"))
    assert "Issue 1" in desk.get(url(event, person)).get_data(as_text=True)
