"""Who may sign in: links, passwords, second factor, throttle and sessions (pure)."""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from summit.errors import N_, DomainError
from summit.permissions import ROLE_PERMISSIONS, Role, permissions_of

# Where the demo keeps how its invented staff sign in, below the folder of data.
DEMO_SIGN_INS = "demo-sign-ins.json"
LINK_LIFETIME = timedelta(minutes=20)

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
FEWEST_DIFFERENT_CHARACTERS = 5
COMMON_WORDS = ("password", "passwort", "пароль", "senha", "qwerty", "йцукен", "admin", "welcome", "letmein", "summit")
KEY_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "1234567890",
    "0123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
SHORTEST_RUN = 4
FEWEST_OWN_LETTERS = 4

TOTP_SECONDS = 30

SEEN_EVERY = timedelta(minutes=5)
STAFF_IDLE = timedelta(hours=12)
STAFF_LIFETIME = timedelta(days=7)
DELEGATE_LIFETIME = timedelta(days=30)


class LinkExpired(DomainError):
    """The link is older than its lifetime."""

    message = N_("This link has expired. Please ask for a new one; it comes within a minute.")


class LinkUsed(DomainError):
    """The link has done its work before."""

    message = N_("This link has been used already. Please ask for a new one; it comes within a minute.")


class PasswordTooShort(DomainError):
    """Fewer characters than the policy asks."""

    message = N_("Please choose a password of at least %(count)s characters. Several words make a good one.")


class PasswordTooLong(DomainError):
    """More characters than are worth hashing."""

    message = N_("Please choose a password of at most %(count)s characters.")


class PasswordIsEmail(DomainError):
    """The password is the e-mail address or the part before its @."""

    message = N_("The password must not be your e-mail address.")


class PasswordTooCommon(DomainError):
    """The password is one of the first that anybody would try."""

    message = N_("This password is easy to guess. Several words that do not belong together make a good one.")


class CodeAlreadyUsed(DomainError):
    """The six digits were accepted before."""

    message = N_("This code has been used already. Please wait for the next one.")


class SessionKind(StrEnum):
    """Whose session it is: staff sessions end sooner."""

    DELEGATE = "delegate"
    STAFF = "staff"


def normalise_email(text: str) -> str:
    """Return the address by which an account is known: trimmed, NFC, in small letters.

    The part before the @ is lowered too: phones capitalise the first letter, and one person with two accounts
    is worse than the mail systems, none in common use, that tell Anna@ from anna@.
    """
    return unicodedata.normalize("NFC", text.strip()).lower()


def link_expires_at(now: datetime) -> datetime:
    """Return the moment from which a link sent at `now` no longer works."""
    return now + LINK_LIFETIME


def ensure_link_usable(expires_at: datetime, used_at: datetime | None, now: datetime) -> None:
    """Refuse a spent or old link; raises LinkUsed (told first) or LinkExpired."""
    if used_at is not None:
        raise LinkUsed
    if now >= expires_at:
        raise LinkExpired


