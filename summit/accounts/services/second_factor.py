"""The second factor: time-based codes (RFC 6238) and the recovery codes that stand in for a lost phone.

A refused code is itself something to keep (it is counted and recorded), so checking commits before it refuses.
"""

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
import qrcode
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from qrcode.image.svg import SvgPathFillImage
from sqlalchemy import delete, update

from summit.audit.services import record
from summit.database import ROW_LOCK, db, transaction
from summit.errors import DomainError

from .. import rules
from ..models import Account, RecoveryCode
from .sessions import lower_sessions, raise_session
from .throttle import admit_attempt, forget_attempts

_KIND = rules.AttemptKind.SECOND_FACTOR
_NONCE = 12
_RECOVERY_CODES = 8


@dataclass(frozen=True, slots=True)
class SecondFactorSetUp:
    """What somebody needs to teach an app their codes."""

    secret: str
    qr_code: str


def prepare_second_factor(account_id: int) -> SecondFactorSetUp | None:
    """Return the secret to be set up, the same until it is confirmed; None where a second factor is set up."""
    account = _locked(account_id)
    if account.totp_confirmed_at is not None:
        return None
    if account.totp_secret is None:
        account.totp_secret = encrypt(account.id, pyotp.random_base32())
    secret = decrypt(account.id, account.totp_secret)
    address = pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name="Summit")
    return SecondFactorSetUp(" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), _drawn(address))


def confirm_second_factor(
    account_id: int, session_id: int, code: str, *, address: str, now: datetime
) -> tuple[str, list[str]]:
    """Finish the set-up by a first code and return (new session secret, recovery codes).

    Raises TooManyAttempts, CodeRefused or CodeAlreadyUsed.
    """
    with transaction():
        admit_attempt(_KIND, str(account_id), address, now=now)
        account = _locked(account_id)
        refusal = rules.CodeRefused() if account.totp_confirmed_at else _refusal(account, code, now)
        if refusal is None:
            account.totp_confirmed_at = now
            _note_success("second_factor_set_up", account_id)
            return raise_session(session_id, now=now), _new_recovery_codes(account_id)
        record("second_factor_failed", "account", account_id, actor_id=account_id)
    raise refusal


def check_second_factor(account_id: int, session_id: int, code: str, *, address: str, now: datetime) -> str:
    """Take a code of the app, or an unused recovery code, and return the session's new secret.

    Each time step is taken once. Raises TooManyAttempts, CodeRefused or CodeAlreadyUsed.
    """
    with transaction():
        admit_attempt(_KIND, str(account_id), address, now=now)
        account = _locked(account_id)
        refusal = _refusal(account, code, now) if account.totp_confirmed_at else rules.CodeRefused()
        if refusal is None or _takes_recovery_code(account, code, now):
            _note_success("second_factor", account_id)
            return raise_session(session_id, now=now)
        record("second_factor_failed", "account", account_id, actor_id=account_id)
    raise refusal


def _note_success(action: str, account_id: int) -> None:
    forget_attempts(_KIND, str(account_id))
    record(action, "account", account_id, actor_id=account_id)


def reset_second_factor(account_id: int, *, actor_id: int) -> None:
    """Forget an account's second factor; it is owed, and set up anew, in every session at once."""
    account = _locked(account_id)
    account.totp_secret, account.totp_confirmed_at, account.totp_last_step = None, None, None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    lower_sessions(account_id)
    record("second_factor_reset", "account", account_id, actor_id=actor_id)


def _refusal(account: Account, code: str, now: datetime) -> DomainError | None:
    """Take the code of the present step or of one beside it, for clocks that differ; return why not otherwise."""
    if account.totp_secret is None:
        return rules.CodeRefused()
    totp, present = pyotp.TOTP(decrypt(account.id, account.totp_secret)), rules.step_at(now)
    typed = rules.read_code(code).encode()
    for step in (present, present - 1, present + 1):
        if secrets.compare_digest(totp.generate_otp(step).encode(), typed):
            return _spend_step(account, step)
    return rules.CodeRefused()


def _spend_step(account: Account, step: int) -> DomainError | None:
    try:
        account.totp_last_step = rules.accept_step(account.totp_last_step, step)
    except rules.CodeAlreadyUsed as refusal:
        return refusal
    return None


def _takes_recovery_code(account: Account, code: str, now: datetime) -> bool:
    if account.totp_confirmed_at is None:
        return False
    statement = update(RecoveryCode).where(
        RecoveryCode.account_id == account.id,
        RecoveryCode.code_hash == _recovery_hash(account.id, code),
        RecoveryCode.used_at.is_(None),
    )
    return db.session.scalar(statement.values(used_at=now).returning(RecoveryCode.id)) is not None


def _new_recovery_codes(account_id: int) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(_RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(account_id=account_id, code_hash=_recovery_hash(account_id, code)) for code in codes
    )
    return codes


def _recovery_hash(account_id: int, code: str) -> str:
    """Return the keyed hash of a recovery code (48 random bits: a bare hash could be searched)."""
    text = f"{account_id}:{rules.read_code(code)}".encode()
    return hashlib.blake2b(text, key=_key(), digest_size=32).hexdigest()


def _locked(account_id: int) -> Account:
    return db.session.get_one(Account, account_id, with_for_update=ROW_LOCK, populate_existing=True)


def encrypt(account_id: int, secret: str) -> bytes:
    """Return the secret sealed under the field key (AES-256-GCM), bound to its account."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, secret.encode(), f"totp:{account_id}".encode())


def decrypt(account_id: int, sealed: bytes) -> str:
    """Return the secret; raises InvalidTag where the key is another or the bytes were changed."""
    nonce, data = sealed[:_NONCE], sealed[_NONCE:]
    return AESGCM(_key()).decrypt(nonce, data, f"totp:{account_id}".encode()).decode()


def _key() -> bytes:
    field_key: str = current_app.extensions["summit_config"].field_key
    return hashlib.sha256(b"summit second factor\0" + field_key.encode()).digest()


def _drawn(text: str) -> str:
    """Return a QR code of the text as an image address that needs no second request."""
    picture = qrcode.make(text, image_factory=SvgPathFillImage, border=4)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.to_string()).decode()
