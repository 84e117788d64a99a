"""Answering with photos of speakers: the released ones for everybody, those of the draft for who may see it."""

from flask import abort, request, send_file
from flask_wtf.file import FileField
from werkzeug.wrappers import Response

from summit.web.access import current_edition, public

from ..forms.speakers import SpeakerPhotoForm
from ..queries.releases import find_current_programme
from ..rules.speakers import PhotoIsMissing
from ..services.speaker_photos import photo_file
from .blueprints import programme_bp

_YEAR = 365 * 24 * 3600


@programme_bp.get("/speakers/<code>/photo.jpg")
@public
def speaker_photo(edition: str, code: str) -> Response:
    """Show the photo of somebody in the newest release; an address that names the file may be kept for ever."""
    event = current_edition()
    programme = find_current_programme(event.id)
    names = [person.photo for person in programme.people if person.code == code] if programme else []
    answer = photo_answer(names[0] if names else "")
    is_named = request.args.get("v") == names[0]
    scope = "public" if event.is_public else "private"
    answer.headers["Cache-Control"] = f"{scope}, max-age={_YEAR}, immutable" if is_named else f"{scope}, max-age=60"
    return answer


def photo_answer(name: str) -> Response:
    """Return a photo for this reader only; 404 where there is none."""
    path = photo_file(name)
    if path is None:
        abort(404)
    answer: Response = send_file(path, "image/jpeg", download_name="photo.jpg", etag=path.stem, conditional=True)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def upload_of(form: SpeakerPhotoForm) -> bytes:
    """Return the bytes of the file that was sent; raises PhotoIsMissing where there is none."""
    _name, data = file_of(form.photo)
    if not data:
        raise PhotoIsMissing
    return data


def file_of(field: FileField) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that was sent; ("", b"") where there is none."""
    upload = field.data
    return (upload.filename or "", upload.read()) if hasattr(upload, "read") else ("", b"")
