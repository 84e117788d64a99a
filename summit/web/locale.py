"""The reader's language: chosen, remembered, written left or right."""

from urllib.parse import quote, urlsplit

from babel import Locale
from flask import Blueprint, Flask, abort, current_app, g, make_response, redirect, request
from flask_babel import Babel, get_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from .access import public
from .security import cookie_name, cookie_options

bp = Blueprint("web", __name__)
babel = Babel()

LANGUAGE_NAMES = {
    "en": "English",
    "ru": "Русский",
    "zh-Hans": "简体中文",
    "pt-BR": "Português",
    "ar": "العربية",
}
LAUNCH_LANGUAGES = tuple(LANGUAGE_NAMES)
_YEAR = 365 * 24 * 3600


def init_locale(app: Flask) -> None:
    """Teach the application its languages."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    babel.init_app(app, locale_selector=lambda: current_language().replace("-", "_"))
    app.register_blueprint(bp)


def current_language() -> str:
    """Return the BCP 47 tag of the reader's language: cookie, then account, then browser, then English."""
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def read_in(tag: str | None) -> None:
    """Answer this request in the language if it is one of ours; for pages that others show in their own language."""
    if tag in LANGUAGE_NAMES:
        g.language = tag


def _choose() -> str:
    if not request:
        return "en"
    chosen = request.cookies.get(cookie_name(current_app, "language"))
    if chosen in LANGUAGE_NAMES:
        return str(chosen)
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGE_NAMES:
        return str(current_user.language)
    return best_language(request.accept_languages.values())


def best_language(wanted: object) -> str:
    """Return the first launch language that one of the wanted tags means; English where none does."""
    for tag in wanted:  # type: ignore[attr-defined]
        if tag.lower().startswith(("zh-hant", "zh-tw", "zh-hk")):
            continue
        for language in LAUNCH_LANGUAGES:
            if tag.lower().split("-")[0] == language.lower().split("-")[0]:
                return language
    return "en"


def text_direction(tag: str) -> str:
    """Return ``ltr`` or ``rtl`` for a BCP 47 tag."""
    return Locale.parse(tag.replace("-", "_")).text_direction


def current_direction() -> str:
    """Return the writing direction of the reader's language."""
    locale = get_locale()
    return locale.text_direction if locale else "ltr"


def language_url(tag: str) -> str:
    """Return the address that switches the language and comes back to this page."""
    if "way_back" not in g:
        back = request.full_path.rstrip("?") if request.method == "GET" else request.referrer or "/"
        g.way_back = f"?next={quote(back, safe='/')}"
    return f"{request.script_root}/language/{tag}{g.way_back}"


def safe_next(target: str | None, default: str = "/") -> str:
    """Return the path of the wanted address if it lies on this very site, otherwise the default."""
    if not target or "\\" in target or any(ord(c) < 33 for c in target):
        return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    if (parts.netloc or parts.scheme) and not (parts.scheme in {"http", "https"} and parts.netloc == request.host):
        return default
    path = parts._replace(scheme="", netloc="").geturl()
    # A second slash would make the next word the name of another host.
    return path if path.startswith("/") and not path.startswith("//") else default


@bp.get("/language/<tag>")
@public
def switch_language(tag: str) -> Response:
    """Remember the reader's language in a cookie and return to the page."""
    if tag not in LANGUAGE_NAMES:
        abort(404)
    response = make_response(redirect(safe_next(request.args.get("next")), 303))
    response.set_cookie(cookie_name(current_app, "language"), tag, max_age=_YEAR, **cookie_options(current_app))
    return response


@bp.get("/healthz")
@public
def health() -> Response:
    """Answer the load balancer."""
    return Response("ok", mimetype="text/plain")
