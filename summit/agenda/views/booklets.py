"""The programme as a PDF: the file, and a page that waits for it."""

from flask import Response, abort, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Redirect

from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.rules import JobStatus
from summit.web.access import current_edition, public, wants_json
from summit.web.locale import LANGUAGE_NAMES, current_language

from ..models import Release
from ..queries.releases import find_current_release
from ..services import booklets
from .blueprints import programme_bp

READY = "ready"


@programme_bp.get("/programme.pdf")
@public
def pdf(edition: str) -> Response | Redirect:
    """Hand out the programme of the newest release in a language, or lead to where it can be waited for."""
    event, language = current_edition(), _language()
    path = booklets.find_booklet(event, _release(), language)
    if path is None:
        return redirect(url_for(".booklet", language=language), 303)
    name = f"{event.slug}-{language}.pdf"
    answer = send_file(path, "application/pdf", download_name=name, etag=path.stem, conditional=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@programme_bp.get("/booklet")
@public
def booklet(edition: str) -> str | Response:
    """Order the file where nobody has, and show how far it is."""
    event, release, language = current_edition(), _release(), _language()
    state = _state(release, language)
    if wants_json():
        return jsonify(state=state, done=0, total=1)
    return render_template(
        "agenda/programme/booklet.html",
        event=event,
        release=release,
        language=language,
        language_names=LANGUAGE_NAMES,
        state=state,
    )


def _state(release: Release, language: str) -> str:
    """Return "ready", or how the job stands that makes the file; it is ordered where there is none."""
    event = current_edition()
    if booklets.find_booklet(event, release, language) is not None:
        return READY
    with transaction():
        job = booklets.order_booklet(event, release, language, utcnow())
    if job is None:
        return READY
    return JobStatus.QUEUED.value if job.status is not JobStatus.FAILED else job.status.value


def _release() -> Release:
    return find_current_release(current_edition().id) or abort(404)


def _language() -> str:
    """Return the language that the address names, otherwise the reader's."""
    named = request.args.get("language", "")
    return named if named in LANGUAGE_NAMES else current_language()
