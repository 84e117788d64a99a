"""What a session may be: texts, length, places, languages, links."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from summit.errors import N_, DomainError
from summit.events.rules import LONGEST_NAME, LanguagesAreInvalid, ensure_languages, ensure_number, ensure_texts

from .kinds import AGE_LIMITS, SessionKind

LONGEST_ABSTRACT = 5000
LONGEST_NOTE = 2000
LONGEST_LINK = 1000
LONGEST_MINUTES = 1435
STEP_MINUTES = 5
MOST_CHANNELS = 32
MOST_SLOTS = 50
_NUMBER = re.compile(r"0*([0-9]{1,3})")
# A break and a blocker have no places to sign up for, nothing to praise and nothing to show first.
_WITHOUT: dict[str, Any] = {"capacity": None, "is_featured": False, "takes_feedback": False}


class TitleIsMissing(DomainError):
    """No language has a title."""

    message = N_("Please write the title in at least one language.")


class TextIsUnreadable(DomainError):
    """Control characters, or half of a character."""

    message = N_("The text contains characters that cannot be read. Please type it again.")


class LengthIsImpossible(DomainError):
    """A length that does not fit into a day of the programme or its grid."""

    message = N_("Please enter a length between %(least)s and %(most)s minutes, in steps of five minutes.")


class AgeLimitIsUnknown(DomainError):
    """Not one of the usual age limits."""

    message = N_("Please choose the age limit from the list.")


class LanguageIsUnknown(DomainError):
    """Not a language tag."""

    message = N_("Please choose the language from the list.")


class ChannelIsImpossible(DomainError):
    """A number that no receiver of the interpretation has."""

    message = N_("Please number the interpretation channels from 1 to %(most)s.")


class ChannelIsTwice(DomainError):
    """Two languages on one channel."""

    message = N_("Channel %(number)s is used twice. Please give each language a channel of its own.")


class LinkIsInvalid(DomainError):
    """Not the address of a page on the web."""

    message = N_("Please enter a web address such as https://video.example.org/live, without a user name or password.")


class SessionIsPublic(DomainError):
    """A release has shown the session."""

    message = N_(
        "This session has been released, so it cannot be deleted. Please cancel it instead: the next release says so."
    )


class SessionIsFollowed(DomainError):
    """Delegates have starred the session, signed up for it or rated it."""

    message = N_("Delegates follow this session, so it cannot be deleted. Please cancel it instead.")


class SessionHasSignUps(DomainError):
    """A break or a blocker would have people who signed up for it."""

    message = N_("Delegates have signed up for this session, so it cannot become a break or a blocker.")


class SlotIsLast(DomainError):
    """A session without any time could never take place."""

    message = N_("This is the session's only time. Please move it or cancel the session instead.")


class SlotHasSignUps(DomainError):
    """Delegates hold places in the slot, or have held them."""

    message = N_(
        "Delegates have signed up for this time, so it cannot be removed. "
        "Please take it out of the programme instead: the next release shows it as cancelled."
    )


class TooManySlots(DomainError):
    """More repeats than a programme can hold."""

    message = N_("A session can be held at most %(most)s times.")


class CategoriesAreUnknown(DomainError):
    """A category that this edition does not have."""

    message = N_("Please choose the categories from the list.")


def ensure_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the titles in one line each; raises TitleIsMissing, TextIsUnreadable and what ensure_texts refuses."""
    clean_titles = ensure_lines(titles)
    if not clean_titles:
        raise TitleIsMissing
    return clean_titles


def ensure_lines(texts: Mapping[str, str]) -> dict[str, str]:
    """Return short texts in one line each, without blanks; raises TextIsUnreadable and what ensure_texts refuses."""
    joined = {tag: " ".join(ensure_readable(text).split()) for tag, text in texts.items()}
    return ensure_texts(joined, needed=False, longest=LONGEST_NAME)


def ensure_paragraphs(texts: Mapping[str, str], longest: int) -> dict[str, str]:
    """Return long texts with their lines kept, without blanks; raises as `ensure_lines`."""
    lines = {tag: ensure_readable(text).replace("\r\n", "\n") for tag, text in texts.items()}
    return ensure_texts(lines, needed=False, longest=longest)