def normalise_password(text: str) -> str:
    """Return the password as it is hashed: NFKC, so that every keyboard gives the same (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", text)


def ensure_password(password: str, email: str) -> None:
    """Refuse a short, absurdly long or guessable password; there are no rules of composition.

    After NIST SP 800-63B. Raises PasswordTooShort, PasswordTooLong, PasswordIsEmail or PasswordTooCommon.
    """
    plain = normalise_password(password)
    if len(plain) < SHORTEST_PASSWORD:
        raise PasswordTooShort(count=SHORTEST_PASSWORD)
    if len(plain) > LONGEST_PASSWORD:
        raise PasswordTooLong(count=LONGEST_PASSWORD)
    address = normalise_email(email)
    if plain.lower() in {address, address.split("@")[0]}:
        raise PasswordIsEmail
    if _is_common(plain.lower()):
        raise PasswordTooCommon


def _is_common(password: str) -> bool:
    """Tell whether little is left once common words and runs on the keyboard are taken away."""
    if len(set(password)) < FEWEST_DIFFERENT_CHARACTERS or _repeats(password):
        return True
    rest = password
    for word in COMMON_WORDS:
        rest = rest.replace(word, "")
    rest = _without_runs(rest)
    letters = sum(character.isalpha() for character in rest)
    return rest != password and letters < FEWEST_OWN_LETTERS


def _repeats(password: str) -> bool:
    """Tell whether the password is one short piece over and over."""
    return any(
        len(password) % size == 0 and password == password[:size] * (len(password) // size)
        for size in range(1, SHORTEST_PASSWORD // 2 + 1)
    )


def _without_runs(password: str) -> str:
    """Take away every run of four or more neighbours of the alphabet, the digits or a row of keys."""
    kept, index = [], 0
    while index < len(password):
        length = _run_length(password[index:])
        if length < SHORTEST_RUN:
            kept.append(password[index])
            length = 1
        index += length
    return "".join(kept)


def _run_length(text: str) -> int:
    """Return how many of the first characters lie side by side in a row, forwards or backwards."""
    rows = [*KEY_ROWS, *(row[::-1] for row in KEY_ROWS)]
    longest = min(len(text), max(map(len, rows)))
    sizes = range(longest, 1, -1)
    return next((size for size in sizes if any(text[:size] in row for row in rows)), 1)


def is_throttled(attempts: Sequence[datetime], now: datetime, limit: int, window: timedelta) -> bool:
    """Tell whether `limit` attempts fell within the last `window`; their order does not matter."""
    return retry_after(attempts, now, limit, window) > timedelta(0)


def retry_after(attempts: Sequence[datetime], now: datetime, limit: int, window: timedelta) -> timedelta:
    """Return how long to wait until the next attempt is free, zero when it is free now."""
    recent = sorted(attempt for attempt in attempts if attempt > now - window)
    if len(recent) < limit:
        return timedelta(0)
    return recent[-limit] + window - now


def step_at(moment: datetime) -> int:
    """Return the TOTP time step of an aware moment (RFC 6238: 30 seconds from the Unix epoch)."""
    return int(moment.timestamp()) // TOTP_SECONDS


def accept_step(last_step: int | None, step: int) -> int:
    """Return the step to remember; raises CodeAlreadyUsed for a step not newer than the last (RFC 6238, 5.2)."""
    if last_step is not None and step <= last_step:
        raise CodeAlreadyUsed
    return step


def session_expires_at(kind: SessionKind, created_at: datetime) -> datetime:
    """Return when a session ends whatever happens: 30 days for delegates, 7 for staff."""
    return created_at + (STAFF_LIFETIME if kind is SessionKind.STAFF else DELEGATE_LIFETIME)


def is_session_alive(kind: SessionKind, created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Tell whether a session still signs in; staff sessions also end after 12 hours without a request."""
    if now >= session_expires_at(kind, created_at):
        return False
    return kind is SessionKind.DELEGATE or now - last_seen_at < STAFF_IDLE


class LinkPurpose(StrEnum):
    """What a one-time link is good for."""

    SIGN_IN = "sign_in"
    SET_PASSWORD = "set_password"  # noqa: S105 - a purpose, not a password


class AttemptKind(StrEnum):
    """What was tried; each is counted by itself."""

    LINK = "link"
    PASSWORD = "password"  # noqa: S105 - a kind, not a password
    SECOND_FACTOR = "second_factor"
    REGISTRATION = "registration"
    BADGE_CODE = "badge_code"


# A whole venue may sit behind one network address, so that limit is only there to stop machines.
ATTEMPT_WINDOW = timedelta(minutes=15)
MOST_ATTEMPTS_PER_PERSON = {
    AttemptKind.LINK: 5,
    AttemptKind.PASSWORD: 10,
    AttemptKind.SECOND_FACTOR: 10,
    AttemptKind.REGISTRATION: 10,
    AttemptKind.BADGE_CODE: 10,
}
MOST_ATTEMPTS_PER_ADDRESS = {
    AttemptKind.LINK: 300,
    AttemptKind.PASSWORD: 100,
    AttemptKind.SECOND_FACTOR: 100,
    AttemptKind.REGISTRATION: 300,
    AttemptKind.BADGE_CODE: 300,
}


