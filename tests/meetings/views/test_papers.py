"""Meetings on paper."""

from datetime import timedelta

import pytest

from summit.accounts.models import Account
from summit.companies.models import CompanyMember
from summit.jobs.services import run_waiting_jobs
from summit.permissions import Role
from summit.registration.models import Registration
from tests import factories
from tests.agenda.paper import lacks_glyphs, pages_of
from tests.companies.factories import make_company
from tests.meetings.factories import make_scheduled, make_settings, make_spokesperson, make_table, make_window

LATER = timedelta(minutes=25)


@pytest.fixture
def event(db, future):
    event = factories.make_event(starts_on=future.date(), ends_on=future.date())
    hall = factories.make_hall(event, names={"en": "Silk hall", "ru": "Шёлковый зал"})
    make_settings(event)
    make_window(event, future)
    make_table(event, "T1", hall_id=hall.id)
    make_table(event, "T2", hall_id=hall.id)
    return event


@pytest.fixture
def ana(event) -> CompanyMember:
    company = make_company(event, "Casa Linho", names={"pt-BR": "Casa do Linho"})
    return make_spokesperson(event, company, name_latin="Ana Reis", language="pt-BR")


@pytest.fixture
def li(event) -> CompanyMember:
    company = make_company(event, "Silk Road Mill", names={"zh-Hans": "丝路纺织"}, country="CN")
    return make_spokesperson(event, company, name_latin="Li Xiaoming", language="zh-Hans")


@pytest.fixture
def noor(event) -> CompanyMember:
    company = make_company(event, "Bayt al-Qutn", names={"ar": "بيت القطن"}, country="EG")
    return make_spokesperson(event, company, name_latin="Noor Haddad", language="ar")


@pytest.fixture
def met(event, ana, li, noor, future):
    now = future - timedelta(days=20)
    make_scheduled(ana, li, future, now=now)
    make_scheduled(ana, noor, future + LATER, now=now)
    make_scheduled(li, noor, future + 2 * LATER, now=now)


def address(event, path):
    return f"/e/{event.slug}/meetings/{path}"


def account_of(member, db):
    return db.session.get_one(Account, member.registration.account_id)


def all_of(client, event, kind):
    page = client.get(address(event, f"papers/{kind}"))
    assert "being laid out" in page.get_data(as_text=True)
    run_waiting_jobs()
    assert "Download the PDF" in client.get(address(event, f"papers/{kind}")).get_data(as_text=True)
    answer = client.get(address(event, f"papers/{kind}.pdf"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.data


def test_ones_own_timetable_names_time_partner_people_and_table(client, event, db, ana, met):
    factories.sign_in(client, account_of(ana, db))
    answer = client.get(address(event, "paper/mine.pdf"))
    (text,) = pages_of(answer.data)
    wanted = ["Ana Reis", "12:00", "Silk Road Mill", "丝路纺织", "Li Xiaoming", "Table T1", "Silk hall", "12:25"]
    assert [word for word in wanted if word not in text] == []
    assert "12:50" not in text, "a meeting of others"
    assert not lacks_glyphs(answer.data)


def test_who_is_not_a_delegate_has_no_timetable(client, event, met):
    factories.sign_in(client, factories.make_account())
    assert client.get(address(event, "paper/mine.pdf")).status_code == 404


def test_everybody_has_a_sheet_in_their_own_language_in_the_order_of_the_desk(client, event, met):
    factories.sign_in(client, factories.make_staff(event, Role.B2B))
    names = ("Ana Reis", "Li Xiaoming", "Noor Haddad")
    pages = pages_of(all_of(client, event, "timetables"))
    owners = [min((name for name in names if name in page), key=page.index) for page in pages]
    assert owners == list(names)
    assert "星期" in pages[1]


def test_each_table_has_a_sheet_with_both_companies(client, event, met):
    factories.sign_in(client, factories.make_staff(event, Role.B2B))
    (text,) = pages_of(all_of(client, event, "tables"))
    assert [text.count(name) for name in ("Casa Linho", "Silk Road Mill", "Bayt al-Qutn")] == [2, 2, 2]
    assert "Table T1" in text


def test_a_door_sign_tells_who_sits_where(client, event, met):
    factories.sign_in(client, factories.make_staff(event, Role.B2B))
    (text,) = pages_of(all_of(client, event, "doors"))
    assert text.index("Silk hall") < text.index("12:00") < text.index("T1") < text.index("12:25")


def test_a_change_makes_the_file_anew(client, event, ana, noor, met, future):
    factories.sign_in(client, factories.make_staff(event, Role.B2B))
    all_of(client, event, "tables")
    extra = make_spokesperson(event, make_company(event, "Needle Works"))
    make_scheduled(extra, ana, future + 4 * LATER, now=future - timedelta(days=20))
    assert client.get(address(event, "papers/tables.pdf")).status_code == 303
    assert any("Needle Works" in page for page in pages_of(all_of(client, event, "tables")))


def test_who_reads_another_language_by_now_has_a_sheet_in_it(client, event, db, ana, met):
    factories.sign_in(client, factories.make_staff(event, Role.B2B))
    all_of(client, event, "timetables")
    db.session.get_one(Registration, ana.registration_id).language = "zh-Hans"
    db.session.commit()
    assert "星期" in pages_of(all_of(client, event, "timetables"))[0]


def test_only_the_organiser_prints_for_all(client, event, db, ana, met):
    factories.sign_in(client, account_of(ana, db))
    assert client.get(address(event, "papers/timetables")).status_code == 403
    assert client.get(address(event, "papers/timetables.pdf")).status_code == 403


def test_without_meetings_the_paper_says_so(client, event):
    factories.sign_in(client, factories.make_staff(event, Role.B2B))
    (text,) = pages_of(all_of(client, event, "timetables"))
    assert "No meetings are in the timetable yet" in text
