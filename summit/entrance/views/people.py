"""Finding somebody by name at a gate, and their photo."""

from pathlib import Path

from flask import abort, current_app, jsonify, request, send_from_directory
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.registration.models import Photo
from summit.web.access import current_edition, requires, wants_json
from summit.web.forms import translated

from .. import services
from ..queries.gates import find_gate
from ..queries.people import find_photo
from ..rules import ScanIsUnreadable
from .answers import shown_person
from .blueprint import bp
from .scanning import Answer, gate_page

_PHOTO_SECONDS = 300


@bp.post("/<int:gate_id>/people")
@requires(Permission.SCAN_BADGES)
def people(edition: str, gate_id: int) -> Answer:
    """Search by name; by POST, so that no name stands in an address or a server's log."""
    event = current_edition()
    if find_gate(event.id, gate_id) is None:
        abort(404)
    try:
        query = _query()
        with transaction():
            found = services.search_people(event.id, gate_id, query, actor_id=current_user.account_id)
    except DomainError as error:
        if wants_json():
            raise
        return gate_page(gate_id, refusal=translated(error)), 422
    listed = [shown_person(person) for person in found]
    return jsonify(people=listed) if wants_json() else (gate_page(gate_id, people=listed, query=query), 200)


def _query() -> str:
    sent = request.get_json() if request.is_json else request.form
    query = sent.get("q", "") if hasattr(sent, "get") else None
    if not isinstance(query, str):
        raise ScanIsUnreadable
    return query


@bp.get("/people/<person>/photo")
@requires(Permission.SCAN_BADGES)
def photo(edition: str, person: str) -> Response:
    """Show the portrait of a person of this edition."""
    found = find_photo(current_edition().id, person)
    if found is None:
        abort(404)
    return portrait_answer(found, f"private, max-age={_PHOTO_SECONDS}")


def portrait_answer(found: Photo, caching: str) -> Response:
    """Return the picture itself, to be kept by a browser as long as `caching` allows."""
    folder = Path(current_app.extensions["summit_config"].var) / "photos"
    response = send_from_directory(folder, found.file_name, mimetype="image/jpeg")
    response.headers["Cache-Control"] = caching
    return response
