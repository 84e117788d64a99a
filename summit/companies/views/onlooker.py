"""Who looks at companies: an approved delegate who is no minor, or staff who arrange meetings."""

from dataclasses import dataclass

from flask import abort, g, make_response, render_template
from flask_login import current_user

from summit.permissions import Permission
from summit.registration.models import Registration
from summit.web.access import current_edition, edition_in_url, may

from ..models import Company, CompanyMember
from ..queries.directory import find_shown
from .reader import find_delegate, find_reader


@dataclass(frozen=True, slots=True)
class Onlooker:
    """The delegate and the company they stand for, where there are such; `is_staff` sees what is not listed too."""

    person: Registration | None
    membership: CompanyMember | None
    is_staff: bool

    @property
    def is_admitted(self) -> bool:
        """Tell whether they may see companies at all."""
        return self.is_staff or self.person is not None


def find_onlooker() -> Onlooker:
    """Return who looks, asked once a request."""
    if "companies_onlooker" not in g:
        g.companies_onlooker = _find()
    found: Onlooker = g.companies_onlooker
    return found


def _find() -> Onlooker:
    if not current_user.is_authenticated or edition_in_url() is None:
        return Onlooker(None, None, is_staff=False)
    person = find_delegate()
    if person is not None and person.category.needs_adult:
        person = None
    return Onlooker(person, find_reader() if person else None, may(Permission.MANAGE_MEETINGS))


def admitted() -> Onlooker:
    """Return who looks; whoever may not see companies is told why, with status 403."""
    onlooker = find_onlooker()
    if not onlooker.is_admitted:
        abort(make_response(render_template("companies/closed.html"), 403))
    return onlooker


def delegate_or_404() -> Registration:
    """Return the delegate who looks; staff who are none have no lists and no notes."""
    return admitted().person or abort(404)


def company_or_404(public_id: str) -> Company:
    """Return a company that the onlooker may see, with all that its page shows."""
    event, onlooker = current_edition(), admitted()
    return find_shown(event.id, public_id, to_staff=onlooker.is_staff) or abort(404)


def sees_companies() -> bool:
    """Tell whether the menu shows the directory."""
    return find_onlooker().is_admitted
