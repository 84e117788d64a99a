"""Which files may be offered for download: a short list of kinds, each known by its first bytes."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from summit.errors import N_, DomainError
from summit.events.rules import LONGEST_NAME

MOST_MATERIALS = 20
# How many bytes from the start tell what a file is.
HEAD_BYTES = 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: what browsers call it, and how it begins (nothing: readable text)."""

    media_type: str
    beginnings: tuple[bytes, ...] = ()


FILE_KINDS = {
    "pdf": FileKind("application/pdf", (b"%PDF-",)),
    "pptx": FileKind(f"{_OFFICE}.presentationml.presentation", _ZIP),
    "docx": FileKind(f"{_OFFICE}.wordprocessingml.document", _ZIP),
    "xlsx": FileKind(f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    "odp": FileKind(f"{_OPEN}.presentation", _ZIP),
    "odt": FileKind(f"{_OPEN}.text", _ZIP),
    "ods": FileKind(f"{_OPEN}.spreadsheet", _ZIP),
    "jpg": FileKind("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": FileKind("image/jpeg", (b"\xff\xd8\xff",)),
    "png": FileKind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "webp": FileKind("image/webp", (b"RIFF",)),
    "zip": FileKind("application/zip", _ZIP),
    "txt": FileKind("text/plain"),
    "csv": FileKind("text/csv"),
}


class FileIsMissing(DomainError):
    """No file was chosen, or one without content."""

    message = N_("Please choose a file that is not empty.")


class FileKindIsRefused(DomainError):
    """A kind of file that is not offered for download."""

    message = N_(
        "Files of this kind cannot be offered. Please choose one of these: %(kinds)s. "
        "For a film, enter a link to it instead."
    )


class FileIsSomethingElse(DomainError):
    """The content does not fit the ending of the name."""

    message = N_("The content of this file is not what its name “.%(ending)s” says. Please save it anew and try again.")


class FileIsTooLarge(DomainError):
    """More bytes than a request may carry."""

    message = N_("The file is larger than %(limit)s MB. Please make it smaller, or enter a link to it instead.")


class TooManyMaterials(DomainError):
    """More files than anybody reads."""

    message = N_("A session can have at most %(most)s files. Please delete one first.")


def ensure_file(name: str, data: bytes, *, limit_mb: int) -> tuple[str, str]:
    """Return the file's name, fit for every system, and its media type.

    Raises FileIsMissing, FileIsTooLarge, FileKindIsRefused or FileIsSomethingElse.
    """
    if not data:
        raise FileIsMissing
    if len(data) > limit_mb * 1024 * 1024:
        raise FileIsTooLarge(limit=limit_mb)
    clean = clean_file_name(name)
    ending = PurePosixPath(clean).suffix.lstrip(".").lower()
    kind = FILE_KINDS.get(ending)
    if kind is None:
        raise FileKindIsRefused(kinds=", ".join(one.upper() for one in FILE_KINDS if one != "jpeg"))
    if not _is_of(kind, data):
        raise FileIsSomethingElse(ending=ending)
    return clean, kind.media_type


def clean_file_name(name: str) -> str:
    """Return the name without folders, invisible characters and signs that a file system refuses, shortened."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if one in '<>:"|?*' else one for one in last if unicodedata.category(one)[0] != "C")
    path = PurePosixPath(" ".join(unicodedata.normalize("NFC", kept).split()).lstrip(". ") or "_")
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix[:LONGEST_NAME]


def title_of(file_name: str) -> str:
    """Return what a file is called where nobody gave it a title."""
    return " ".join(PurePosixPath(file_name).stem.replace("_", " ").split()) or file_name


def _is_of(kind: FileKind, data: bytes) -> bool:
    head = data[:HEAD_BYTES]
    if kind.media_type == "application/pdf":
        # A PDF may begin with a few bytes of something else (ISO 32000-1, annex H).
        return kind.beginnings[0] in head
    if kind.media_type == "image/webp":
        return head.startswith(kind.beginnings) and head[8:12] == b"WEBP"
    return head.startswith(kind.beginnings) if kind.beginnings else b"\0" not in data
