"""Bringing planned companies in: everything of it in one transaction, or nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from summit.audit.services import record
from summit.database import db
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.queries import get_event
from summit.events.services.changing import lock
from summit.sheets.plans import ImportIsRefused, RowState
from summit.sheets.rules import Row

from ..models import Company
from ..queries.exchange import load_present, lock_companies
from ..rules.exchange import CompanySheet
from ..rules.interests import InterestValues
from ..rules.moderation import Step, status_after
from ..rules.planning import CompaniesHaveChanged, CompanyPlan, CompanyRow, PresentCompanies, plan_companies
from ..rules.status import InterestSide
from .company_rows import add_step, lock_company, note_company
from .founding import begin_company
from .invitations import invite
from .members import add_member, change_role
from .moderating import approve
from .profile import replace_interests, update_profile

Rows = Mapping[CompanySheet, list[Row]]


def plan_rows(event: Event, rows: Rows, *, now: datetime) -> CompanyPlan:
    """Return what an import of the rows would do at present; writes nothing."""
    return plan_companies(_present(event, rows, now), rows)


def _present(event: Event, rows: Rows, now: datetime) -> PresentCompanies:
    emails = {row.cells.get("email", "").strip().lower() for row in rows.get(CompanySheet.COLLEAGUES, ())} - {""}
    return load_present(event, emails, now=now)


def import_companies(
    event_id: int, rows: Rows, *, approves: bool, digest: str, actor_id: int | None, now: datetime
) -> CompanyPlan:
    """Bring the rows in exactly as the plan with this `digest` said, and return the plan.

    New companies are approved at once or wait for review; none is shown to others before it agrees. Raises
    CompaniesHaveChanged where the plan would be another one now, ImportIsRefused naming the row that cannot be
    brought in; the caller's transaction undoes the rest.
    """
    # Two imports of the same new companies come one after the other, so that the second one finds those of the first.
    lock(Event, event_id)
    lock_companies(event_id)
    event = get_event(event_id)
    present = _present(event, rows, now)
    plan = plan_companies(present, rows)
    if plan.digest != digest:
        raise CompaniesHaveChanged
    if refused := next((row for row in plan.rows if row.state is RowState.REFUSED), None):
        raise ImportIsRefused(refused, refused.faults[0].error)
    _Importer(event, present, approves, actor_id, now).bring(plan)
    counts = {state.value: count for state, count in plan.counts.items()}
    record("company.imported", "event", event_id, actor_id=actor_id, event_id=event_id, **counts)
    return plan


class _Importer:
    """Brings the rows in sheet by sheet, and knows by then which ids the new companies have."""

    def __init__(
        self, event: Event, present: PresentCompanies, approves: bool, actor_id: int | None, now: datetime
    ) -> None:
        self.event, self.approves = event, approves
        self.by: dict[str, Any] = {"actor_id": actor_id, "now": now}
        self.ids = {one.code: one.id for one in present.companies}
        self.old = {one.code: one for one in present.companies}

    def bring(self, plan: CompanyPlan) -> None:
        """Write every row that is new or changed."""
        wanted = [row for row in plan.rows if row.state in {RowState.NEW, RowState.CHANGED}]
        by_sheet = {sheet: [row for row in wanted if row.sheet is sheet] for sheet in CompanySheet}
        for row in by_sheet[CompanySheet.COMPANIES]:
            with _refused_at(row):
                self._company(row)
        groups: dict[tuple[str, str], list[CompanyRow]] = {}
        for row in by_sheet[CompanySheet.INTERESTS]:
            groups.setdefault((row.values["company"], row.values["side"]), []).append(row)
        for (name, side), rows in groups.items():
            with _refused_at(rows[0]):
                self._interests(name, InterestSide(side), rows)
        for row in by_sheet[CompanySheet.COLLEAGUES]:
            with _refused_at(row):
                self._colleague(row)

    def _company(self, row: CompanyRow) -> None:
        if row.item_id is not None:
            update_profile(row.item_id, version=None, **self.by, **row.values)
            return
        company = begin_company(self.event.id, row.values, **self.by)
        self.ids[row.name] = company.id
        self._submit(company)
        if self.approves:
            approve(company.id, **self.by)

    def _submit(self, company: Company) -> None:
        """Have a new company wait for review, however much of its profile is still missing: its people will add it."""
        company.status = status_after(company.status, Step.SUBMITTED)
        company.submitted_at = self.by["now"]
        add_step(company, Step.SUBMITTED, **self.by)
        db.session.flush()

    def _interests(self, name: str, side: InterestSide, rows: list[CompanyRow]) -> None:
        old = self.old[name].interests if name in self.old else {}
        entries = {node: InterestValues(node, *rest) for (kind, node), rest in old.items() if kind == side.value}
        for row in rows:
            node = row.values["node"]
            entries[node] = InterestValues(node, row.values["quantity"], row.values["unit"], row.values["note"])
        replace_interests(self.ids[name], side, entries.values(), version=None, **self.by)

    def _colleague(self, row: CompanyRow) -> None:
        company_id, role = self.ids[row.values["company"]], row.values["role"]
        if row.values["act"] == "role" and row.item_id is not None:
            change_role(company_id, row.item_id, role, **self.by)
        elif row.values["act"] == "join":
            company = lock_company(company_id)
            member = add_member(company, row.values["registration"], role, now=self.by["now"])
            note_company("colleague_joined", company, self.by["actor_id"], member=member.id)
        else:
            invite(
                company_id,
                row.values["email"],
                role,
                registration_id=None,
                inviter="",
                language=self.event.languages[0] if self.event.languages else "en",
                **self.by,
            )


@contextmanager
def _refused_at(row: CompanyRow) -> Iterator[None]:
    """Say which row was refused."""
    try:
        yield
    except DomainError as error:
        raise ImportIsRefused(row, error) from error
