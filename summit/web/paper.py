"""Pages to print: rendered in a language, each text in its own direction, with the style of paper."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import current_app
from flask_babel import force_locale, get_locale
from markupsafe import Markup

from .filters import pick_text, text_for
from .locale import text_direction


def render_paper(template: str, language: str, *, zone: str, **context: Any) -> str:
    """Return a page in a language, whose times are those of `zone` (IANA name), for paper.press.make_pdf.

    The template has `say` and `mark` for texts per language (bare, and with another language marked), `own` for the
    words of one person or house, `paragraphs` for long texts, `full_date` and `local_date`.
    """
    with force_locale(language.replace("-", "_")):
        return current_app.jinja_env.get_template(template).render(
            language=language,
            direction=text_direction(language),
            zone=zone,
            say=lambda texts: text_for(texts, language),
            mark=lambda texts: _marked(texts, language),
            own=lambda text, tag="": _own(text, tag, text_direction(language)),
            paragraphs=lambda texts: _paragraphs(texts, language),
            full_date=_full_date,
            local_date=lambda moment: moment.astimezone(ZoneInfo(zone)).date(),
            **context,
        )


def paper_css(name: str, language: str) -> list[str]:
    """Return the style sheets of a kind of page: what all share, its own, what languages from the right turn around."""
    sheets = ["base", name, *(["mirrored"] if text_direction(language) == "rtl" else [])]
    folder = Path(str(current_app.static_folder)) / "css" / "paper"
    return [(folder / f"{sheet}.css").read_text() for sheet in sheets]


def direction_of(text: str, otherwise: str = "ltr") -> str:
    """Return the direction of a text by its first strong character (Unicode UAX #9, rule P2)."""
    for character in text:
        strength = unicodedata.bidirectional(character)
        if strength in {"L", "R", "AL"}:
            return "ltr" if strength == "L" else "rtl"
    return otherwise


def _full_date(day: date) -> str:
    """Write a day as a title, whose first letter is a capital in every language that has capitals."""
    text = format_date(day, format="full", locale=get_locale())
    return text[:1].upper() + text[1:]


def _marked(texts: Mapping[str, str] | None, language: str) -> Markup:
    """Return the text in the language; another language is marked as such."""
    tag, text = pick_text(texts or {}, language)
    if tag in {language, ""}:
        return Markup("{}").format(text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(tag, text_direction(tag), text)


def _own(text: str, tag: str, otherwise: str) -> Markup:
    """Return somebody's own words in their direction: the typesetter does not look for it itself."""
    if tag:
        return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(tag, direction_of(text, otherwise), text)
    return Markup('<bdi dir="{}">{}</bdi>').format(direction_of(text, otherwise), text)


def _paragraphs(texts: Mapping[str, str] | None, language: str) -> list[dict[str, str]]:
    """Return the lines of a text as {"text", "language"}; the language is "" where it is the page's own."""
    tag, text = pick_text(texts or {}, language)
    other = "" if tag == language else tag
    return [{"text": line.strip(), "language": other} for line in text.splitlines() if line.strip()]
