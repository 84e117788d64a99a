"""Secrets of devices: how they are kept and read (pure)."""

import base64
import hashlib
import re

_SECRET = re.compile(r"\A[A-Za-z0-9_-]{43}\Z")
_BEARER = re.compile(r"\ABearer ([A-Za-z0-9_-]{43})\Z")


def encoded(secret: bytes) -> str:
    """Return bytes in base64url without padding: 43 characters for 32 bytes (RFC 4648)."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def is_secret(text: str) -> bool:
    """Tell whether the text can be 32 bytes in base64url."""
    return _SECRET.match(text) is not None


def secret_hash(secret: str) -> bytes:
    """Return the 32 bytes of SHA-256 that are kept of an enrolment code or a device's token."""
    return hashlib.sha256(secret.encode()).digest()


def read_bearer(header: str) -> str | None:
    """Return the token (43 characters, base64url of 32 bytes) of an Authorization header, None where there is none."""
    found = _BEARER.match(header)
    return found[1] if found else None
