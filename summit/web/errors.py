"""Error pages: what happened and what to do next, in the reader's language, never a bare code."""

from flask import Flask, jsonify, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from summit.errors import N_, DomainError

from .access import wants_json
from .forms import is_readable, translated

Answer = tuple[str | Response, int]

MESSAGES = {
    400: (
        N_("We could not read this request"),
        N_("Something in it was malformed. Please go back and try again."),
    ),
    401: (N_("Please sign in"), N_("Your session has ended. Please sign in again; nothing was changed.")),
    403: (
        N_("You may not open this page"),
        N_("Your role does not include it. Ask an organiser for access."),
    ),
    404: (N_("Page not found"), N_("The address may be mistyped, or the page has moved.")),
    405: (N_("This cannot be done here"), N_("Please use the buttons on the page.")),
    409: (N_("Somebody changed this meanwhile"), N_("Please reload the page and look at the change first.")),
    413: (N_("This file is too large"), N_("Please choose a smaller file and send it again.")),
    422: (N_("This is not possible"), N_("Please go back and change your input.")),
    429: (N_("Too many attempts"), N_("Please wait a few minutes and try again.")),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing was lost. We have been told; please try again shortly."),
    ),
    503: (N_("Busy for a moment"), N_("Please try again in a few seconds. Nothing was lost.")),
}
_STALE_FORM = (
    N_("This page had been open for too long"),
    N_("Please go back, reload the page and send it again."),
)


def init_errors(app: Flask) -> None:
    """Answer every failure with a page of our own."""
    app.register_error_handler(CSRFError, lambda error: _answer(400, *_STALE_FORM))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(InternalServerError, lambda error: _answer(500, *MESSAGES[500]))
    app.before_request(_refuse_unreadable)


def _refuse_unreadable() -> Answer | None:
    """Refuse queries that no database can search for (NUL, broken surrogates)."""
    values = (value for _name, value in request.args.items(multi=True))
    return None if all(map(is_readable, values)) else _answer(400, *MESSAGES[400])


def _http_error(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    body, status = _answer(code, *MESSAGES.get(code, MESSAGES[400 if code < 500 else 500]))
    response = Response(body, status, mimetype="text/html") if isinstance(body, str) else body
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response, status


def _refusal(error: DomainError) -> Answer:
    return _answer(422, MESSAGES[422][0], translated(error))


def _unstorable(error: DataError) -> Answer:
    return _answer(400, *MESSAGES[400])


def _busy(error: OperationalError) -> Answer:
    return _answer(503, *MESSAGES[503])


def _answer(code: int, title: str, message: str) -> Answer:
    title, message = gettext(title), gettext(message)
    if wants_json():
        return jsonify(error=title, message=message), code
    return render_template("web/error.html", code=code, title=title, message=message, next_url="/"), code
