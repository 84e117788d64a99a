"""For which company the reader stands."""

from flask import abort, g
from flask_login import current_user

from summit.companies.models import CompanyMember
from summit.companies.queries.companies import find_membership
from summit.web.access import current_edition, edition_in_url


def find_reader() -> CompanyMember | None:
    """Return the reader's membership of a company of this edition, with company and registration; asked once."""
    if "meetings_reader" not in g:
        signed_in = current_user.is_authenticated and edition_in_url() is not None
        g.meetings_reader = find_membership(current_edition().id, current_user.account_id) if signed_in else None
    found: CompanyMember | None = g.meetings_reader
    return found


def reader_or_404() -> CompanyMember:
    """Return the reader's membership; to whoever belongs to no company the page does not exist."""
    return find_reader() or abort(404)


def belongs_to_a_company() -> bool:
    """Tell whether the reader belongs to a company of this edition."""
    return find_reader() is not None
