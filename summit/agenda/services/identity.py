"""The names by which machines know sessions, speakers and slots; given once, never used again."""

import secrets
import uuid

from flask import current_app

# Without the letters and digits that are mistaken for one another.
_ALPHABET = "3479ACDEFHJKLMNPQRTUVWXY"
_CODE_LENGTH = 6


def new_code() -> str:
    """Return six characters for addresses and schedule.xml; unique per edition by a constraint of the database."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def new_guid() -> str:
    """Return a random UUID in its usual form."""
    return str(uuid.uuid4())


def new_uid() -> str:
    """Return the UID of a calendar entry: random, and at this installation's host (RFC 7986, section 5.3)."""
    sender: str = current_app.extensions["summit_config"].mail_from
    host = sender.rpartition("@")[2].strip("> ") or "localhost"
    return f"{secrets.token_hex(12)}@{host}"[:64]
