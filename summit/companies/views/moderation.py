"""The B2B manager's desk for profiles."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..forms.profile import LogoForm, WordsOnlyForm
from ..models import Company
from ..queries import moderation as queries
from ..queries import own
from ..queries.companies import find_company, list_members
from ..rules.moderation import Step, can_take
from ..rules.profile import completeness_of
from ..rules.status import MEMBER_ROLE_NAMES, CompanyStatus, InterestSide
from ..rules.taxonomy import is_known, node
from ..services import logos as logo_services
from ..services import moderating, withdrawing
from .blueprints import companies_bp
from .editing import Answer, Door, answer_section
from .logos import upload_of
from .own import profile_words

_MOST_OFFSET = 100_000


@companies_bp.get("/review")
@requires(Permission.MANAGE_MEETINGS)
def moderation(edition: str) -> str:
    """Show the profiles by state, those that wait first."""
    event, wanted = current_edition(), request.args.get("status", CompanyStatus.SUBMITTED.value)
    status = next((one for one in CompanyStatus if one.value == wanted), None)
    text = request.args.get("offset", "")
    offset = min(int(text), _MOST_OFFSET) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    q = request.args.get("q", "")[:200].replace("\x00", "")
    rows = queries.list_profiles(event.id, status=status, changed=wanted == "changed", q=q, offset=offset)
    return render_template(
        "companies/moderation.html",
        rows=rows[: queries.PAGE],
        wanted=wanted,
        q=q,
        counts=own.count_by_status(event.id),
        changed=queries.count_changed(event.id),
        newer=url_for(".moderation", status=wanted, q=q, offset=max(0, offset - queries.PAGE)) if offset else None,
        older=url_for(".moderation", status=wanted, q=q, offset=offset + queries.PAGE)
        if len(rows) > queries.PAGE
        else None,
        **profile_words(),
    )


@companies_bp.post("/review/approve")
@requires(Permission.MANAGE_MEETINGS)
def approve_profiles(edition: str) -> Response:
    """Approve the profiles that were ticked and wait for review."""
    picked = [found.id for key in request.form.getlist("pick")[:500] if (found := _find(key))]
    with transaction():
        count = moderating.approve_many(picked, actor_id=current_user.account_id, now=utcnow())
    flash(ngettext("%(num)s profile is approved.", "%(num)s profiles are approved.", count), "success")
    return redirect(url_for(".moderation"), 303)


def _find(key: str) -> Company | None:
    is_plausible = key.isascii() and key.isalnum()
    return find_company(current_edition().id, key) if is_plausible else None


@companies_bp.get("/review/<company>")
@requires(Permission.MANAGE_MEETINGS)
def review(edition: str, company: str) -> str:
    """Show a profile to staff, with what can be decided."""
    return _page(_get(company))


@companies_bp.post("/review/<company>/<any(approve, send_back, withdraw, reopen):verdict>")
@requires(Permission.MANAGE_MEETINGS)
def decide(edition: str, company: str, verdict: str) -> Answer:
    """Take a decision on a profile, or say why not."""
    found, form = _get(company), WordsOnlyForm()
    if form.validate_on_submit():
        try:
            with transaction():
                _DECISIONS[verdict](found.id, form.words.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The decision is saved. Those who speak for the company are told."), "success")
            return redirect(url_for(".review", company=company), 303)
    return _page(_get(company), form=form, choice=verdict), form.status


def _actor() -> dict[str, Any]:
    return {"actor_id": current_user.account_id, "now": utcnow()}


_DECISIONS: dict[str, Callable[[int, str], object]] = {
    "approve": lambda key, words: moderating.approve(key, **_actor()),
    "send_back": lambda key, words: moderating.send_back(key, words, **_actor()),
    "withdraw": lambda key, words: withdrawing.withdraw_company(key, words=words, **_actor()),
    "reopen": lambda key, words: withdrawing.reopen_company(key, **_actor()),
}


@companies_bp.route("/review/<company>/edit/<section>", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def edit_profile(edition: str, company: str, section: str) -> Answer:
    """Show a step of any profile to staff, or keep what was sent."""
    found = _get(company)
    home = url_for(".review", company=company)
    door = Door("companies/staff.html", lambda name: url_for(".edit_profile", company=company, section=name), home)
    return answer_section(found.id, section, door)


@companies_bp.post("/review/<company>/logo")
@requires(Permission.MANAGE_MEETINGS)
def set_any_logo(edition: str, company: str) -> Answer:
    """Keep a logo that staff send for a company, or say why not."""
    found, form = _get(company), LogoForm()
    if form.validate_on_submit():
        try:
            data = upload_of(form)
            with transaction():
                logo_services.set_logo(found.id, data, **_actor())
        except DomainError as error:
            form.refuse(error, "logo")
        else:
            flash(_("The logo is saved."), "success")
            return redirect(url_for(".review", company=company), 303)
    return _page(_get(company), logo_form=form), form.status


def _get(public_id: str) -> Company:
    return find_company(current_edition().id, public_id) or abort(404)


def _page(company: Company, form: WordsOnlyForm | None = None, choice: str = "", **forms: Any) -> str:
    counts = own.count_interests(company)
    chosen = {
        side.value: [(node(row.node), row) for row in company.interests if row.side is side and is_known(row.node)]
        for side in InterestSide
    }
    return render_template(
        "companies/review.html",
        company=company,
        members=list_members(company.id),
        role_names=MEMBER_ROLE_NAMES,
        chosen=chosen,
        changed=queries.is_changed(company.id),
        found=completeness_of(company, offers=counts[InterestSide.OFFER], needs=counts[InterestSide.NEED]),
        cancelled=withdrawing.consequences_of(company.id),
        steps=own.list_steps(company.id),
        can={
            step.value
            for step in (Step.APPROVED, Step.SENT_BACK, Step.WITHDRAWN, Step.REOPENED)
            if can_take(company.status, step)
        },
        form=form or WordsOnlyForm(formdata=None),
        choice=choice,
        logo_form=forms.get("logo_form") or LogoForm(formdata=None),
        **profile_words(),
    )
