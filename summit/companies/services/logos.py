"""Logos: re-encoded as PNG without metadata, kept outside the web root, deleted when nothing shows them any more."""

import io
import secrets
import warnings
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from PIL import Image, ImageOps
from sqlalchemy import select

from summit.database import after_commit, db
from summit.errors import DomainError
from summit.registration.services.photos import write_whole

from ..models import Company
from ..rules.logos import (
    LARGEST_SIDE,
    MOST_PIXELS,
    LogoHasTooManyPixels,
    LogoIsUnreadable,
    ensure_logo_bytes,
    ensure_logo_size,
)
from ..rules.moderation import ensure_not_withdrawn
from .company_rows import lock_company, note_company

_FORMATS = ("JPEG", "PNG", "WEBP")
_ORPHAN_AGE = timedelta(days=1)


def logo_file(name: str) -> Path | None:
    """Return where a logo lies by its name, None where there is no such file (any more)."""
    path = _folder() / name
    return path if name and path.name == name and path.is_file() else None


def set_logo(company_id: int, data: bytes, *, actor_id: int | None, now: datetime) -> Company:
    """Keep a picture as the company's logo in place of an earlier one.

    The file is complete on disk before the row names it. Raises the refusals of rules.logos, CompanyIsWithdrawn,
    IsGone.
    """
    name, png = f"{secrets.token_hex(16)}.png", emblem(data)
    company = lock_company(company_id)
    ensure_not_withdrawn(company.status)
    write_whole(_folder(), name, png)
    _replace(company, name, actor_id, now)
    return company


def remove_logo(company_id: int, *, actor_id: int | None, now: datetime) -> Company:
    """Take the company's logo away; a repeat is harmless."""
    company = lock_company(company_id)
    if company.logo_file_name:
        _replace(company, "", actor_id, now)
    return company


def _replace(company: Company, name: str, actor_id: int | None, now: datetime) -> None:
    earlier = company.logo_file_name
    company.logo_file_name, company.updated_at = name, now
    db.session.flush()
    note_company("logo_set" if name else "logo_removed", company, actor_id)
    if earlier:
        path = _folder() / earlier
        after_commit(lambda: path.unlink(missing_ok=True))


def emblem(data: bytes) -> bytes:
    """Return the picture as a PNG of at most 640 pixels a side, its transparency kept, without any metadata.

    Raises LogoIsMissing, LogoIsTooLarge, LogoIsUnreadable, LogoHasTooManyPixels or LogoIsTooSmall.
    """
    ensure_logo_bytes(len(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        ensure_logo_size(*image.size)
        return _encoded(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        raise LogoHasTooManyPixels(limit=MOST_PIXELS // 1_000_000) from error
    except DomainError:
        raise
    except Exception as error:
        # Pillow's decoders answer broken files with errors of nearly every kind.
        raise LogoIsUnreadable from error


def _encoded(image: Image.Image) -> bytes:
    kept = image.convert("RGBA" if image.has_transparency_data else "RGB")
    kept.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    # A new image, because Pillow carries texts and profiles of the old one along.
    bare = Image.new(kept.mode, kept.size)
    bare.paste(kept)
    buffer = io.BytesIO()
    bare.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def delete_orphans(now: datetime) -> int:
    """Delete files older than a day that no company names (left by a crash or a rollback) and return how many."""
    oldest = (now - _ORPHAN_AGE).timestamp()
    files = [path for path in _folder().iterdir() if path.stat().st_mtime < oldest]
    named = set(db.session.scalars(select(Company.logo_file_name))) if files else set()
    orphans = [path for path in files if path.name not in named]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _folder() -> Path:
    folder: Path = current_app.extensions["summit_config"].var / "logos"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
