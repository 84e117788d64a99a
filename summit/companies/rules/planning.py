"""Comparing the rows of an import with the companies of an edition, one sheet after the other."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from summit.errors import N_, DomainError
from summit.sheets.answers import CellIsNoChoice, short
from summit.sheets.columns import Fault, ParsedRow, parse_row
from summit.sheets.plans import (
    CodeIsUnknown,
    Difference,
    Index,
    NameIsAmbiguous,
    Plan,
    RowIsDouble,
    RowPlan,
    RowState,
)
from summit.sheets.rules import Row

from .colleagues import (
    MOST_COLLEAGUES,
    MOST_INVITATIONS,
    CompanyIsFull,
    MinorsTakeNoPart,
    TooManyInvitations,
    ensure_address,
)
from .exchange import COMPANY_COLUMNS, CompanySheet
from .interests import MOST_INTERESTS, InterestValues, TooManyInterests, clean_interests
from .moderation import ensure_not_withdrawn
from .profile import clean_values, ensure_days, ensure_kinds, ensure_spoken
from .status import CompanyStatus, InterestSide, MemberRole
from .taxonomy import is_known

CompanyRow = RowPlan[CompanySheet]
CompanyPlan = Plan[CompanyRow]
_NEEDED = ("name", "kind", "country")
_PAIRED = {"kind", "kinds", "minimum_order", "minimum_order_unit"}


class CompanyIsUnknown(DomainError):
    """A company that is not there."""

    message = N_("There is no company “%(name)s”, neither in this edition nor in this file.")


class NodeIsUnknown(DomainError):
    """Nothing that the taxonomy knows."""

    message = N_("“%(text)s” is not a known offer or need. Please write a code from the workbook with explanations.")


class BelongsToAnother(DomainError):
    """A colleague of another company."""

    message = N_("%(email)s belongs to another company at this edition.")


class CompaniesHaveChanged(DomainError):
    """Somebody changed a company after the list was drawn."""

    message = N_("The companies were changed meanwhile. Please look at the list again; nothing was imported.")


@dataclass(frozen=True)
class PresentCompany:
    """A company in the words of a spreadsheet; `interests` are (quantity, unit, note) by side and node."""

    id: int
    code: str
    status: CompanyStatus
    values: Mapping[str, Any]
    interests: Mapping[tuple[str, str], tuple[int | None, str, str]] = field(default_factory=dict)
    colleagues: int = 0
    invited: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a registration: approved or not, a minor or not, and the company they belong to."""

    registration_id: int
    is_approved: bool
    is_minor: bool
    company_id: int | None = None
    member_id: int | None = None
    role: MemberRole = MemberRole.MEMBER


@dataclass(frozen=True)
class PresentCompanies:
    """The companies of an edition as an import finds them; `people` by address."""

    zone: str
    first_day: date
    last_day: date
    languages: Sequence[str]
    companies: Sequence[PresentCompany] = ()
    people: Mapping[str, Person] = field(default_factory=dict)


def plan_companies(present: PresentCompanies, rows: Mapping[CompanySheet, Sequence[Row]]) -> CompanyPlan:
    """Return what the rows would do; nothing is ever taken away by an import."""
    planner = _Planner(present)
    for sheet in CompanySheet:
        for row in rows.get(sheet, ()):
            planner.take(sheet, parse_row(COMPANY_COLUMNS[sheet], row, present.zone))
    return Plan(tuple(planner.rows))


