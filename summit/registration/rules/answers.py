"""What a delegate answers, as plain values, and how the answers of the staged form become them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from summit.events.rules import Ask
from summit.registration.rules.countries import ensure_country
from summit.registration.rules.form import EXTRAS, FormStep, steps_for
from summit.registration.rules.names import badge_lines, clean_name

AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationAnswers:
    """Everything a delegate writes, besides category, photo and consents.

    Countries are ISO 3166-1 alpha-2 codes or "", languages BCP 47 tags, `phone` is E.164, `travel` holds
    ISO dates (`arrival_on`, `departure_on`), a flag (`needs_visa_letter`) and a text (`travel_note`).
    """

    email: str
    name_latin: str
    name_native: str = ""
    native_language: str = ""
    call_me: str = ""
    honorific: str = ""
    name_cyrillic: str = ""
    patronymic: str = ""
    badge_line1: str = ""
    badge_line2: str = ""
    citizenship: str
    residence: str
    represents: str = ""
    represents_name: str = ""
    document_issuer: str = ""
    organisation: str = ""
    job_title: str = ""
    phone: str = ""
    languages_spoken: tuple[str, ...] = ()
    diet: str = ""
    access_needs: str = ""
    travel: Mapping[str, Any] = field(default_factory=dict)
    guardian: str = ""


ANSWER_FIELDS = tuple(one.name for one in fields(RegistrationAnswers))
STEP_FIELDS: dict[FormStep, tuple[str, ...]] = {
    FormStep.IDENTITY: ("name_latin", "name_native", "native_language", "call_me", "honorific"),
    FormStep.CONTACT: (
        "email",
        "phone",
        "citizenship",
        "residence",
        "represents",
        "represents_name",
        "document_issuer",
    ),
    FormStep.ORGANISATION: (
        "organisation",
        "job_title",
        "languages_spoken",
        "badge_line1",
        "badge_line2",
    ),
    FormStep.EXTRAS: ("diet", "access_needs", "travel", "guardian"),
}


def answers_from_steps(steps: Mapping[str, Any]) -> RegistrationAnswers:
    """Return the answers that a draft holds step by step; a step never filled in leaves its defaults."""
    found: dict[str, Any] = {"email": "", "name_latin": "", "citizenship": "", "residence": ""}
    for step, names in STEP_FIELDS.items():
        given = steps.get(step.value, {})
        found |= {name: given[name] for name in names if name in given}
    found["languages_spoken"] = tuple(found.get("languages_spoken", ()))
    return RegistrationAnswers(**found)


def steps_from_answers(answers: RegistrationAnswers) -> dict[str, dict[str, Any]]:
    """Return the answers as a draft keeps them: JSON values, step by step."""
    return {step.value: {name: _plain(getattr(answers, name)) for name in names} for step, names in STEP_FIELDS.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def cleaned(answers: RegistrationAnswers, asks: Collection[Ask]) -> RegistrationAnswers:
    """Return the answers fit to be stored: names cleaned, badge lines filled, what is not asked left out.

    Raises the refusals of `clean_name` and CountryIsUnknown.
    """
    ensure_country(answers.citizenship)
    ensure_country(answers.residence)
    for code in filter(None, (answers.represents, answers.document_issuer)):
        ensure_country(code)
    names: dict[str, Any] = {
        name: clean_name(getattr(answers, name))
        for name in ("name_latin", "name_native", "name_cyrillic", "call_me", "honorific")
        if name == "name_latin" or getattr(answers, name).strip()
    }
    kept = replace(answers, email=answers.email.strip().lower(), **names)
    return _with_badge_lines(only_asked(kept, asks))


def _with_badge_lines(answers: RegistrationAnswers) -> RegistrationAnswers:
    if answers.badge_line1.strip():
        return answers
    line1, line2 = badge_lines(answers.name_latin, answers.call_me, answers.honorific)
    return replace(answers, badge_line1=line1[:200], badge_line2=line2[:200])


def only_asked(answers: RegistrationAnswers, asks: Collection[Ask]) -> RegistrationAnswers:
    """Return the answers without those that the category does not ask for."""
    unasked: dict[str, Any] = {}
    if Ask.DIET not in asks:
        unasked["diet"] = ""
    if Ask.ACCESS not in asks:
        unasked["access_needs"] = ""
    if Ask.TRAVEL not in asks:
        unasked |= {"travel": {}, "document_issuer": ""}
    if Ask.GUARDIAN not in asks:
        unasked["guardian"] = ""
    return replace(answers, **unasked)


def answered_asks(answers: RegistrationAnswers, *, has_photo: bool) -> set[Ask]:
    """Return the asks to which the person really gave something."""
    given = {
        Ask.PHOTO: has_photo,
        Ask.DIET: bool(answers.diet),
        Ask.ACCESS: bool(answers.access_needs),
        Ask.TRAVEL: bool(answers.document_issuer) or any(answers.travel.values()),
        Ask.GUARDIAN: bool(answers.guardian),
    }
    return {ask for ask, is_given in given.items() if is_given}


def changed_fields(old: RegistrationAnswers, new: RegistrationAnswers) -> list[str]:
    """Return the names of the answers that differ, in the order of the form."""
    return [name for name in ANSWER_FIELDS if getattr(old, name) != getattr(new, name)]


def first_gap(steps: Mapping[str, Any], asks: Collection[Ask]) -> FormStep:
    """Return the first step that still needs an answer, the review where none does."""
    again = steps.get(AGAIN, ())
    for step in steps_for(asks):
        if step is FormStep.REVIEW or step.value not in steps or step.value in again:
            return step
    return FormStep.REVIEW


def steps_to_ask_again(old: Collection[Ask], new: Collection[Ask]) -> set[FormStep]:
    """Return the steps that a change of category makes incomplete: those with new questions or consents."""
    added = set(new) - set(old)
    again = set()
    if added & EXTRAS:
        again.add(FormStep.EXTRAS)
    if Ask.TRAVEL in added:
        again.add(FormStep.CONTACT)
    if added:
        again.add(FormStep.CONSENTS)
    return again