def ensure_readable(text: str) -> str:
    """Return the text unchanged if every database can keep it; raises TextIsUnreadable."""
    if any(unicodedata.category(one) in {"Cc", "Cs"} for one in text if one not in "\t\r\n"):
        raise TextIsUnreadable
    return text


def ensure_minutes(minutes: int) -> int:
    """Return the length in minutes if it stands on the grid and fits into a day; raises LengthIsImpossible."""
    if not STEP_MINUTES <= minutes <= LONGEST_MINUTES or minutes % STEP_MINUTES:
        raise LengthIsImpossible(least=STEP_MINUTES, most=LONGEST_MINUTES)
    return minutes


def ensure_age_limit(years: int) -> int:
    """Return the age limit in years, 0 for none; raises AgeLimitIsUnknown."""
    if years not in AGE_LIMITS:
        raise AgeLimitIsUnknown
    return years


def ensure_language(tag: str) -> str:
    """Return the BCP 47 tag of a language, "" where it is not known yet; raises LanguageIsUnknown."""
    try:
        return ensure_languages([tag])[0] if tag else ""
    except LanguagesAreInvalid as error:
        raise LanguageIsUnknown from error


def ensure_channels(channels: Mapping[str, str]) -> dict[str, str]:
    """Return {number of the channel: language tag} by number.

    Raises ChannelIsImpossible, ChannelIsTwice or LanguageIsUnknown.
    """
    numbered: dict[int, str] = {}
    for text, tag in channels.items():
        number = ensure_channel(text)
        if number in numbered:
            raise ChannelIsTwice(number=number)
        if not tag:
            raise LanguageIsUnknown
        numbered[number] = ensure_language(tag)
    return {str(number): numbered[number] for number in sorted(numbered)}


def ensure_channel(text: str) -> int:
    """Return the number of an interpretation channel, 1 to 32; raises ChannelIsImpossible."""
    match = _NUMBER.fullmatch(text.strip())
    number = int(match[1]) if match else 0
    if not 1 <= number <= MOST_CHANNELS:
        raise ChannelIsImpossible(most=MOST_CHANNELS)
    return number


def ensure_link(text: str) -> str:
    """Return the address of a page elsewhere, http or https with a host, or ""; raises LinkIsInvalid."""
    link = text.strip()
    if link and (len(link) > LONGEST_LINK or any(map(_leads_astray, link)) or not _has_host(link)):
        raise LinkIsInvalid
    return link


def _leads_astray(character: str) -> bool:
    return character == "\\" or unicodedata.category(character)[0] in "CZ"


def _has_host(link: str) -> bool:
    try:
        parts = urlsplit(link)
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


_RULES: dict[str, Callable[[Any], Any]] = {
    "titles": ensure_titles,
    "abstracts": lambda texts: ensure_paragraphs(texts, LONGEST_ABSTRACT),
    "notes": lambda texts: ensure_paragraphs(texts, LONGEST_NOTE),
    "dress_codes": ensure_lines,
    "internal_note": lambda text: ensure_paragraphs({"en": text}, LONGEST_ABSTRACT).get("en", ""),
    "language": ensure_language,
    "channels": ensure_channels,
    "minutes": ensure_minutes,
    "capacity": ensure_number,
    "age_limit": ensure_age_limit,
    "recording_url": ensure_link,
    "stream_url": ensure_link,
}


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they may be kept, each checked by its rule; raises the refusals above."""
    return {name: _RULES[name](value) if name in _RULES else value for name, value in values.items()}


def settled(kind: SessionKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return clean values of a session of this kind: breaks and blockers have no places, feedback or feature."""
    return dict(values) if kind is SessionKind.SESSION else {**values, **_WITHOUT}


def adds_places(before: int | None, after: int | None) -> bool:
    """Tell whether more people fit than before (None: open to any number)."""
    return before is not None and (after is None or after > before)
