"""The pages of import and export of companies."""

import io

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from summit.audit.models import AuditEntry
from summit.companies.models import Company
from summit.permissions import Role
from summit.sheets import read_csv, read_xlsx
from tests.companies.factories import make_company, make_member
from tests.factories import make_event, make_staff, sign_in

TABLE = b"name,kind,country\nLinho Invented,media,BR\n"


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(client, event):
    person = make_staff(event, Role.OWNER)
    sign_in(client, person)
    return person


def address(event, rest=""):
    return f"/e/{event.slug}/companies/exchange{rest}"


def send(client, event, content, name="companies.csv", **more):
    data = {"file": (io.BytesIO(content), name), **more}
    return client.post(address(event), data=data, content_type="multipart/form-data")


def say_yes(client, where):
    digest = BeautifulSoup(client.get(where).data, "html.parser").select_one("input[name=digest]")["value"]
    return client.post(where, data={"digest": digest})


def test_an_import_is_shown_first_and_written_after_the_yes(client, event, manager, db):
    where = send(client, event, TABLE).location
    page = client.get(where).get_data(as_text=True)
    assert "Linho Invented" in page
    assert "Will be added" in page
    assert db.session.scalar(select(func.count()).select_from(Company)) == 0
    assert say_yes(client, where).status_code == 303
    assert db.session.scalars(select(Company.name)).all() == ["Linho Invented"]


def test_a_refused_row_says_why_and_offers_no_yes(client, event, manager):
    where = send(client, event, b"name,kind,country\nLinho,bakery,XX\n").location
    page = BeautifulSoup(client.get(where).data, "html.parser")
    assert "“bakery” is not possible here." in page.text
    assert "country or territory from the list" in page.text
    assert page.select_one("input[name=digest]") is None


def test_an_unknown_company_is_refused_by_its_name(client, event, manager):
    where = send(client, event, b"company,side,what\nNobody,offer,knits\n").location
    assert "There is no company “Nobody”" in client.get(where).get_data(as_text=True)


def test_another_list_than_the_one_seen_is_refused(client, event, manager):
    where = send(client, event, TABLE).location
    answer = client.post(where, data={"digest": "another"})
    assert (answer.status_code, "changed meanwhile" in answer.get_data(as_text=True)) == (409, True)


def test_a_file_is_imported_once(client, event, manager, db):
    where = send(client, event, TABLE).location
    say_yes(client, where)
    assert client.post(where, data={"digest": "x"}).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Company)) == 1


def test_a_file_can_be_given_up(client, event, manager):
    where = send(client, event, TABLE).location
    assert client.post(f"{where}/forget").status_code == 303
    assert client.get(where).status_code == 303


def test_nobody_else_sees_the_file(client, event, manager):
    where = send(client, event, TABLE).location
    sign_in(client, make_staff(event, Role.OWNER))
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\x00", b"", b"a,b\n1,2\n"])
def test_a_file_that_says_nothing_is_refused_at_the_form(client, event, manager, content):
    assert send(client, event, content).status_code == 422


def test_the_export_holds_everything_or_what_the_filter_leaves(client, event, manager):
    make_member(make_company(event, "Linho", country="BR"), event)
    make_company(event, "Seda", country="CN")
    everything = read_csv(client.get(address(event, "/companies.csv")).data, "").sheets[""]
    narrowed = read_xlsx(client.get(address(event, "/companies.xlsx?country=BR")).data).sheets
    assert [row.cells["name"] for row in everything] == ["Linho", "Seda"]
    assert [row.cells["name"] for row in narrowed["companies"]] == ["Linho"]
    assert len(narrowed["colleagues"]) == 1


def test_an_export_is_written_down(client, event, manager, db):
    client.get(address(event, "/companies.csv"))
    assert "company.exported" in db.session.scalars(select(AuditEntry.action)).all()


def test_the_template_explains_and_offers_the_long_lists(client, event, manager):
    sheets = read_xlsx(client.get(address(event, "/template.xlsx")).data).sheets
    assert {"explanations", "companies", "offers and needs", "colleagues", "codes", "lists"} == set(sheets)


def test_the_directory_leads_staff_here_with_its_filter(client, event, manager):
    make_company(event, country="BR")
    page = client.get(f"/e/{event.slug}/companies/?country=BR").get_data(as_text=True)
    assert "/companies/exchange?country=BR" in page
    assert "1 company, as the directory shows it" in client.get(address(event, "?country=BR")).get_data(as_text=True)
