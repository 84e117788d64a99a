"""Importing companies: what comes in, what is refused, and that nothing comes in halfway."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from summit.clock import utcnow
from summit.companies.models import Company, CompanyInvitation
from summit.companies.queries.exchange import list_colleagues, load_present
from summit.companies.queries.own import find_member_of, find_whole
from summit.companies.rules.colleagues import MinorsTakeNoPart
from summit.companies.rules.exchange import CompanySheet
from summit.companies.rules.planning import BelongsToAnother, CompaniesHaveChanged
from summit.companies.rules.status import CompanyStatus, InterestSide, MemberRole
from summit.companies.rules.workbook import colleague_sheet, company_sheet, interest_sheet, template_sheets
from summit.companies.services.importing import import_companies, plan_rows
from summit.companies.services.uploads import read_companies
from summit.database import db as database
from summit.database import transaction
from summit.registration.rules import RegistrationStatus
from summit.sheets import write_csv, write_xlsx
from summit.sheets.plans import ImportIsRefused, RowState
from summit.sheets.rules import FileIsEmpty, FileIsTooLong, FileIsUnreadable, Row
from tests.companies.factories import make_company, make_invitation, make_member
from tests.factories import make_category, make_event, make_registration
from tests.registration.delegates import mails_to

COMPANIES, INTERESTS, COLLEAGUES = CompanySheet
NEW = {"name": "Linho Invented", "kind": "media", "country": "BR"}


@pytest.fixture
def event(db):
    return make_event()


def rows(**sheets: list[dict[str, str]]) -> dict[CompanySheet, list[Row]]:
    return {
        CompanySheet[name.upper()]: [Row(number, cells) for number, cells in enumerate(found, start=2)]
        for name, found in sheets.items()
    }


def bring(event, given, *, approves=False, digest=None):
    said: dict[str, Any] = {"approves": approves, "actor_id": None, "now": utcnow()}
    with transaction():
        plan = plan_rows(event, given, now=utcnow())
        return import_companies(event.id, given, digest=digest or plan.digest, **said)


def only(event):
    statement = select(Company.id).where(Company.event_id == event.id)
    return find_whole(event.id, database.session.scalars(statement).one())


@pytest.mark.parametrize(("approves", "status"), [(True, CompanyStatus.APPROVED), (False, CompanyStatus.SUBMITTED)])
def test_a_new_company_is_approved_or_waits_and_is_never_shown(event, approves, status):
    bring(event, rows(companies=[NEW | {"languages": "en=fluent; ru", "days": ""}]), approves=approves)
    company = only(event)
    assert (company.status, company.is_listed) == (status, False)
    assert {row.language: row.level.value for row in company.languages} == {"en": "fluent", "ru": "working"}


def test_a_known_company_is_found_by_name_and_country_and_stays_shown(event):
    company = make_company(event, "Linho  Invented", city="Recife")
    bring(event, rows(companies=[{"name": "LINHO invented", "country": "br", "city": "Olinda"}]))
    found = find_whole(event.id, company.id)
    assert (found.city, found.is_listed, found.status) == ("Olinda", True, CompanyStatus.APPROVED)


def test_offers_and_needs_are_added_to_those_that_are_there(event):
    company = make_company(event, "Linho Invented", offers=["knits.jersey"])
    about = {"company": company.public_id, "side": "offer", "what": "knits"}
    bring(event, rows(interests=[about | {"quantity": "5", "unit": "metres", "note": "Fine"}]))
    found = {(row.side, row.node, row.quantity) for row in find_whole(event.id, company.id).interests}
    assert found == {(InterestSide.OFFER, "knits.jersey", None), (InterestSide.OFFER, "knits", 5)}


def test_an_approved_delegate_joins_and_a_stranger_is_invited(event):
    person = make_registration(event, make_category(event, "X"), RegistrationStatus.APPROVED)
    given = rows(
        companies=[NEW],
        colleagues=[
            {"company": "Linho Invented", "email": person.email.upper(), "role": "manager"},
            {"company": "Linho Invented", "email": "stranger@example.org", "role": ""},
        ],
    )
    bring(event, given, approves=True)
    assert find_member_of(person.id).role is MemberRole.MANAGER
    assert len(mails_to("stranger@example.org")) == 1
    assert mails_to(person.email) == []
    assert {row.state for row in plan_rows(event, given, now=utcnow()).rows} == {RowState.UNCHANGED}


def test_a_role_changes(event):
    company = make_company(event)
    make_member(company, event)
    member = make_member(company, event, role=MemberRole.MEMBER)
    bring(
        event,
        rows(colleagues=[{"company": company.name, "email": member.registration.email, "role": "manager"}]),
    )
    assert find_member_of(member.registration_id).role is MemberRole.MANAGER


def test_who_may_not_join_is_refused_in_words(event):
    company, other = make_company(event), make_company(event)
    member = make_member(other, event)
    child = make_registration(event, make_category(event, "C", needs_adult=True), RegistrationStatus.APPROVED)
    given = [{"company": company.name, "email": one.email} for one in (member.registration, child)]
    plan = plan_rows(event, rows(colleagues=given), now=utcnow())
    assert [type(row.faults[0].error) for row in plan.rows] == [BelongsToAnother, MinorsTakeNoPart]


def test_one_refused_row_stops_everything(event, db):
    given = rows(companies=[NEW, NEW | {"name": "Other Invented", "kind": "bakery"}])
    with pytest.raises(ImportIsRefused):
        bring(event, given)
    assert db.session.scalar(select(func.count()).select_from(Company)) == 0


def test_a_refusal_while_writing_undoes_the_rest(event, db):
    company = make_company(event)
    only_manager = make_member(company, event)
    make_member(company, event, role=MemberRole.MEMBER)
    about = {"company": company.name, "email": only_manager.registration.email, "role": "member"}
    with pytest.raises(ImportIsRefused):
        bring(event, rows(companies=[NEW], colleagues=[about]))
    assert db.session.scalar(select(func.count()).select_from(Company)) == 1


def test_what_changed_after_the_list_is_not_written(event):
    with pytest.raises(CompaniesHaveChanged):
        bring(event, rows(companies=[NEW]), digest="another")


def whole(event):
    present = load_present(event, (), now=utcnow())
    people = [
        (one.company.public_id, one.company.country, one.registration.email, one.role.value)
        for one in list_colleagues(event.id)
    ]
    return [company_sheet(present), interest_sheet(present), colleague_sheet(people)]


def test_an_export_comes_back_unchanged(event):
    company = make_company(
        event,
        "=Linho “Invented”; Ltd",
        kinds=["brand_designer", "media"],
        languages=["en", "pt-BR"],
        offers=["knits.jersey"],
        needs=["knits"],
        names={"ru": "Выдуманный лён"},
        brands=["Um", "Dois"],
        minimum_order=0,
        minimum_order_unit="pieces",
        markets_served=["BR", "CN"],
        price_segments=["luxury"],
        is_newcomer=True,
    )
    make_member(company, event)
    make_company(event)
    found = read_companies(write_xlsx(whole(event)))
    plan = plan_rows(event, found.rows, now=utcnow())
    assert found.passed_over == ()
    assert [(row.label, row.faults, row.values) for row in plan.rows if row.state is not RowState.UNCHANGED] == []
    assert len(plan.rows) == 5


def test_an_export_brings_the_companies_to_another_edition(event):
    make_company(event, "Linho Invented", offers=["knits"], brands=["Um"], minimum_order=0, minimum_order_unit="pairs")
    other = make_event()
    found = read_companies(write_csv(whole(event)[0]))
    cleared = {
        sheet: [Row(row.number, {**row.cells, "code": ""}) for row in given] for sheet, given in found.rows.items()
    }
    bring(other, cleared)
    values = [dict(load_present(one, (), now=utcnow()).companies[0].values) for one in (event, other)]
    assert values[0].pop("code") != values[1].pop("code")
    assert values[0] == values[1]


def test_the_template_holds_no_rows(event):
    present = load_present(event, (), now=utcnow())
    with pytest.raises(FileIsEmpty):
        read_companies(write_xlsx(template_sheets(present, str)))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"PK\x03\x04broken", FileIsUnreadable),
        (b"\x00\x01\x02", FileIsUnreadable),
        (b"name,kind\n" + b"Linho,media\n" * 5001, FileIsTooLong),
        (b"", FileIsEmpty),
        (b"nothing,known\n1,2\n", FileIsEmpty),
    ],
)
def test_hostile_files_are_refused_in_words(content, refusal):
    with pytest.raises(refusal):
        read_companies(content)


def test_the_number_of_questions_does_not_grow_with_the_companies(event, count_queries):
    def fill(number):
        for _ in range(number):
            company = make_company(event, offers=["knits"])
            make_member(company, event)
            make_invitation(company)

    fill(1)
    with count_queries() as one:
        load_present(event, {"a@example.org"}, now=utcnow())
    fill(3)
    with count_queries() as four:
        load_present(event, {"a@example.org"}, now=utcnow())
    assert one.count == four.count


def test_an_invitation_that_has_expired_is_sent_anew(event, db):
    company = make_company(event)
    make_invitation(company, email="late@example.org", expires_at=utcnow() - timedelta(days=1))
    bring(event, rows(colleagues=[{"company": company.name, "email": "late@example.org"}]))
    assert db.session.scalar(select(func.count()).select_from(CompanyInvitation)) == 2
