"""Personal names after the W3C note “Personal names around the world”: never split, never recased."""

import re
import unicodedata

from anyascii import anyascii

from summit.errors import N_, DomainError
from summit.registration.rules.cyrillic import transliterate

LONGEST_NAME = 200
WHITE_SPACE = re.compile(r"[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
VOWELLESS = ("ARABIC", "HEBREW", "SYRIAC", "THAANA")


class NameIsEmpty(DomainError):
    """Nothing visible was written."""

    message = N_("Please write the name.")


class NameIsTooLong(DomainError):
    """The name exceeds what is stored."""

    message = N_("The name is longer than %(limit)s characters. Please shorten it as your passport does.")


class NameHasControlCharacters(DomainError):
    """The name holds control characters or half of a character."""

    message = N_("The name contains invisible control characters. Please type it instead of pasting it.")


class NameHasReorderingCharacters(DomainError):
    """The name holds bidi embeddings, overrides or isolates."""

    message = N_("The name contains characters that reverse the reading order. Please type it instead of pasting it.")


def clean_name(text: str) -> str:
    """Return the name in NFC with single spaces, otherwise as its owner wrote it.

    Raises NameIsEmpty, NameIsTooLong (over 200 characters), NameHasControlCharacters (Cc and lone
    surrogates) or NameHasReorderingCharacters (bidi embeddings, overrides and isolates).
    """
    name = WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    kinds = {unicodedata.category(character) for character in name}
    if kinds & {"Cc", "Cs"}:
        raise NameHasControlCharacters
    if REORDERING.search(name):
        raise NameHasReorderingCharacters
    if kinds <= {"Cf", "Zs"}:
        raise NameIsEmpty
    if len(name) > LONGEST_NAME:
        raise NameIsTooLong(limit=LONGEST_NAME)
    return name


def badge_lines(name_latin: str, call_me: str = "", honorific: str = "") -> tuple[str, str]:
    """Return a prefill for the two lines of a badge; people may edit it until printing.

    With a call name that is the big line and the full name the second; otherwise the full name is the
    first. An honorific stands before the full name, as its owner gave it.
    """
    full = f"{honorific} {name_latin}".strip()
    if call_me and call_me != name_latin:
        return call_me, full
    return full, ""


def latin_prefill(native: str) -> str:
    """Return a first guess of the Latin spelling, to be corrected by its owner; never a decision.

    Cyrillic follows ICAO 9303, other scripts anyascii. Scripts that leave out vowels give "", because
    a skeleton such as “mhmd” helps nobody.
    """
    if any(unicodedata.name(character, "").startswith(VOWELLESS) for character in native):
        return ""
    plain = anyascii(transliterate(native))
    return WHITE_SPACE.sub(" ", plain).strip(" '")