class TooManyAttempts(DomainError):
    """Somebody tries too often."""

    message = N_("There were too many attempts. Please try again later; minutes to wait: %(minutes)s.")


class LinkUnknown(DomainError):
    """No such link was ever sent, or it was for something else."""

    message = N_("This link is not complete or was never sent by us. Please ask for a new one.")


class SignInRefused(DomainError):
    """E-mail and password do not belong together, or there is no such account; which of them is not told."""

    message = N_("The e-mail address or the password is not right. Please try again.")


class CodeRefused(DomainError):
    """The code is neither a present one of the app nor an unused recovery code."""

    message = N_("This code is not right. Please enter the six digits that your app shows now.")


class PasswordRefused(DomainError):
    """The present password, asked for before a change, was not right."""

    message = N_("Your present password is not right.")


class AccountClosed(DomainError):
    """The account may no longer sign in."""

    message = N_("This account is closed. Please write to us if you need it again.")


class RoleAboveOwn(DomainError):
    """Somebody was about to give or take a role that may do more than they themselves may."""

    message = N_("You can only give or withdraw roles that may do no more than your own.")


class LastOwner(DomainError):
    """The edition would be left without an owner."""

    message = N_("Somebody must remain the owner. Please name another owner first.")


def ensure_may_attempt(
    kind: AttemptKind, by_person: Sequence[datetime], by_address: Sequence[datetime], now: datetime
) -> None:
    """Refuse a try after too many in 15 minutes for one person or from one network address; raises TooManyAttempts."""
    wait = max(
        retry_after(by_person, now, MOST_ATTEMPTS_PER_PERSON[kind], ATTEMPT_WINDOW),
        retry_after(by_address, now, MOST_ATTEMPTS_PER_ADDRESS[kind], ATTEMPT_WINDOW),
    )
    if wait > timedelta(0):
        raise TooManyAttempts(minutes=-(-wait // timedelta(minutes=1)))


def link_lifetime(purpose: LinkPurpose) -> timedelta:
    """Return how long a link works: 20 minutes to sign in, 3 days to choose a password after an invitation."""
    return LINK_LIFETIME if purpose is LinkPurpose.SIGN_IN else timedelta(days=3)


def grantable_roles(own: frozenset[Role]) -> list[Role]:
    """Return the roles that somebody with these may give and take: none may do more than the giver."""
    allowed = permissions_of(own)
    return [role for role in Role if ROLE_PERMISSIONS[role] <= allowed]


def ensure_may_grant(role: Role, own: frozenset[Role]) -> None:
    """Refuse to give or withdraw a role above one's own; raises RoleAboveOwn."""
    if role not in grantable_roles(own):
        raise RoleAboveOwn


def ensure_owner_remains(role: Role, owners: int) -> None:
    """Refuse to withdraw the last of `owners` owners; raises LastOwner."""
    if role is Role.OWNER and owners <= 1:
        raise LastOwner


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex Browser"), ("Firefox/", "Firefox"),
             ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


def browser_label(user_agent: str) -> str:
    """Return a short name such as “Firefox · Android” for a User-Agent header; empty where it says neither."""
    names = (next((name for mark, name in table if mark in user_agent), "") for table in (_BROWSERS, _SYSTEMS))
    return " · ".join(filter(None, names))


def hash_of(secret: str) -> str:
    """Return what is kept of a secret of full strength: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def read_code(text: str) -> str:
    """Return a typed code without spaces and hyphens, in small letters, any script's digits as 0 to 9."""
    kept = (character for character in text if not character.isspace() and character not in "-‐‑–")
    return "".join(str(unicodedata.digit(character, character)) for character in kept).lower()
