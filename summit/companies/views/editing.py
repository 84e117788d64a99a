"""The steps of a profile, for its own people and for staff: the same forms, from two doors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import N_, DomainError
from summit.web.access import current_edition

from ..forms.profile import InterestsForm, PresenceForm, ProfileForm, TradeForm, WhoForm, WordsForm
from ..models import Company
from ..rules.status import QUANTITY_UNIT_NAMES, CompanyStatus, InterestSide
from ..services import profile
from .reader import whole_or_404

Answer = Response | tuple[str, int]
SECTIONS = {
    "who": N_("Who you are"),
    "words": N_("What you say"),
    "trade": N_("Trade terms and markets"),
    "presence": N_("Languages and days"),
    "offers": N_("What you offer"),
    "needs": N_("What you look for"),
}
SIDES = {"offers": InterestSide.OFFER, "needs": InterestSide.NEED}
_FORMS: dict[str, type[ProfileForm]] = {
    "who": WhoForm,
    "words": WordsForm,
    "trade": TradeForm,
    "presence": PresenceForm,
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where a profile is edited from: the frame of its pages, the way to a step, and the way home."""

    layout: str
    step_url: Callable[[str], str]
    home: str


def answer_section(company_id: int, section: str, door: Door) -> Answer:
    """Show a step of the profile, or keep what was sent and go on."""
    if section not in SECTIONS:
        abort(404)
    company = whole_or_404(company_id)
    form = _form(company, section)
    if form.validate_on_submit():
        before = {row.node for row in company.interests}
        try:
            with transaction():
                company = _save(company_id, section, form)
        except DomainError as error:
            form.refuse(error)
            form.show_version(whole_or_404(company_id).version)
        else:
            flash(_("Saved."), "success")
            return redirect(_next_url(company, section, door, before), 303)
    return _page(company_id, section, form, door), form.status


def _form(company: Company, section: str) -> ProfileForm:
    event = current_edition()
    extra: dict[str, Any] = {"company": company, "languages": event.languages}
    if section in SIDES:
        return InterestsForm(side=SIDES[section], **extra)
    if section == "presence":
        count = (event.ends_on - event.starts_on).days + 1
        extra["event_days"] = [event.starts_on + timedelta(days=number) for number in range(count)]
    return _FORMS[section](**extra)


def _save(company_id: int, section: str, form: ProfileForm) -> Company:
    seen: dict[str, Any] = {"version": form.version.data, "actor_id": current_user.account_id, "now": utcnow()}
    if isinstance(form, InterestsForm):
        return profile.replace_interests(company_id, SIDES[section], form.interests.data, **seen)
    return profile.update_profile(company_id, **seen, **form.values())


def _next_url(company: Company, section: str, door: Door, before: set[str]) -> str:
    """Return where to go on: to the quantities of what was newly chosen, to the next step of a draft, or home."""
    if section in SIDES and {row.node for row in company.interests} - before:
        return f"{door.step_url(section)}#chosen"
    names = list(SECTIONS)
    is_last = section == names[-1]
    if company.status is not CompanyStatus.DRAFT or is_last or request.form.get("then") == "home":
        return door.home
    return door.step_url(names[names.index(section) + 1])


def _page(company_id: int, section: str, form: ProfileForm, door: Door) -> str:
    kind = "interests" if section in SIDES else section
    return render_template(
        f"companies/profile/{kind}.html",
        layout=door.layout,
        company=whole_or_404(company_id),
        section=section,
        sections=SECTIONS,
        position=list(SECTIONS).index(section) + 1,
        form=form,
        door=door,
        quantity_unit_names=QUANTITY_UNIT_NAMES,
    )
