"""Secrets of devices: how they are kept and read (pure)."""

import hashlib
import re

_BEARER = re.compile(r"\ABearer ([A-Za-z0-9_-]{43})\Z")


def secret_hash(secret: str) -> bytes:
    """Return the 32 bytes of SHA-256 that are kept of an enrolment code or a device's token."""
    return hashlib.sha256(secret.encode()).digest()


def read_bearer(header: str) -> str | None:
    """Return the token (43 characters, base64url of 32 bytes) of an Authorization header, None where there is none."""
    found = _BEARER.match(header)
    return found[1] if found else None
