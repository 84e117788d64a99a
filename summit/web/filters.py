"""What every template may use: dates, numbers, translated content, assets."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_timezone_name
from babel.numbers import format_decimal
from flask import Flask, current_app, request
from flask_babel import get_locale, pgettext
from markupsafe import Markup, escape

from . import locale, navigation, security
from .access import edition_in_url, may

_FIRST_STRONG_ISOLATE, _POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"


def init_filters(app: Flask) -> None:
    """Register template filters, globals and the context of the base page."""
    for function in (venue_date, venue_time, venue_datetime, number, text_for, plain_date, listed):
        app.add_template_filter(function)
    app.jinja_env.globals.update(
        asset=asset, comma=comma, localized=localized, may=may, text_direction=locale.text_direction
    )
    app.context_processor(_base_context)


def _base_context() -> dict[str, object]:
    return {
        "locale": locale.current_language(),
        "direction": locale.current_direction(),
        "launch_languages": list(locale.LANGUAGE_NAMES.items()),
        "language_url": locale.language_url,
        "csp_nonce": _Nonce(),
        "demo_mode": current_app.extensions["summit_config"].demo,
        "support_email": current_app.extensions["summit_config"].support_email,
        "edition": edition_in_url(),
        "navigation": navigation.main_items(),
        "account_navigation": navigation.account_items(),
    }


class _Nonce:
    """The nonce of this answer, made only when a template writes it."""

    def __html__(self) -> str:
        return str(escape(security.csp_nonce()))

    __str__ = __html__


def localized(texts: Mapping[str, str] | None) -> str | Markup:
    """Return the text in the reader's language; another language is marked as such."""
    tag, text = pick_text(texts or {}, locale.current_language())
    if tag in {locale.current_language(), ""}:
        return text
    return Markup('<span lang="{}" dir="{}">{}</span>').format(tag, locale.text_direction(tag), text)


def text_for(texts: Mapping[str, str] | None, tag: str | None = None) -> str:
    """Return the bare text in the language (the reader's unless named), falling back to what there is."""
    return pick_text(texts or {}, tag or locale.current_language())[1]


def pick_text(texts: Mapping[str, str], tag: str) -> tuple[str, str]:
    """Return (tag, text) for the wanted language, else English, else Russian, else any; ("", "") for none."""
    for candidate in (tag, "en", "ru", *texts):
        if texts.get(candidate):
            return candidate, texts[candidate]
    return "", ""


def venue_datetime(moment: datetime, zone: str, style: str = "medium") -> str:
    """Write a moment in the venue's time, with the zone's name.

    The name stands in a bidirectional isolate (Unicode UAX #9): within Arabic "(+0300)" would else be read "(0300+)".
    """
    local = moment.astimezone(ZoneInfo(zone))
    text = format_datetime(local, format=style, locale=get_locale())
    zone_name = get_timezone_name(local, width="short", locale=get_locale())
    return f"{text} {isolated(f'({zone_name})')}"


def isolated(text: str) -> str:
    """Return plain text in a bidirectional isolate (Unicode UAX #9), so that it turns no sentence around; "" for ""."""
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_DIRECTIONAL_ISOLATE}" if text else ""


def venue_time(moment: datetime, zone: str) -> str:
    """Write a moment's clock time at the venue."""
    return format_time(moment.astimezone(ZoneInfo(zone)), format="short", locale=get_locale())


def venue_date(moment: datetime, zone: str) -> str:
    """Write a moment's date at the venue."""
    return format_date(moment.astimezone(ZoneInfo(zone)).date(), format="long", locale=get_locale())


def plain_date(day: date) -> str:
    """Write a calendar day in the reader's language."""
    return format_date(day, format="long", locale=get_locale())


def number(value: float) -> str:
    """Write a number in the reader's language."""
    return format_decimal(value, locale=get_locale())


def listed(parts: Iterable[str | Markup]) -> Markup:
    """Join the parts of a list for a page by the reader's comma, each escaped unless it is markup."""
    return escape(comma()).join(parts)


def comma() -> str:
    """Return what stands between the parts of a list in the reader's script, with its blank."""
    # Translators: between the parts of a list, with the blank that belongs to it: ", " in English, "、" in Chinese
    return str(pgettext("list", ", "))


def asset(path: str) -> str:
    """Return the address of a static file with a mark of its content, so that a change is seen at once."""
    return request.script_root + _marked_address(str(current_app.static_folder), path)


@lru_cache(maxsize=512)
def _marked_address(folder: str, path: str) -> str:
    mark = hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={mark}"
