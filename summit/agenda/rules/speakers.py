"""People on stage: what may be kept of them, what is still missing, and who has which part in a session."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from email_validator import EmailNotValidError, validate_email

from summit.errors import N_, DomainError
from summit.events.rules import ensure_span, ensure_text, ensure_texts
from summit.registration.rules import clean_name, ensure_country
from summit.registration.rules.languages import NAME_LANGUAGES

from .kinds import PersonRole

Span = tuple[datetime, datetime]
LONGEST_BIOGRAPHY = 3000
LONGEST_NEEDS = 2000
LONGEST_LINE = 200
LONGEST_EMAIL = 254
MOST_WINDOWS = 60
# A second press of the button within a minute sends no second mail.
INVITATION_PAUSE = timedelta(minutes=1)


class EmailIsInvalid(DomainError):
    """Nothing that a mail could be sent to."""

    message = N_("Please enter an e-mail address such as name@example.org.")


class LanguageIsUnknown(DomainError):
    """No language of the list."""

    message = N_("Please choose a language from the list.")


class TooManyWindows(DomainError):
    """More spans of availability than anybody has."""

    message = N_("Please enter %(most)s spans of time at most.")


class SpeakerHasParts(DomainError):
    """Somebody who is still part of a session."""

    message = N_("%(name)s still has a part in a session. Please take the person out of the session first.")


class RegistrationIsUnknown(DomainError):
    """No registration of this edition has the number or the address."""

    message = N_(
        "No registration of this edition has this number or e-mail address. "
        "Registrations that were withdrawn do not count."
    )


class RegistrationIsLinked(DomainError):
    """The registration belongs to another speaker already."""

    message = N_("This registration is already linked to another speaker of this edition.")


class SpeakerHasNoEmail(DomainError):
    """Nobody to send the invitation to."""

    message = N_("%(name)s has no e-mail address. Please add one first, or hand over the link yourself.")


class PhotoIsMissing(DomainError):
    """The form for a photo was sent without one."""

    message = N_("Please choose a photo first.")


class PartIsDoubled(DomainError):
    """The same person twice in the same role."""

    message = N_("%(name)s already has this part in the session.")


class SpeakerIsUnknown(DomainError):
    """Somebody who is not among the speakers of the edition."""

    message = N_("This person is not among the speakers of this edition any more. Please choose another one.")


class InterpreterNeedsLanguage(DomainError):
    """An interpreter without a language to speak."""

    message = N_("Please choose the language into which the person interprets.")


class Missing(StrEnum):
    """What the organisers still need of a speaker."""

    EMAIL = "email"
    PHOTO = "photo"
    BIOGRAPHY = "biography"
    ORGANISATION = "organisation"
    CONSENT = "consent"


MISSING_NAMES = {
    Missing.EMAIL: N_("E-mail address"),
    Missing.PHOTO: N_("Photo"),
    Missing.BIOGRAPHY: N_("Biography"),
    Missing.ORGANISATION: N_("Organisation"),
    Missing.CONSENT: N_("Answer about recording"),
}


class SpeakerFacts(Protocol):
    """What `missing_of` looks at."""

    email: Any
    photo_name: Any
    biographies: Any
    organisation: Any
    recording_consent: Any


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in a session; an interpreter's `language` is the one spoken into the channel."""

    speaker_id: int
    role: PersonRole = PersonRole.SPEAKER
    language: str = ""


def missing_of(speaker: SpeakerFacts) -> tuple[Missing, ...]:
    """Return what the organisers still need of the speaker, in a fixed order."""
    present = {
        Missing.EMAIL: speaker.email,
        Missing.PHOTO: speaker.photo_name,
        Missing.BIOGRAPHY: speaker.biographies,
        Missing.ORGANISATION: speaker.organisation,
        Missing.CONSENT: speaker.recording_consent is not None,
    }
    return tuple(kind for kind, value in present.items() if not value)


