"""Answering with logos, to those who may see the company."""

from flask import abort, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.permissions import Permission
from summit.web.access import current_edition, may, signed_in

from ..forms.profile import LogoForm
from ..models import Company
from ..queries.companies import find_company
from ..rules.status import CompanyStatus
from ..services.logos import logo_file
from .blueprints import companies_bp
from .reader import find_delegate, find_reader


@companies_bp.get("/c/<company>/logo.png")
@signed_in
def logo(edition: str, company: str) -> Response:
    """Show a company's logo to approved delegates where it is listed, and always to its own people and to staff."""
    found = find_company(current_edition().id, company) or abort(404)
    path = logo_file(found.logo_file_name) if _may_see(found) else None
    if path is None:
        abort(404)
    answer: Response = send_file(path, "image/png", download_name="logo.png", etag=path.stem, conditional=True)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _may_see(company: Company) -> bool:
    member = find_reader()
    if may(Permission.MANAGE_MEETINGS) or (member is not None and member.company_id == company.id):
        return True
    delegate = find_delegate() if current_user.is_authenticated else None
    is_shown = company.is_listed and company.status is CompanyStatus.APPROVED
    return is_shown and delegate is not None and not delegate.category.needs_adult


def upload_of(form: LogoForm) -> bytes:
    """Return the bytes of the file that was sent, none where there is no file."""
    upload = form.logo.data
    return upload.read() if hasattr(upload, "read") else b""
