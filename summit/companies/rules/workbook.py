"""Companies as a workbook that the import takes back unchanged, and an empty one with explanations."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from summit.errors import N_
from summit.sheets.columns import headers_of, write_row
from summit.sheets.writing import Sheet

from .exchange import COMPANY_COLUMNS, COMPANY_SHEET_NAMES, CompanySheet
from .kinds import KIND_NAMES
from .planning import PresentCompanies, PresentCompany
from .taxonomy import nodes

Translate = Callable[[str], str]
_COLUMNS = (N_("Sheet"), N_("Column"), N_("What to write"), N_("Possible values"))
_ADVICE = (
    N_("Fill in as many sheets as you need; sheets, columns and rows that are missing change nothing."),
    N_("The first row holds the names of the columns. Leave them as they are; other columns are passed over."),
    N_("A company is found by its code, or else by its name and country; what is not found is added."),
    N_("An import adds and changes offers, needs and colleagues; it never removes any."),
    N_("Before anything is imported you see what each row would change."),
)


def company_sheet(present: PresentCompanies, wanted: Collection[int] | None = None) -> Sheet:
    """Return the companies, a column for every language that the edition or a text has; `wanted` are ids."""
    sheet, companies = CompanySheet.COMPANIES, _chosen(present, wanted)
    languages = _languages(present, companies)
    rows = [write_row(COMPANY_COLUMNS[sheet], one.values, languages, present.zone) for one in companies]
    return _sheet(sheet, languages, rows)


def interest_sheet(present: PresentCompanies, wanted: Collection[int] | None = None) -> Sheet:
    """Return what the companies offer and need."""
    sheet = CompanySheet.INTERESTS
    rows = [
        write_row(COMPANY_COLUMNS[sheet], _interest(one, side, node), (), present.zone)
        for one in _chosen(present, wanted)
        for side, node in one.interests
    ]
    return _sheet(sheet, (), rows)


def colleague_sheet(rows: Iterable[Sequence[Any]]) -> Sheet:
    """Return colleagues, each as (code of the company, country, address, role)."""
    return _sheet(CompanySheet.COLLEAGUES, (), [list(row) for row in rows])


def template_sheets(present: PresentCompanies, translate: Translate) -> list[Sheet]:
    """Return the empty sheets between one that explains them and one that tells the codes."""
    empty = [_sheet(sheet, present.languages, ()) for sheet in CompanySheet]
    return [_explanations(translate), *empty, _codes(translate)]


def _chosen(present: PresentCompanies, wanted: Collection[int] | None) -> list[PresentCompany]:
    return [one for one in present.companies if wanted is None or one.id in wanted]


def _languages(present: PresentCompanies, companies: Iterable[PresentCompany]) -> list[str]:
    used = [tag for one in companies for name in ("names", "descriptions") for tag in one.values[name]]
    return list(dict.fromkeys([*present.languages, *used]))


def _interest(company: PresentCompany, side: str, node: str) -> dict[str, Any]:
    quantity, unit, note = company.interests[side, node]
    about = {"company": company.code, "country": company.values["country"], "side": side, "node": node}
    return {**about, "quantity": quantity, "unit": unit, "note": note}


def _sheet(sheet: CompanySheet, languages: Sequence[str], rows: Iterable[Sequence[Any]]) -> Sheet:
    columns = COMPANY_COLUMNS[sheet]
    choices = {column.name: column.choices for column in columns if column.choices}
    return Sheet(sheet.value.capitalize(), headers_of(columns, languages), rows, choices)


def _explanations(translate: Translate) -> Sheet:
    advice = [["", "", translate(text), ""] for text in _ADVICE]
    columns = [
        [
            f"{sheet.value.capitalize()} ({translate(COMPANY_SHEET_NAMES[sheet])})",
            f"{column.name} (en)" if column.per_language else column.name,
            translate(column.hint),
            ", ".join(column.choices) if len(column.choices) < _MOST_NAMED else "…",
        ]
        for sheet in CompanySheet
        for column in COMPANY_COLUMNS[sheet]
    ]
    return Sheet(translate(N_("Explanations"))[:31], [translate(text) for text in _COLUMNS], [*advice, *columns])


_MOST_NAMED = 20


def _codes(translate: Translate) -> Sheet:
    """Return what the codes of kinds and of offers and needs mean."""
    kinds = [["kind", kind.value, translate(name)] for kind, name in KIND_NAMES.items()]
    whats = [["what", node.code, translate(node.name)] for node in nodes()]
    headers = [translate(text) for text in (N_("Column"), N_("Code"), N_("Meaning"))]
    return Sheet(translate(N_("Codes"))[:31], headers, [*kinds, *whats])