def folded(name: str) -> str:
    """Return a name as it is compared: without regard to case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class _Planner:
    """Takes the sheets in their order; later ones refer to companies that the first one brings."""

    def __init__(self, present: PresentCompanies) -> None:
        self.present, self.rows = present, list[CompanyRow]()
        self.known = {company.code: company for company in present.companies}
        self.index = Index()
        self.labels: dict[str, str] = {}
        self._first: dict[tuple[Any, ...], int] = {}
        # What each company would have by now, so that limits count what the file itself adds.
        self.nodes = {
            (one.code, side.value): {node for kind, node in one.interests if kind == side.value}
            for one in present.companies
            for side in InterestSide
        }
        self.colleagues = {one.code: one.colleagues for one in present.companies}
        self.invited = {one.code: len(one.invited) for one in present.companies}
        for one in present.companies:
            self._learn(one.code, one.values["name"], one.values["country"])

    def _learn(self, name: str, company_name: str, country: str) -> None:
        label = folded(company_name)
        self.labels[name] = company_name
        self.index.add(name, [label, f"{label}|{country}"] if label else [])

    def take(self, sheet: CompanySheet, parsed: ParsedRow) -> None:
        """Plan one row."""
        row = RowPlan(sheet, parsed.number, "", RowState.REFUSED, faults=parsed.faults)
        self.rows.append(row)
        try:
            _TAKERS[sheet](self, row, parsed.values)
        except DomainError as error:
            row.faults.append(Fault("", error))
        if row.faults:
            row.state = RowState.REFUSED

    def find(self, text: str, country: str) -> str:
        """Return what a company is known by in this import; raises CompanyIsUnknown, NameIsAmbiguous."""
        if text in self.labels:
            return text
        alias = f"{folded(text)}|{country}" if country else folded(text)
        if not self.index.knows(alias):
            raise CompanyIsUnknown(name=short(text))
        try:
            return self.index.find(alias, CompanyIsUnknown)
        except NameIsAmbiguous as error:
            raise NameIsAmbiguous(name=short(text)) from error

    def ensure_single(self, row: CompanyRow, *key: Any) -> None:
        """Refuse the second row about the same; raises RowIsDouble."""
        first = self._first.setdefault((row.sheet, *key), row.number)
        if first != row.number:
            raise RowIsDouble(row=first)

    def company(self, row: CompanyRow, values: Mapping[str, Any]) -> str:
        """Return the company that a row of a later sheet belongs to, and label the row."""
        text = str(values.get("company", ""))
        row.label = text
        name = self.find(text, values.get("country", ""))
        row.label = self.labels[name]
        return name

    def ensure_open(self, name: str) -> None:
        """Refuse to change a company that has withdrawn; raises CompanyIsWithdrawn."""
        if name in self.known:
            ensure_not_withdrawn(self.known[name].status)

    def take_company(self, row: CompanyRow, values: dict[str, Any]) -> None:
        """Find the company of a row, or let it be a new one, and keep what differs."""
        row.label = str(values.get("name") or values.get("code") or "")
        row.name = self._named(row, values) or f"+{len(self.rows)}"
        present = self.known.get(row.name)
        row.item_id = present.id if present else None
        old: Mapping[str, Any] = present.values if present else {}
        row.label = str(values.get("name") or old.get("name", ""))
        if present is None:
            self._learn(row.name, row.label, values.get("country", ""))
            values = dict.fromkeys(_NEEDED, "") | values
        self.ensure_single(row, row.name)
        self._set(row, values, old)
        row.differences = tuple(_differences(row, old, self.present.zone))
        if present is None:
            row.state = RowState.NEW
        elif row.values:
            self.ensure_open(row.name)
            row.state = RowState.CHANGED
        else:
            row.state = RowState.UNCHANGED

    def _named(self, row: CompanyRow, values: Mapping[str, Any]) -> str:
        """Return the company that is meant, "" for a new one; raises CodeIsUnknown, NameIsAmbiguous, RowIsDouble."""
        code, country = str(values.get("code") or ""), values.get("country", "")
        if code:
            if code not in self.known:
                raise CodeIsUnknown(code=short(code))
            return code
        label = f"{folded(str(values.get('name') or ''))}|{country}"
        if not country or not self.index.knows(label):
            return ""
        return self.find(str(values["name"]), country)

    def _set(self, row: CompanyRow, values: Mapping[str, Any], old: Mapping[str, Any]) -> None:
        for column in COMPANY_COLUMNS[CompanySheet.COMPANIES]:
            name = column.field
            if name not in values or name == "code" or name in _PAIRED:
                continue
            value = values[name]
            if column.per_language:
                value = {tag: text for tag, text in {**old.get(name, {}), **value}.items() if text}
            self._keep(row, column.name, old, partial(self._clean, name, value))
        if {"kind", "kinds"} & set(values) and "kind" not in {fault.column for fault in row.faults}:
            self._keep(row, "kind", old, partial(_kinds, {**old, **values}))
        if {"minimum_order", "minimum_order_unit"} & set(values):
            self._keep(row, "minimum order unit", old, partial(_order, {**old, **values}))

    def _clean(self, name: str, value: Any) -> dict[str, Any]:
        """Return the value as the profile would keep it; raises the refusals of rules.profile."""
        if name == "languages":
            return {name: {tag: level.value for tag, level in ensure_spoken(value).items()}}
        if name == "days":
            return {name: tuple(ensure_days(value, first=self.present.first_day, last=self.present.last_day))}
        if name == "is_newcomer":
            return {name: bool(value)}
        clean = clean_values({name: value})[name]
        return {name: tuple(clean) if isinstance(clean, list) else clean}

    def _keep(
        self, row: CompanyRow, column: str, old: Mapping[str, Any], clean: Callable[[], Mapping[str, Any]]
    ) -> None:
        """Keep the cleaned values where one differs from what is there; a refusal belongs to the column."""
        try:
            values = clean()
        except DomainError as error:
            row.faults.append(Fault(column, error))
            return
        if any(_differs(name, value, old) for name, value in values.items()):
            row.values |= values

    def take_interest(self, row: CompanyRow, values: dict[str, Any]) -> None:
        """Keep an offer or a need of a company that is new or differs."""
        name = self.company(row, values)
        side, node = values.get("side", ""), str(values.get("node", ""))
        if not side:
            row.faults.append(Fault("side", CellIsNoChoice(text="", choices=", ".join(InterestSide))))
        if not is_known(node):
            row.faults.append(Fault("what", NodeIsUnknown(text=short(node))))
        if row.faults:
            return
        self.ensure_single(row, name, side, node)
        present = self.known.get(name)
        old = present.interests.get((side.value, node)) if present else None
        self._set_interest(row, {"company": name, "side": side.value, "node": node}, values, old)

    def _set_interest(
        self,
        row: CompanyRow,
        about: Mapping[str, Any],
        values: Mapping[str, Any],
        old: tuple[int | None, str, str] | None,
    ) -> None:
        fields = ("quantity", "unit", "note")
        before = dict(zip(fields, old or (None, "", ""), strict=True))
        wanted = {**before, **{name: values[name] for name in fields if name in values}}
        clean = clean_interests([InterestValues(about["node"], **wanted)])[0]
        after = {"quantity": clean.quantity, "unit": clean.unit, "note": clean.note}
        row.state = RowState.NEW if old is None else RowState.UNCHANGED
        if old is not None and after == before:
            return
        row.state = RowState.NEW if old is None else RowState.CHANGED
        self.ensure_open(about["company"])
        chosen = self.nodes.setdefault((about["company"], about["side"]), set())
        chosen.add(about["node"])
        if len(chosen) > MOST_INTERESTS:
            raise TooManyInterests(most=MOST_INTERESTS)
        row.values = {**about, **after}
        shown = {name: ("" if value is None else str(value)) for name, value in after.items()}
        told = [Difference(f"{about['side']}", "", about["node"])] if old is None else []
        olds = {name: ("" if value is None else str(value)) for name, value in before.items()}
        row.differences = (
            *told,
            *(Difference(name, olds[name], shown[name]) for name in fields if shown[name] != olds[name]),
        )

    def take_colleague(self, row: CompanyRow, values: dict[str, Any]) -> None:
        """Let somebody join, be invited, or have another role."""
        row.label = str(values.get("email", ""))
        name = self.find(str(values.get("company", "")), values.get("country", ""))
        email = ensure_address(str(values.get("email", "")))
        self.ensure_single(row, email)
        person, present = self.present.people.get(email), self.known.get(name)
        role = values.get("role", person.role if person else MemberRole.MEMBER)
        about = {"company": name, "email": email, "role": role}
        if person is not None and person.company_id is not None:
            self._set_role(row, about, person, present)
        elif person is not None and person.is_approved:
            self._let_join(row, about, person)
        elif present is not None and email in present.invited:
            row.state = RowState.UNCHANGED
        else:
            self._let_invite(row, about)

    def _set_role(self, row: CompanyRow, about: dict[str, Any], person: Person, present: PresentCompany | None) -> None:
        if present is None or person.company_id != present.id:
            raise BelongsToAnother(email=about["email"])
        row.state = RowState.UNCHANGED
        if about["role"] is not person.role:
            self.ensure_open(about["company"])
            row.state, row.item_id = RowState.CHANGED, person.member_id
            row.values = {**about, "act": "role"}
            row.differences = (Difference("role", person.role.value, about["role"].value),)

    def _let_join(self, row: CompanyRow, about: dict[str, Any], person: Person) -> None:
        if person.is_minor:
            raise MinorsTakeNoPart
        self.colleagues[about["company"]] = self.colleagues.get(about["company"], 0) + 1
        if self.colleagues[about["company"]] > MOST_COLLEAGUES:
            raise CompanyIsFull(most=MOST_COLLEAGUES)
        self._add(row, {**about, "act": "join", "registration": person.registration_id})

    def _let_invite(self, row: CompanyRow, about: dict[str, Any]) -> None:
        self.invited[about["company"]] = self.invited.get(about["company"], 0) + 1
        if self.invited[about["company"]] > MOST_INVITATIONS:
            raise TooManyInvitations(most=MOST_INVITATIONS)
        self._add(row, {**about, "act": "invite"})

    def _add(self, row: CompanyRow, values: dict[str, Any]) -> None:
        self.ensure_open(values["company"])
        row.state, row.values = RowState.NEW, values
        row.differences = (
            Difference("company", "", self.labels[values["company"]]),
            Difference("role", "", values["role"].value),
        )


_TAKERS: dict[CompanySheet, Callable[[_Planner, CompanyRow, dict[str, Any]], None]] = {
    CompanySheet.COMPANIES: _Planner.take_company,
    CompanySheet.INTERESTS: _Planner.take_interest,
    CompanySheet.COLLEAGUES: _Planner.take_colleague,
}


def _differs(name: str, value: Any, old: Mapping[str, Any]) -> bool:
    """Tell whether a value says anything else than what is there; blank cells add nothing to a new company."""
    if name in old:
        return bool(value != old[name])
    return value is not False and value not in (None, "", (), {})


def _kinds(values: Mapping[str, Any]) -> dict[str, Any]:
    first, *others = ensure_kinds(values.get("kinds", ()), values.get("kind", ""))
    return {"kind": first, "kinds": tuple(sorted(others))}


def _order(values: Mapping[str, Any]) -> dict[str, Any]:
    names = ("minimum_order", "minimum_order_unit")
    return clean_values({name: values.get(name, "" if name.endswith("unit") else None) for name in names})


def _differences(row: CompanyRow, old: Mapping[str, Any], zone: str) -> Iterator[Difference]:
    for column in COMPANY_COLUMNS[row.sheet]:
        name = column.field
        before, new = old.get(name), row.values.get(name)
        if name not in row.values or before == new or (not before and not new):
            continue
        if column.per_language:
            texts = before or {}, new or {}
            for tag in dict.fromkeys([*texts[0], *texts[1]]):
                if texts[0].get(tag, "") != texts[1].get(tag, ""):
                    yield Difference(f"{column.name} ({tag})", texts[0].get(tag, ""), texts[1].get(tag, ""))
        else:
            yield Difference(column.name, *(_text(column.write, value, zone) for value in (before, new)))


def _text(write: Callable[[Any, str], Any], value: Any, zone: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    return str(write(value, zone))
