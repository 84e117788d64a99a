"""Answers that cost almost nothing when the reader has them already: strong ETags, known before anything is written."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Response, current_app, g, make_response, request, session
from flask_login import current_user

from summit.web.locale import current_language
from summit.web.navigation import account_items, main_items

# Tells the service worker for whom a page was written, so that it never keeps one reader's pages for another.
READER_HEADER = "Summit-Reader"
NOBODY = "nobody"


def answer(parts: tuple[object, ...], write: Callable[[], str]) -> Response:
    """Return the page that `write` writes, or 304 where the reader holds it already.

    `parts` are everything the page depends on beyond address, language, menu and reader's session, which are added.
    A page that shows a message once is not to be kept and has no ETag.
    """
    if session.get("_flashes"):
        response = make_response(write())
        response.headers["Cache-Control"] = "no-store"
        return _marked(response)
    etag = _digest((*_page_parts(), *parts))
    known = request.if_none_match.contains_weak(etag)
    response = Response(status=304) if known else make_response(write())
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return _marked(response)


def impersonal_answer(parts: tuple[object, ...], write: Callable[[], str], *, seconds: int = 0) -> Response:
    """Return a page that is the same for every reader of a language, or 304; it may be kept for so many seconds."""
    etag = _digest((build_mark(), request.full_path, request.script_root, current_language(), *parts))
    known = request.if_none_match.contains_weak(etag)
    response = Response(status=304) if known else make_response(write())
    response.set_etag(etag)
    response.headers["Cache-Control"] = f"private, max-age={seconds}" if seconds else "private, no-cache"
    response.vary.add("Accept-Language")
    return response


def _marked(response: Response) -> Response:
    response.vary.update(("Cookie", "Accept-Language"))
    response.headers[READER_HEADER] = reader_mark()
    return response


def _page_parts() -> tuple[object, ...]:
    menu = [(item.label, item.url) for item in (*main_items(), *account_items())]
    return (
        build_mark(),
        request.full_path,
        request.script_root,
        current_language(),
        reader_mark(),
        _reader_parts(),
        menu,
    )


def _reader_parts() -> tuple[object, ...]:
    """Return what the frame of a page says of its reader; the session too, because forms carry its token."""
    if not current_user.is_authenticated:
        return ()
    return current_user.session_id, current_user.display_name, session.get("csrf_token")


def reader_mark() -> str:
    """Return a name for the reader that tells readers apart and says nothing about them."""
    if "reader_mark" not in g:
        signed_in = current_user.is_authenticated
        g.reader_mark = (
            _digest((current_app.secret_key, current_user.account_id, current_user.session_id)) if signed_in else NOBODY
        )
    return str(g.reader_mark)


def _digest(parts: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


@cache
def build_mark() -> str:
    """Return a mark of the code, templates, styles and translations that are installed; read once a process."""
    project = Path(current_app.root_path).parent
    folders = (project / "summit", project / "templates", project / "static" / "css", project / "static" / "js")
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix not in {".pyc", ".po"})
    return _digest(tuple((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files))
