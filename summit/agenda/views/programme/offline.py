"""Without a network: the service worker of the programme, and the page that it shows where it has no copy."""

from pathlib import Path

from flask import Response, current_app, render_template

from summit.web.access import current_edition, public

from ..blueprints import programme_bp
from .answering import answer, build_mark, impersonal_answer


@programme_bp.get("/offline/")
@public
def offline(edition: str) -> Response:
    """Say that there is no network, and which pages were kept."""
    event = current_edition()
    parts = ("offline", event.version)
    return answer(parts, lambda: render_template("agenda/programme/offline.html", event=event))


@programme_bp.get("/worker.js")
@public
def worker(edition: str) -> Response:
    """Serve the service worker from its scope's own folder, so that it governs the programme and nothing else."""
    current_edition()
    response = impersonal_answer((build_mark(),), _worker_source)
    response.mimetype = "text/javascript"
    return response


def _worker_source() -> str:
    return (Path(str(current_app.static_folder)) / "js" / "programme" / "worker.js").read_text()
