"""Texts that people write per language: what may be kept."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from summit.errors import N_, DomainError

LONGEST_NAME = 200
# Bidirectional overrides and isolates (Unicode 9.4): they would turn the rest of a line around.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


class TextIsMissing(DomainError):
    """No language has a text."""

    message = N_("Please write the name in at least one language.")


class TextIsTooLong(DomainError):
    """A text exceeds its limit."""

    message = N_("Please use %(longest)s characters at most.")


class TextTurnsAround(DomainError):
    """Invisible characters would change the reading direction of the page."""

    message = N_("The text contains invisible direction marks. Please type it again without copying it.")


class LanguagesAreInvalid(DomainError):
    """No language, or something that is not a language tag."""

    message = N_("Please choose at least one language from the list.")


def ensure_text(text: str, longest: int = LONGEST_NAME) -> str:
    """Return the text trimmed and in NFC; raises TextIsTooLong, TextTurnsAround."""
    clean = unicodedata.normalize("NFC", text).strip()
    if len(clean) > longest:
        raise TextIsTooLong(longest=longest)
    if _BIDI_CONTROLS.search(clean):
        raise TextTurnsAround
    return clean


def ensure_texts(texts: Mapping[str, str], *, needed: bool = True, longest: int = LONGEST_NAME) -> dict[str, str]:
    """Return the texts per language tag, cleaned and without blanks.

    Raises TextIsMissing where `needed` and all are blank, LanguagesAreInvalid for a wrong tag,
    TextIsTooLong, TextTurnsAround.
    """
    if not all(map(_LANGUAGE_TAG.fullmatch, texts)):
        raise LanguagesAreInvalid
    clean = {tag: ensure_text(text, longest) for tag, text in texts.items()}
    kept = {tag: text for tag, text in clean.items() if text}
    if needed and not kept:
        raise TextIsMissing
    return kept


def ensure_languages(tags: Iterable[str]) -> list[str]:
    """Return the BCP 47 tags once each in their order; raises LanguagesAreInvalid."""
    chosen = list(dict.fromkeys(tags))
    if not chosen or not all(map(_LANGUAGE_TAG.fullmatch, chosen)):
        raise LanguagesAreInvalid
    return chosen
