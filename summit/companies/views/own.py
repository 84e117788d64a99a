"""The page of one's own company: how to begin, what is still missing, and the steps of the profile."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.registration.models import Registration
from summit.registration.rules import country_name
from summit.web.access import current_edition, signed_in
from summit.web.locale import current_language

from ..forms.profile import FoundForm, ListingForm, LogoForm, WordsOnlyForm
from ..models import CompanyMember
from ..queries import own as queries
from ..rules.kinds import KIND_NAMES
from ..rules.moderation import STEP_NAMES, Step, can_take
from ..rules.profile import NEEDED_PARTS, PART_NAMES, Part, completeness_of
from ..rules.status import QUANTITY_UNIT_NAMES, STATUS_NAMES, CompanyStatus, InterestSide, MemberRole
from ..services import founding, profile, withdrawing
from ..services import logos as logo_services
from .blueprints import companies_bp
from .editing import SECTIONS, Answer, Door, answer_section
from .logos import upload_of
from .reader import find_delegate, find_reader, manager_or_403, whole_or_404

# In which step a missing part is filled in; the logo has its place on the page itself.
STEP_OF_PART = {
    Part.KINDS: "who",
    Part.COUNTRY: "who",
    Part.CITY: "who",
    Part.WEBSITE: "who",
    Part.DESCRIPTION: "words",
    Part.BRANDS: "words",
    Part.PRICES: "words",
    Part.TERMS: "trade",
    Part.MARKETS: "trade",
    Part.LANGUAGES: "presence",
    Part.OFFERS: "offers",
    Part.NEEDS: "needs",
}


@companies_bp.get("/mine")
@signed_in
def mine(edition: str) -> str:
    """Show delegates their company, or how to begin one."""
    member = find_reader()
    return own_page(member) if member else _beginning()


@companies_bp.post("/mine/begin")
@signed_in
def found(edition: str) -> Answer:
    """Begin a company, or say why not."""
    form, delegate = FoundForm(), find_delegate()
    if delegate is None:
        return _beginning(form), 422
    if form.validate_on_submit():
        try:
            with transaction():
                founding.found_company(delegate.id, **form.values(), actor_id=current_user.account_id, now=utcnow())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The profile of your company is begun. Please go on step by step."), "success")
            return redirect(url_for(".edit", section="who"), 303)
    return _beginning(form), form.status


@companies_bp.post("/mine/bring")
@signed_in
def bring(edition: str) -> Answer:
    """Begin a company with what was said of it at an earlier edition, or say why not."""
    form, delegate = FoundForm(formdata=None), find_delegate()
    if delegate is None:
        return _beginning(form), 422
    try:
        with transaction():
            founding.bring_over(delegate.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        form.refuse(error)
        return _beginning(form), 422
    flash(_("Your profile has been brought over. Please look through it before you send it for review."), "success")
    return redirect(url_for(".mine"), 303)


def _beginning(form: FoundForm | None = None) -> str:
    delegate = find_delegate()
    may_begin = delegate is not None and not delegate.category.needs_adult
    return render_template(
        "companies/begin.html",
        delegate=delegate,
        may_begin=may_begin,
        form=form or FoundForm(formdata=None, data=_suggested(delegate)),
        earlier=queries.find_earlier(current_user.account_id, current_edition().id) if may_begin else None,
    )


def _suggested(delegate: Registration | None) -> dict[str, str]:
    if delegate is None:
        return {}
    return {"name": delegate.organisation, "country": delegate.represents or delegate.residence}


def own_page(member: CompanyMember, **forms: Any) -> str:
    """Return the page of a company as its people see it, with forms that were refused."""
    company = whole_or_404(member.company_id)
    counts = queries.count_interests(company)
    return render_template(
        "companies/mine.html",
        company=company,
        is_manager=member.role is MemberRole.MANAGER,
        counts={side.value: count for side, count in counts.items()},
        found=completeness_of(company, offers=counts[InterestSide.OFFER], needs=counts[InterestSide.NEED]),
        can_submit=can_take(company.status, Step.SUBMITTED),
        withdrawn=company.status is CompanyStatus.WITHDRAWN,
        cancelled=withdrawing.consequences_of(company.id),
        steps=queries.list_steps(company.id),
        logo_form=forms.get("logo_form") or LogoForm(formdata=None),
        listing_form=forms.get("listing_form") or ListingForm(formdata=None),
        withdraw_form=forms.get("withdraw_form") or WordsOnlyForm(formdata=None),
        **profile_words(),
    )


def profile_words() -> dict[str, Any]:
    """Return the names of everything that a page about a profile shows."""
    return {
        "sections": SECTIONS,
        "part_names": PART_NAMES,
        "needed_parts": NEEDED_PARTS,
        "step_of_part": STEP_OF_PART,
        "status_names": STATUS_NAMES,
        "step_names": STEP_NAMES,
        "kind_names": KIND_NAMES,
        "quantity_unit_names": QUANTITY_UNIT_NAMES,
        "country_of": lambda code: country_name(code, current_language()),
    }


@companies_bp.route("/mine/<section>", methods=["GET", "POST"])
@signed_in
def edit(edition: str, section: str) -> Answer:
    """Show a step of one's own profile, or keep what was sent."""
    member = manager_or_403()
    door = Door("companies/participant.html", lambda name: url_for(".edit", section=name), url_for(".mine"))
    return answer_section(member.company_id, section, door)


