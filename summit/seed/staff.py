"""The demo's staff: passwords made for this machine only, kept beside the database and shown to whoever asks."""

import json
import os
import secrets
from pathlib import Path

import pyotp
from flask import current_app

from summit.accounts.rules import DEMO_SIGN_INS
from summit.accounts.services import create_staff, grant_role
from summit.database import after_commit
from summit.permissions import ROLE_NAMES, Role

_WORDS = ("linen", "velvet", "tweed", "damask", "jersey", "chiffon", "denim", "satin", "organza", "poplin", "suede")
_PEOPLE = (
    ("owner@summit.example.org", "Vera Polotnova", Role.OWNER),
    ("organiser@summit.example.org", "Bruno Tecelão", Role.ORGANISER),
    ("officer@summit.example.org", "Leila Nasij", Role.ACCREDITATION),
    ("officer2@summit.example.org", "Feng Sichou", Role.ACCREDITATION),
    ("agenda@summit.example.org", "Nadia Raspisanova", Role.AGENDA),
    ("b2b@summit.example.org", "Irina Vstrechina", Role.B2B),
    ("gate@summit.example.org", "Pavel Vorotov", Role.GATE),
    ("desk@summit.example.org", "Asha Bunkar", Role.HELP_DESK),
    ("privacy@summit.example.org", "Tendai Weaver", Role.PRIVACY),
)


def plant_staff() -> dict[Role, list[int]]:
    """Make the owner of all editions and people for every other role; return their accounts by role."""
    made: dict[Role, list[int]] = {}
    sign_ins = []
    for email, name, role in _PEOPLE:
        password, secret = _password(), pyotp.random_base32()
        account = create_staff(email, password, name, None, None, totp_secret=secret)
        made.setdefault(role, []).append(account.id)
        sign_ins.append({"email": email, "role": ROLE_NAMES[role], "password": password, "totp": secret})
    grant_role(made[Role.OWNER][0], Role.OWNER, None, granted_by=None)
    after_commit(lambda: _keep(sign_ins))
    return made


def grant_roles(staff: dict[Role, list[int]], event_id: int) -> None:
    """Give everybody but the owner their role in the edition."""
    for role, account_ids in staff.items():
        for account_id in account_ids if role is not Role.OWNER else ():
            grant_role(account_id, role, event_id, granted_by=staff[Role.OWNER][0])


def _password() -> str:
    return "-".join([*secrets.SystemRandom().sample(_WORDS, 3), str(secrets.randbelow(900) + 100)])


def _path() -> Path:
    folder: Path = current_app.extensions["summit_config"].var
    return folder / DEMO_SIGN_INS


def _keep(sign_ins: list[dict[str, str]]) -> None:
    path = _path()
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(sign_ins, file, indent=1)


def sign_in_lines() -> list[str]:
    """Return how to sign in to the demo, a line each; none where it is not a demo."""
    config = current_app.extensions["summit_config"]
    if not config.demo or not _path().exists():
        return []
    base = config.base_url
    rows = json.loads(_path().read_text())
    return [
        f"Staff sign in at {base}/sign-in/staff; their one-time codes: {base}/demo/sign-ins",
        *(f"  {row['role']:<24} {row['email']:<32} {row['password']}" for row in rows),
        f"Delegates register at {base}/ ; every mail is readable at {base}/demo/mailbox/",
    ]
