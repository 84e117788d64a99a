"""Answering with a photo: private, never guessed at, 404 where there is none."""

from flask import Response, abort

from summit.registration.models import Photo
from summit.registration.services.photos import photo_path


def jpeg_answer(data: bytes | None) -> Response:
    """Return the JPEG for this reader only; 404 for None."""
    if data is None:
        abort(404)
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="photo.jpg"'
    return answer


def photo_answer(photo: Photo | None) -> Response:
    """Return a stored photo; 404 where there is none or its file is lost."""
    path = photo_path(photo) if photo else None
    return jpeg_answer(path.read_bytes() if path and path.exists() else None)
