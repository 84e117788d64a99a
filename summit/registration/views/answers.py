"""A delegate's answers as rows of label and value, for the check page and the status page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from summit.events.rules import Ask
from summit.registration.queries import places
from summit.registration.rules import PURPOSE_NAMES, ConsentPurpose, FormStep, country_name, offered_purposes, steps_for
from summit.registration.rules.languages import language_name
from summit.web.filters import localized, plain_date
from summit.web.locale import current_language, text_direction

from .journey import STEP_NAMES
from .words import yes_or_no

Row = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The answers of one step."""

    step: FormStep
    title: str
    rows: list[Row]
    photo_url: str | None = None


def answer_groups(steps: dict[str, Any], asks: list[Ask], event_id: int, *, photo_url: str | None) -> list[AnswerGroup]:
    """Return the groups in the order of the form; a photo step carries the picture's address."""
    shown = [step for step in steps_for(asks) if step is not FormStep.REVIEW]
    return [
        AnswerGroup(
            step,
            str(STEP_NAMES[step]),
            _ROWS[step](steps.get(step.value, {}), asks, event_id),
            photo_url if step is FormStep.PHOTO else None,
        )
        for step in shown
    ]


def _isolated(text: str) -> Markup | str:
    return Markup("<bdi>{}</bdi>").format(text) if text else ""


def _left_to_right(text: str) -> Markup | str:
    return Markup('<bdi dir="ltr">{}</bdi>').format(text) if text else ""


def _country(code: str) -> str:
    return country_name(code, current_language()) if code else ""


def _in_language(text: str, tag: str) -> Markup | str:
    if not text or not tag:
        return _isolated(text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(tag, text_direction(tag), text)


def _category_rows(kept: dict[str, Any], asks: list[Ask], event_id: int) -> list[Row]:
    category = places.find_category(event_id, kept.get("category", ""))
    return [(_("Category"), localized(category.names) if category else "")]


def _identity_rows(kept: dict[str, Any], asks: list[Ask], event_id: int) -> list[Row]:
    native = _in_language(kept.get("name_native", ""), kept.get("native_language", ""))
    return [
        (_("Full name in Latin letters"), _isolated(kept.get("name_latin", ""))),
        (_("Full name in your own script"), native),
        (_("What should we call you?"), _isolated(kept.get("call_me", ""))),
        (_("Title or form of address"), _isolated(kept.get("honorific", ""))),
    ]


def _contact_rows(kept: dict[str, Any], asks: list[Ask], event_id: int) -> list[Row]:
    rows = [
        (_("E-mail address"), _left_to_right(kept.get("email", ""))),
        (_("Mobile number"), _left_to_right(kept.get("phone", ""))),
        (_("Citizenship"), _country(kept.get("citizenship", ""))),
        (_("Where you live"), _country(kept.get("residence", ""))),
        (_("Country you represent"), _country(kept.get("represents", ""))),
        (_("Or the organisation you represent"), _isolated(kept.get("represents_name", ""))),
    ]
    if Ask.TRAVEL in asks:
        rows.append((_("Country that issued your travel document"), _country(kept.get("document_issuer", ""))))
    return rows


def _organisation_rows(kept: dict[str, Any], asks: list[Ask], event_id: int) -> list[Row]:
    spoken = [language_name(tag, current_language()) for tag in kept.get("languages_spoken", ())]
    return [
        (_("Organisation, brand or publication"), _isolated(kept.get("organisation", ""))),
        (_("Position"), _isolated(kept.get("job_title", ""))),
        (_("Languages you speak"), " · ".join(spoken)),
        (_("Large line on your badge"), _isolated(kept.get("badge_line1", ""))),
        (_("Small line below it"), _isolated(kept.get("badge_line2", ""))),
    ]


def _photo_rows(kept: dict[str, Any], asks: list[Ask], event_id: int) -> list[Row]:
    return []


def _extras_rows(kept: dict[str, Any], asks: list[Ask], event_id: int) -> list[Row]:
    rows: list[Row] = []
    for ask, name, label in _TEXTS:
        if ask in asks:
            rows.append((str(label), _isolated(kept.get(name, ""))))
    return rows + (_travel_rows(kept.get("travel", {})) if Ask.TRAVEL in asks else [])


def _travel_rows(travel: dict[str, Any]) -> list[Row]:
    return [
        (_("Arrival in the host country"), _day(travel.get("arrival_on"))),
        (_("Departure"), _day(travel.get("departure_on"))),
        (_("I need an invitation letter for my visa"), yes_or_no(travel.get("needs_visa_letter"))),
        (_("Flight or train, if you know it already"), _isolated(travel.get("travel_note", ""))),
    ]


def _day(text: str | None) -> str:
    return plain_date(date.fromisoformat(text)) if text else ""


def _consent_rows(kept: dict[str, Any], asks: list[Ask], event_id: int) -> list[Row]:
    given = set(kept.get("given", ()))
    return [(_(PURPOSE_NAMES[purpose]), _consent_word(purpose, given)) for purpose in offered_purposes(asks)]


def _consent_word(purpose: ConsentPurpose, given: set[str]) -> str:
    return str(_("Agreed") if purpose.value in given else _("Not agreed"))


_TEXTS = (
    (Ask.DIET, "diet", _l("What should we know about your diet?")),
    (Ask.ACCESS, "access_needs", _l("What would make your visit easier?")),
    (Ask.GUARDIAN, "guardian", _l("Name of the adult who comes with the child")),
)
_ROWS: dict[FormStep, Callable[[dict[str, Any], list[Ask], int], list[Row]]] = {
    FormStep.CATEGORY: _category_rows,
    FormStep.IDENTITY: _identity_rows,
    FormStep.CONTACT: _contact_rows,
    FormStep.ORGANISATION: _organisation_rows,
    FormStep.PHOTO: _photo_rows,
    FormStep.EXTRAS: _extras_rows,
    FormStep.CONSENTS: _consent_rows,
}
