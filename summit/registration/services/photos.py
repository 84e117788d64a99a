"""Photos: re-encoded to one fixed JPEG without metadata, kept outside the web root."""

import io
import os
import secrets
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from PIL import Image, ImageFile, ImageOps
from sqlalchemy import select

from summit.database import after_commit, db
from summit.errors import DomainError
from summit.registration.models import Photo, Registration
from summit.registration.rules.photos import (
    HEIGHT,
    JPEG_QUALITY,
    MOST_PIXELS,
    WIDTH,
    PhotoHasTooManyPixels,
    PhotoIsUnreadable,
    ensure_photo_bytes,
    ensure_photo_size,
)

_FORMATS = ("JPEG", "PNG", "WEBP")
# Faces sit in the upper half of most pictures.
_CENTRE = (0.5, 0.35)
_ORPHAN_AGE = timedelta(days=1)
_decoding = threading.Lock()


class Portrait(bytes):
    """A JPEG that `portrait` made, so that it is not encoded twice."""


def portrait(data: bytes) -> Portrait:
    """Return the picture as a JPEG of 600 × 800 pixels: turned upright, cropped to fill, without any metadata.

    Raises PhotoIsTooLarge, PhotoIsUnreadable, PhotoHasTooManyPixels or PhotoIsTooSmall.
    """
    if isinstance(data, Portrait):
        return data
    ensure_photo_bytes(len(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        ensure_photo_size(*image.size)
        return _encoded(_upright(image))
    except Image.DecompressionBombError as error:
        raise PhotoHasTooManyPixels(limit=MOST_PIXELS // 1_000_000) from error
    except DomainError:
        raise
    except Exception as error:
        # Pillow's decoders answer broken files with errors of nearly every kind (struct.error, KeyError, …).
        raise PhotoIsUnreadable from error


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture's pixels as RGB, on white where it is transparent."""
    # A JPEG decoder can halve the size while decoding, which saves most of the time for a phone's photo.
    image.draft("RGB", (HEIGHT, HEIGHT))
    with _refusing_halves():
        image.load()
    turned = ImageOps.exif_transpose(image)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    layer = turned.convert("RGBA")
    ground = Image.new("RGB", layer.size, "white")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


@contextmanager
def _refusing_halves() -> Iterator[None]:
    """Refuse truncated pictures, which WeasyPrint switches Pillow to accept for the whole process."""
    with _decoding:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _encoded(image: Image.Image) -> Portrait:
    fitted = ImageOps.fit(image, (WIDTH, HEIGHT), Image.Resampling.LANCZOS, centering=_CENTRE)
    # A new image, because Pillow carries comments of the old one along.
    bare = Image.new("RGB", fitted.size)
    bare.paste(fitted)
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return Portrait(buffer.getvalue())


def photo_path(photo: Photo) -> Path:
    """Return where the photo's file lies."""
    return _folder() / photo.file_name


def store_photo(registration: Registration, jpeg: bytes, now: datetime) -> None:
    """Keep the portrait for the registration in place of an earlier one; its photo must be loaded.

    The file is complete on disk before the row names it, and the earlier file goes after the commit.
    """
    name = f"{secrets.token_hex(16)}.jpg"
    write_whole(_folder(), name, jpeg)
    if registration.photo is None:
        registration.photo = Photo(file_name=name, byte_count=len(jpeg), created_at=now)
        return
    _delete_after_commit(registration.photo.file_name)
    registration.photo.file_name = name
    registration.photo.byte_count, registration.photo.created_at = len(jpeg), now


def remove_photo(registration: Registration) -> None:
    """Forget the registration's photo, if it has one; its file goes after the commit."""
    if registration.photo is not None:
        _delete_after_commit(registration.photo.file_name)
        db.session.delete(registration.photo)
        registration.photo = None


def _delete_after_commit(name: str) -> None:
    path = _folder() / name
    after_commit(lambda: path.unlink(missing_ok=True))


def _folder() -> Path:
    folder: Path = current_app.extensions["summit_config"].var / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_whole(folder: Path, name: str, data: bytes) -> None:
    """Write the whole file under a temporary name, then give it its own, so that a crash leaves no half photo."""
    temporary = folder / f"{name}.part"
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / name)


def delete_orphans(now: datetime) -> int:
    """Delete files older than a day that no row names (left by a crash or a rollback) and return how many."""
    oldest = (now - _ORPHAN_AGE).timestamp()
    files = [path for path in _folder().iterdir() if path.stat().st_mtime < oldest]
    named = set(db.session.scalars(select(Photo.file_name))) if files else set()
    orphans = [path for path in files if path.name not in named]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
