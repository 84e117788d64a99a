"""Between a registration's row and the plain answers."""

from summit.registration.models import Registration
from summit.registration.rules import search_key, sort_key
from summit.registration.rules.answers import ANSWER_FIELDS, RegistrationAnswers


def answers_of(registration: Registration) -> RegistrationAnswers:
    """Return the answers that a registration holds."""
    values = {name: getattr(registration, name) for name in ANSWER_FIELDS}
    values["languages_spoken"] = tuple(values["languages_spoken"])
    return RegistrationAnswers(**values)


def write_answers(registration: Registration, answers: RegistrationAnswers) -> None:
    """Put the answers, all but the e-mail address, into the row, with the keys by which it is found."""
    for name in ANSWER_FIELDS:
        if name != "email":
            setattr(registration, name, getattr(answers, name))
    registration.languages_spoken = list(answers.languages_spoken)
    registration.travel = dict(answers.travel)
    write_keys(registration)


def write_keys(registration: Registration) -> None:
    """Fill the search key and the sort key from what the row says now."""
    registration.sort_key = sort_key(registration.name_latin)
    registration.search_key = search_key(
        registration.name_latin,
        registration.name_native,
        registration.name_cyrillic,
        registration.patronymic,
        registration.call_me,
        registration.organisation,
        registration.email,
        registration.reference,
    )
