"""Pages that the reader's own device may keep for times without a network (static/js/programme/worker.js)."""

import hashlib
from pathlib import Path

from flask import Response, current_app
from flask_login import current_user

# Tells the service worker for whom a page was written, so that it never keeps one reader's pages for another.
READER_HEADER = "Summit-Reader"


def kept(response: Response, *, once: bool = False) -> Response:
    """Allow the reader's own device to keep a page; one that shows a message once is not to be kept."""
    marks = (current_app.secret_key, current_user.account_id, current_user.session_id)
    mark = hashlib.sha256(repr(marks).encode("utf-8", "backslashreplace")).hexdigest()[:32]
    response.headers[READER_HEADER] = mark
    response.headers["Cache-Control"] = "no-store" if once else "private, no-cache"
    response.vary.update(("Cookie", "Accept-Language"))
    return response


def page_worker() -> Response:
    """Return the service worker; it governs the folder under which a view serves it, and nothing else."""
    source = (Path(str(current_app.static_folder)) / "js" / "programme" / "worker.js").read_text()
    response = Response(source, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
