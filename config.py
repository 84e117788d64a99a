"""Settings: the only reader of the environment.

Every field below is one setting; its environment name is ``SUMMIT_`` + the field in capitals, and the
README's table documents each (a test compares them).
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

PROJECT = Path(__file__).resolve().parent
T = TypeVar("T")


def setting(default: T, text: str) -> T:
    """Declare a setting with its default and its one-line documentation."""
    return field(default=default, metadata={"text": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of one running Summit."""

    var: Path = setting(PROJECT / "var", "Folder of everything that must be kept: database, photos, print runs")
    database_url: str = setting("", "SQLAlchemy address; empty: SQLite in the var folder")
    secret_key: str = setting("", "Signs cookies and links; empty: made once and kept in the var folder")
    badge_key: str = setting(
        "", "Derives badge codes; rotate as 2:new,1:old; empty: made once and kept in the var folder"
    )
    field_key: str = setting("", "Encrypts second-factor secrets; empty: made once and kept in the var folder")
    base_url: str = setting("http://127.0.0.1:8000", "Public address, used in mails and for secure cookies")
    demo: bool = setting(False, "Demo mode: a mailbox page instead of SMTP, demo sign-ins shown")
    smtp_url: str = setting("", "Mail server, smtp://user:password@host:587 (smtps:// for implicit TLS)")
    mail_from: str = setting("Summit <summit@example.org>", "Sender of every mail")
    queue_url: str = setting("", "Queue storage: redis://… or postgresql://…; empty: as the database")
    trusted_proxies: int = setting(0, "How many reverse proxies in front set X-Forwarded-* headers")
    upload_limit_mb: int = setting(12, "Largest accepted request, in megabytes")
    staff_second_factor: bool = setting(True, "Staff must set up and use a second factor (TOTP)")
    support_email: str = setting("help@example.org", "Shown to people who need help")
    live_streams: int = setting(
        6, "How many live boards and gates' pages may hold a thread of each web process at once; others poll"
    )
    live_seconds: int = setting(180, "After how many seconds a live board's stream ends and is opened anew")
    testing: bool = setting(False, "Set by the test suite only")

    @property
    def secure(self) -> bool:
        """Tell whether people reach Summit over HTTPS."""
        return self.base_url.startswith("https://")


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings from the environment, making and keeping the secrets that are missing.

    Raises ValueError naming the setting whose text cannot be read.
    """
    environ = os.environ if environ is None else environ
    given = {f.name: _read(f.name, f.type, environ) for f in fields(Config) if f"SUMMIT_{f.name.upper()}" in environ}
    var = Path(given.get("var", PROJECT / "var")).resolve()
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    given["var"] = var
    for name in ("secret_key", "badge_key", "field_key"):
        given[name] = given.get(name) or _kept_secret(var / f"{name}.txt")
    given["database_url"] = given.get("database_url") or f"sqlite:///{var / 'summit.sqlite3'}"
    if "base_url" in given:
        given["base_url"] = str(given["base_url"]).rstrip("/")
    return Config(**given)


def _read(name: str, kind: object, environ: Mapping[str, str]) -> Any:
    text = environ[f"SUMMIT_{name.upper()}"].strip()
    if kind in (bool, "bool"):
        return text.lower() in {"1", "true", "yes", "on"}
    if kind in (int, "int"):
        try:
            return int(text)
        except ValueError as error:
            raise ValueError(f"SUMMIT_{name.upper()} must be a whole number, not {text!r}") from error
    return Path(text) if name == "var" else text


def _kept_secret(path: Path) -> str:
    """Return the secret kept in the file, made on first use and readable by the owner only.

    The file gets its name when it is whole, because server and worker start together and both may make it.
    Raises ValueError for an empty file: an empty secret would let everybody forge links and badges.
    """
    if not path.exists():
        descriptor, whole = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(whole, path)
        os.unlink(whole)
    secret = path.read_text().strip()
    if not secret:
        raise ValueError(f"{path} is empty. Put the secret back from your backup.")
    return secret
