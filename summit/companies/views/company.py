"""The page of one company, as others see it."""

from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from summit.registration.models import Registration
from summit.web.access import signed_in
from summit.web.filters import number

from ..forms.saving import NoteForm
from ..models import Company, CompanyMember, Interest
from ..queries.colleagues import list_visible
from ..queries.companies import list_members
from ..queries.saved import find_note, list_lists_holding, list_saved_lists
from ..rules.directory import monogram
from ..rules.search import in_branches
from ..rules.status import (
    LANGUAGE_LEVEL_NAMES,
    PRICE_SEGMENT_NAMES,
    QUANTITY_UNIT_NAMES,
    CompanyStatus,
    InterestSide,
    PriceSegment,
    QuantityUnit,
)
from . import words
from .blueprints import companies_bp
from .onlooker import Onlooker, admitted, company_or_404
from .saving_words import list_name

Branches = list[tuple[str, list[Interest]]]


@companies_bp.get("/c/<company>")
@signed_in
def company(edition: str, company: str) -> str:
    """Show everything that a company says of itself."""
    return company_page(company_or_404(company))


def company_page(found: Company, form: NoteForm | None = None) -> str:
    """Return the page, with the form of the reader's own note as it was sent where it was refused."""
    reader = admitted()
    return render_template(
        "companies/company.html",
        company=found,
        reader=reader,
        kinds=words.joined_kinds([row.kind for row in found.kinds], found.kind),
        offers=_by_branch(found, InterestSide.OFFER),
        needs=_by_branch(found, InterestSide.NEED),
        terms=_terms(found),
        people=_people(found),
        ask_url=_ask_url(found, reader),
        monogram=monogram,
        has_logos="companies.logo" in current_app.view_functions,
        other_name=words.other_name,
        country=words.country,
        node_name=words.node_name,
        quantity=words.quantity,
        day_name=words.short_day,
        languages=[(words.language(one.language), _(LANGUAGE_LEVEL_NAMES[one.level])) for one in found.languages],
        **(_own(reader.person, found, form) if reader.person else {"lists": [], "form": None}),
    )


def _own(person: Registration, found: Company, form: NoteForm | None) -> dict[str, Any]:
    """Return the reader's own lists and note about the company."""
    holding = list_lists_holding(person.id, found.id)
    note = find_note(person.id, found.id)
    return {
        "lists": [(one, list_name(one), one.id in holding) for one in list_saved_lists(person.id)],
        "is_saved": bool(holding),
        "form": form or NoteForm(formdata=None, body=note.body if note else ""),
        "note": note,
    }


def _by_branch(found: Company, side: InterestSide) -> Branches:
    """Return what a company offers or needs under the names of the branches; what is not known any more at the end."""
    rows = {one.node: one for one in found.interests if one.side is side}
    grouped = in_branches(rows)
    known = {code for codes in grouped.values() for code in codes}
    unknown = [row for code, row in rows.items() if code not in known]
    named = [(words.node_name(branch), [rows[code] for code in codes]) for branch, codes in grouped.items()]
    return [*named, (_("Other"), unknown)] if unknown else named


def _terms(found: Company) -> list[tuple[str, str]]:
    """Return the terms of trade that the company named."""
    prices = [_(PRICE_SEGMENT_NAMES[one]) for one in PriceSegment if one.value in found.price_segments]
    rows = [
        (_("Price segment"), " · ".join(prices)),
        (_("Sizes"), found.sizes),
        (_("Minimum order"), _minimum(found)),
        (_("Lead time"), _("%(days)s days", days=number(found.lead_time_days)) if found.lead_time_days else ""),
        (_("Certificates"), " · ".join(found.certificates)),
    ]
    return [(label, value) for label, value in rows if value]


def _minimum(found: Company) -> str:
    if not found.minimum_order:
        return ""
    known = {unit.value for unit in QuantityUnit}
    unit = found.minimum_order_unit
    name = _(QUANTITY_UNIT_NAMES[QuantityUnit(unit)]) if unit in known else ""
    return f"{number(found.minimum_order)} {name}".strip()


def _people(found: Company) -> list[tuple[CompanyMember, bool]]:
    """Return the colleagues, each with whether they agree to be shown by name."""
    members = list_members(found.id)
    visible = list_visible([member.registration_id for member in members])
    return [(member, member.registration_id in visible) for member in members]


def _ask_url(found: Company, reader: Onlooker) -> str:
    """Return where a member of another approved company asks for a meeting, "" for everybody else."""
    mine = reader.membership.company if reader.membership else None
    if mine is None or mine.id == found.id or mine.status is not CompanyStatus.APPROVED:
        return ""
    has_requests = "meetings.new_request" in current_app.view_functions
    return url_for("meetings.new_request", company=found.public_id) if has_requests else ""