def ensure_email(text: str) -> str:
    """Return the address in its one spelling, "" for none; raises EmailIsInvalid."""
    if not text.strip():
        return ""
    try:
        address: str = validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except (EmailNotValidError, UnicodeError) as error:
        raise EmailIsInvalid from error
    if len(address) > LONGEST_EMAIL:
        raise EmailIsInvalid
    return address


def ensure_name_or_blank(text: str) -> str:
    """Return a name as rules.names keeps it, "" for a blank one; raises that module's refusals."""
    return clean_name(text) if text.strip() else ""


def ensure_name_language(tag: str) -> str:
    """Return a BCP 47 tag of the list of languages, "" for none; raises LanguageIsUnknown."""
    if tag and tag not in NAME_LANGUAGES:
        raise LanguageIsUnknown
    return tag


def ensure_country_or_blank(code: str) -> str:
    """Return an ISO 3166-1 code, "" for none; raises CountryIsUnknown."""
    return ensure_country(code) if code else ""


def ensure_biographies(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the biographies per language, cleaned; raises the refusals of events.rules.ensure_texts."""
    unified = {tag: text.replace("\r\n", "\n") for tag, text in texts.items()}
    return ensure_texts(unified, needed=False, longest=LONGEST_BIOGRAPHY)


def ensure_line(text: str) -> str:
    """Return one line of text, its white space brought to single blanks; raises TextIsTooLong, TextTurnsAround."""
    return ensure_text(" ".join(text.split()), LONGEST_LINE)


def ensure_needs(text: str) -> str:
    """Return what somebody needs in the hall; raises TextIsTooLong, TextTurnsAround."""
    return ensure_text(text.replace("\r\n", "\n"), LONGEST_NEEDS)


def ensure_windows(spans: Iterable[Span]) -> list[Span]:
    """Return half-open UTC spans once each, in order; raises SpanIsReversed, TooManyWindows."""
    ordered = sorted(set(spans))
    if len(ordered) > MOST_WINDOWS:
        raise TooManyWindows(most=MOST_WINDOWS)
    for starts_at, ends_at in ordered:
        ensure_span(starts_at, ends_at)
    return ordered


_RULES: dict[str, Callable[[Any], Any]] = {
    "name_latin": clean_name,
    "name_native": ensure_name_or_blank,
    "native_language": ensure_name_language,
    "honorific": ensure_name_or_blank,
    "organisation": ensure_line,
    "job_title": ensure_line,
    "country": ensure_country_or_blank,
    "email": ensure_email,
    "biographies": ensure_biographies,
    "needs": ensure_needs,
    "arrival": ensure_line,
}


def clean_speaker(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of a speaker as they may be stored; raises the refusal of the first that may not."""
    return {name: _RULES[name](value) if name in _RULES else value for name, value in values.items()}


def ensure_parts(parts: Iterable[Part], names: Mapping[int, str]) -> list[Part]:
    """Return the parts of a session in their order; `names` are those of the edition's speakers by id.

    Only interpreters keep a language. Raises SpeakerIsUnknown, PartIsDoubled, InterpreterNeedsLanguage,
    LanguageIsUnknown.
    """
    clean: dict[tuple[int, PersonRole], Part] = {}
    for part in parts:
        if part.speaker_id not in names:
            raise SpeakerIsUnknown
        if (part.speaker_id, part.role) in clean:
            raise PartIsDoubled(name=names[part.speaker_id])
        clean[part.speaker_id, part.role] = Part(part.speaker_id, part.role, _language_of(part))
    return list(clean.values())


def _language_of(part: Part) -> str:
    if part.role is not PersonRole.INTERPRETER:
        return ""
    if not part.language:
        raise InterpreterNeedsLanguage
    return ensure_name_language(part.language)


def part_moved(parts: Sequence[Part], index: int, steps: int) -> list[Part]:
    """Return the parts with one moved by `steps` places, as far as there are places."""
    moved = list(parts)
    moved.insert(max(0, min(len(parts) - 1, index + steps)), moved.pop(index))
    return moved
