"""What an import of companies would do, row by row."""

from datetime import date

import pytest

from summit.companies.rules.exchange import CompanySheet
from summit.companies.rules.interests import MOST_INTERESTS, TooManyInterests
from summit.companies.rules.moderation import CompanyIsWithdrawn
from summit.companies.rules.planning import (
    CompanyIsUnknown,
    NodeIsUnknown,
    PresentCompanies,
    PresentCompany,
    plan_companies,
)
from summit.companies.rules.profile import CompanyNameIsMissing, DayIsOutside, KindIsMissing, LanguageIsNotOffered
from summit.companies.rules.status import CompanyStatus
from summit.companies.rules.taxonomy import nodes
from summit.registration.rules.countries import CountryIsUnknown
from summit.sheets.answers import CellIsNoChoice, CellIsNoNumber
from summit.sheets.plans import CodeIsUnknown, NameIsAmbiguous, RowIsDouble, RowState
from summit.sheets.rules import Row

NEW = {"name": "Linho Invented", "kind": "media", "country": "BR"}
VALUES = {
    "name": "Seda",
    "names": {},
    "kind": "media",
    "kinds": (),
    "country": "CN",
    "city": "Suzhou",
    "brands": ("A",),
}


def known(code="seda", status=CompanyStatus.APPROVED, **values):
    return PresentCompany(1, code, status, VALUES | values)


def plan(*companies, **sheets):
    present = PresentCompanies("UTC", date(2026, 11, 28), date(2026, 11, 30), ("en",), companies)
    given = {
        CompanySheet[name.upper()]: [Row(number, cells) for number, cells in enumerate(rows, start=2)]
        for name, rows in sheets.items()
    }
    return plan_companies(present, given).rows


def refusals(rows):
    return [(fault.column, type(fault.error)) for row in rows for fault in row.faults]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"kind": "bakery"}, [("kind", CellIsNoChoice)]),
        ({"kind": ""}, [("kind", KindIsMissing)]),
        ({"country": "XX"}, [("country", CountryIsUnknown)]),
        ({"name": ""}, [("name", CompanyNameIsMissing)]),
        ({"languages": "tlh"}, [("languages", LanguageIsNotOffered)]),
        ({"days": "2026-12-24"}, [("days", DayIsOutside)]),
        ({"minimum order": "many"}, [("minimum order", CellIsNoNumber)]),
        ({"code": "nothing"}, [("", CodeIsUnknown)]),
    ],
)
def test_a_cell_is_refused_once_and_at_its_column(cells, expected):
    assert refusals(plan(companies=[NEW | cells])) == expected


def test_a_company_is_found_without_regard_to_case_width_and_spaces():
    row = plan(known(), companies=[{"name": " ＳＥＤＡ ", "country": "cn", "city": "Wuxi"}])[0]
    assert (row.state, row.item_id, row.values["city"]) == (RowState.CHANGED, 1, "Wuxi")


def test_the_same_name_in_another_country_is_another_company():
    assert plan(known(), companies=[NEW | {"name": "Seda"}])[0].state is RowState.NEW


def test_a_blank_cell_empties_a_list_and_keeps_a_choice():
    row = plan(known(), companies=[{"code": "seda", "brands": "", "kind": ""}])[0]
    assert row.values == {"brands": ()}


def test_two_rows_about_one_company_are_refused():
    assert refusals(plan(companies=[NEW, NEW])) == [("", RowIsDouble)]


def test_a_name_that_two_companies_have_needs_the_code():
    about = {"company": "Seda", "side": "offer", "what": "knits"}
    assert refusals(plan(known(), known("other"), interests=[about])) == [("", NameIsAmbiguous)]


def test_offers_of_unknown_companies_and_things_are_refused():
    rows = [{"company": name, "side": "offer", "what": what} for name, what in (("Nobody", "knits"), ("Seda", "air"))]
    assert refusals(plan(known(), interests=rows)) == [("", CompanyIsUnknown), ("what", NodeIsUnknown)]


def test_offers_of_a_company_of_the_same_file_are_taken():
    about = {"company": "Linho Invented", "side": "offer", "what": "knits"}
    assert [row.state for row in plan(companies=[NEW], interests=[about])] == [RowState.NEW, RowState.NEW]


def test_more_offers_than_a_company_may_have_are_refused():
    rows = [{"company": "Seda", "side": "offer", "what": node.code} for node in nodes()[: MOST_INTERESTS + 1]]
    assert refusals(plan(known(), interests=rows)) == [("", TooManyInterests)]


def test_a_withdrawn_company_changes_nothing():
    gone = known(status=CompanyStatus.WITHDRAWN)
    assert plan(gone, companies=[{"code": "seda", "city": "Suzhou"}])[0].state is RowState.UNCHANGED
    assert refusals(plan(gone, companies=[{"code": "seda", "city": "Wuxi"}])) == [("", CompanyIsWithdrawn)]
