"""For which company the reader stands."""

from flask import abort, g
from flask_login import current_user

from summit.registration.models import Registration
from summit.registration.queries.registrations import find_approved
from summit.web.access import current_edition, edition_in_url

from ..models import Company, CompanyMember
from ..queries.companies import find_membership
from ..queries.own import find_whole
from ..rules.status import MemberRole


def find_reader() -> CompanyMember | None:
    """Return the reader's membership of a company of this edition, with company and registration; asked once."""
    if "companies_reader" not in g:
        signed_in = current_user.is_authenticated and edition_in_url() is not None
        g.companies_reader = find_membership(current_edition().id, current_user.account_id) if signed_in else None
    found: CompanyMember | None = g.companies_reader
    return found


def find_delegate() -> Registration | None:
    """Return the reader's approved registration at this edition, with its category."""
    return find_approved(current_edition().id, current_user.account_id)


def manager_or_403() -> CompanyMember:
    """Return the reader's membership where they speak for a company; 404 without a company, 403 for a colleague."""
    member = find_reader() or abort(404)
    if member.role is not MemberRole.MANAGER:
        abort(403)
    return member


def whole_or_404(company_id: int) -> Company:
    """Return a company of this edition with its parts, fresh."""
    return find_whole(current_edition().id, company_id) or abort(404)