@companies_bp.post("/mine/submit")
@signed_in
def submit(edition: str) -> Answer:
    """Send the profile for review, or say what is missing."""
    member, form = manager_or_403(), ListingForm(formdata=None)
    try:
        with transaction():
            profile.submit(member.company_id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        form.refuse(error)
        return own_page(member, listing_form=form), 422
    flash(_("Your profile is sent for review. You get a mail when it is decided on."), "success")
    return redirect(url_for(".mine"), 303)


@companies_bp.post("/mine/listing")
@signed_in
def list_company(edition: str) -> Answer:
    """Keep the company's consent to be seen by others."""
    member, form = manager_or_403(), ListingForm()
    if form.validate_on_submit():
        try:
            _set_listing(member, True)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Thank you. Others see your company once its profile is approved."), "success")
            return redirect(url_for(".mine"), 303)
    return own_page(member, listing_form=form), form.status


@companies_bp.post("/mine/listing/end")
@signed_in
def unlist_company(edition: str) -> Response:
    """Take the consent to be seen back."""
    _set_listing(manager_or_403(), False)
    flash(_("Others do not find your company any more. Meetings that are agreed stay."), "success")
    return redirect(url_for(".mine"), 303)


def _set_listing(member: CompanyMember, listed: bool) -> None:
    with transaction():
        profile.set_listing(
            member.company_id,
            listed,
            registration_id=member.registration_id,
            actor_id=current_user.account_id,
            now=utcnow(),
        )


@companies_bp.post("/mine/logo")
@signed_in
def set_logo(edition: str) -> Answer:
    """Keep a logo that was sent, or say why not."""
    member, form = manager_or_403(), LogoForm()
    if form.validate_on_submit():
        try:
            data = upload_of(form)
            with transaction():
                logo_services.set_logo(member.company_id, data, actor_id=current_user.account_id, now=utcnow())
        except DomainError as error:
            form.refuse(error, "logo")
        else:
            flash(_("The logo is saved."), "success")
            return redirect(url_for(".mine"), 303)
    return own_page(member, logo_form=form), form.status


@companies_bp.post("/mine/logo/remove")
@signed_in
def remove_logo(edition: str) -> Response:
    """Take the logo away."""
    member = manager_or_403()
    with transaction():
        logo_services.remove_logo(member.company_id, actor_id=current_user.account_id, now=utcnow())
    flash(_("The logo is removed."), "success")
    return redirect(url_for(".mine"), 303)


@companies_bp.post("/mine/withdraw")
@signed_in
def withdraw(edition: str) -> Answer:
    """Take the company out of the edition."""
    member, form = manager_or_403(), WordsOnlyForm()
    if form.validate_on_submit():
        try:
            with transaction():
                withdrawing.withdraw_company(
                    member.company_id, words=form.words.data or "", actor_id=current_user.account_id, now=utcnow()
                )
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Your company is withdrawn. Everybody concerned is told."), "success")
            return redirect(url_for(".mine"), 303)
    return own_page(member, withdraw_form=form), form.status


@companies_bp.post("/mine/reopen")
@signed_in
def reopen(edition: str) -> Answer:
    """Take a withdrawn company up again."""
    member, form = manager_or_403(), WordsOnlyForm(formdata=None)
    try:
        with transaction():
            withdrawing.reopen_company(member.company_id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        form.refuse(error)
        return own_page(member, withdraw_form=form), 422
    flash(_("Your company is taken up again. Please look through its profile and send it for review."), "success")
    return redirect(url_for(".mine"), 303)
