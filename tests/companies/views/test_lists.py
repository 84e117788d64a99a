"""A delegate's own lists and notes: made, changed, printed, and never another's."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from summit.companies.queries.saved import find_note, list_items, list_saved_lists
from summit.permissions import Role
from summit.registration.rules import RegistrationStatus
from tests.companies.factories import make_company, make_saved_list
from tests.factories import make_account, make_category, make_event, make_registration, make_staff, sign_in


@pytest.fixture
def event(db: Any) -> Any:
    return make_event()


@pytest.fixture
def category(event: Any) -> Any:
    return make_category(event)


@pytest.fixture
def delegate(client: Any, event: Any, category: Any) -> Any:
    account = make_account()
    person = make_registration(event, category, RegistrationStatus.APPROVED, account_id=account.id)
    sign_in(client, account)
    return person.id


def post(client: Any, event: Any, path: str, **sent: str) -> Any:
    return client.post(f"/e/{event.slug}/companies/{path}", data=sent)


def names_by_list(person_id: int) -> dict[str, list[str]]:
    items = list_items(person_id, [])
    return {one.name: [company.name for company in items.get(one.id, [])] for one in list_saved_lists(person_id)}


def test_the_first_star_makes_the_shortlist(client, event, delegate):
    company = make_company(event, "Casa")
    page = f"/e/{event.slug}/companies/?q=casa"
    response = post(client, event, f"c/{company.public_id}/save", wanted="1", next=page)
    assert response.headers["Location"].endswith("/companies/?q=casa")
    assert names_by_list(delegate) == {"": ["Casa"]}
    lists = client.get(f"/e/{event.slug}/companies/lists").get_data(as_text=True)
    assert "Shortlist" in lists
    assert "Casa" in lists


def test_a_second_star_takes_the_company_off_every_list(client, db, event, delegate):
    company = make_company(event, "Casa")
    post(client, event, f"c/{company.public_id}/save", wanted="1")
    post(client, event, "lists", name="Fabrics")
    other = list_saved_lists(delegate)[1].id
    post(client, event, f"lists/{other}/c/{company.public_id}", wanted="1")
    assert names_by_list(delegate) == {"": ["Casa"], "Fabrics": ["Casa"]}
    post(client, event, f"c/{company.public_id}/save", wanted="0")
    assert names_by_list(delegate) == {"": [], "Fabrics": []}


def test_scripts_save_and_hear_the_new_state(client, event, delegate):
    company = make_company(event, "Casa")
    address = f"/e/{event.slug}/companies/c/{company.public_id}/save"
    response = client.post(address, json={"wanted": True}, headers={"Accept": "application/json"})
    assert response.json == {"starred": True, "message": "“Casa” is saved."}


@pytest.mark.parametrize("sent", [{}, {"wanted": "maybe"}, {"wanted": "2"}])
def test_a_wish_that_says_nothing_is_refused(client, event, delegate, sent):
    assert post(client, event, f"c/{make_company(event).public_id}/save", **sent).status_code == 400


def test_a_list_is_renamed_and_deleted(client, event, delegate):
    post(client, event, "lists", name="  Fabrics  for   spring ")
    key = list_saved_lists(delegate)[0].id
    assert names_by_list(delegate) == {"Fabrics for spring": []}
    post(client, event, f"lists/{key}", name="Yarns")
    assert names_by_list(delegate) == {"Yarns": []}
    post(client, event, f"lists/{key}/delete")
    assert names_by_list(delegate) == {}


@pytest.mark.parametrize("path", ["lists", "lists/{key}"])
@pytest.mark.parametrize(("name", "message"), [("Yarns", "already have a list"), ("  ", "give the list a name")])
def test_a_name_that_is_taken_or_missing_is_refused_at_the_form(client, event, delegate, path, name, message):
    post(client, event, "lists", name="Fabrics")
    post(client, event, "lists", name="Yarns")
    response = post(client, event, path.format(key=list_saved_lists(delegate)[0].id), name=name)
    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    assert list(names_by_list(delegate)) == ["Fabrics", "Yarns"]


def test_a_note_is_written_changed_and_deleted(client, event, delegate):
    company = make_company(event)
    key, address = company.id, f"c/{company.public_id}/note"
    post(client, event, address, body=" Ask about deadstock. ")
    assert find_note(delegate, key).body == "Ask about deadstock."
    assert "Ask about deadstock." in client.get(f"/e/{event.slug}/companies/lists").get_data(as_text=True)
    post(client, event, address, body=" ")
    assert find_note(delegate, key) is None


def test_nobody_reads_or_changes_the_lists_and_notes_of_another(client, event, category, delegate):
    company = make_company(event, "Casa")
    other = make_registration(event, category, RegistrationStatus.APPROVED, account_id=make_account().id)
    key, other_id = make_saved_list(other, company, name="Secret plan").id, other.id
    post(client, event, f"c/{company.public_id}/note", body="Mine alone")
    for path in (f"lists/{key}", f"lists/{key}/delete", f"lists/{key}/c/{company.public_id}"):
        assert post(client, event, path, name="Mine", wanted="0").status_code == 404
    assert names_by_list(other_id) == {"Secret plan": ["Casa"]}
    assert "Secret plan" not in client.get(f"/e/{event.slug}/companies/lists").get_data(as_text=True)
    assert find_note(other_id, company.id) is None


def test_a_company_that_is_not_shown_any_more_leaves_the_page_but_not_the_list(client, db, event, delegate):
    company = make_company(event, "Casa")
    post(client, event, f"c/{company.public_id}/save", wanted="1")
    company = db.session.merge(company)
    company.is_listed = False
    db.session.commit()
    page = BeautifulSoup(client.get(f"/e/{event.slug}/companies/lists").data, "html.parser")
    assert page.select(".saved-list__company") == []
    assert names_by_list(delegate) == {"": ["Casa"]}


def test_staff_who_are_no_delegates_have_no_lists(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    assert client.get(f"/e/{event.slug}/companies/lists").status_code == 404


def test_three_companies_ask_as_many_questions_as_one(client, event, delegate, count_queries):
    def save() -> None:
        company = make_company(event)
        post(client, event, f"c/{company.public_id}/save", wanted="1")
        post(client, event, f"c/{company.public_id}/note", body="Good")

    save()
    with count_queries() as one:
        client.get(f"/e/{event.slug}/companies/lists")
    save()
    save()
    with count_queries() as three:
        client.get(f"/e/{event.slug}/companies/lists")
    assert one.count == three.count
