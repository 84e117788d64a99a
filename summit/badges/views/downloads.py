"""Answering with a badge as a file: for this reader only, never kept on the way."""

from flask import Response

FILE_TYPES = {"pdf": "application/pdf", "png": "image/png"}


def badge_answer(data: bytes, reference: str, ending: str) -> Response:
    """Return the badge as a download; the reference of a registration is plain ASCII."""
    answer = Response(data, mimetype=FILE_TYPES[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="badge-{reference}.{ending}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
