"""The code on a badge: how it is derived, checked and read from any scanner or keyboard (pure).

Derivation (PROTOCOLS.md, "The badge's code"). With `key` the server's secret:
    digest = HMAC-SHA256(key, "summit/badge/v1\\n{event}\\n{registration}\\n{issue}")
and the token is the first 24 decimal digits of the digest read as a binary fraction 0.b1b2b3…, that is
floor(digest · 10^24 / 2^256) with leading zeros. As 10^24 is about 2^80, no token is likelier than another
by more than one part in 2^176. The short code comes likewise from "summit/short/v1" and an attempt counter:
seven digits and a check digit by H. M. Damm's quasigroup, which finds every single wrong digit and every
swap of neighbours.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from summit.errors import N_, DomainError

TOKEN_DIGITS = 24
SHORT_DIGITS = 8
LONGEST_INPUT = 200

# Damm, "Total anti-symmetrische Quasigruppen" (2004), order 10.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_AIM_LENGTH = 3
# An AIM symbology identifier such as "]Q3". A keyboard-type scanner on another layout types other characters
# in place of "]Q", but its modifier stays one digit, so it is told by its shape before a complete code: at the
# beginning of a line, or where two scans are glued together.
_AIM_PREFIX = re.compile(r"(^|[0-9])[^\d\s]{2}[0-9](?=[0-9]{24}(?![0-9])|[0-9]{8}(?![0-9]))", re.MULTILINE)
_IGNORED = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What the keys 0 to 9 of the upper row type without Shift where they type no digits: French, Belgian, Czech,
# Slovak, Thai and Vietnamese layouts. Only a whole line of such characters is read so, and only as a token:
# what a person types is in view, and 24 of them in a row are no word of any language.
_UNSHIFTED_ROWS = (
    "à&é\"'(-è_ç",
    "à&é\"'(§è!ç",
    "é+ěščřžýáí",
    "é+ľščťžýáí",
    "จๅ/-ภถุึคต",
    "đăâêô\u0300\u0309\u0303\u0301\u0323",
)
_FRAGMENT = re.compile(r"[0-9](?:[ \-\u00a0\u2010-\u2015]*[0-9])*")


# The first copy replaces a loss; from the third issue on somebody else should look (issue 5).
LAST_ISSUE_WITHOUT_SUPERVISOR = 2


class SupervisorIsNeeded(DomainError):
    """One copy after another was asked for."""

    message = N_("This would be issue %(issue)s of the badge. From the third one on a supervisor must issue it.")


class BadgeWasReplaced(DomainError):
    """Another desk, or a second press of the button, issued a newer badge than the one that was looked at."""

    message = N_("Issue %(issue)s of this badge has been made meanwhile. The earlier ones no longer work.")


class Arrival(StrEnum):
    """Whether a badge was let in: at any time, in a zone at present, or never."""

    ARRIVED = "arrived"
    INSIDE = "inside"
    AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class Token:
    """The 24 digits of a QR code."""

    digits: str


@dataclass(frozen=True, slots=True)
class ShortCode:
    """The 8 digits printed under the QR code, with a right check digit."""

    digits: str


def _leading_digits(key: bytes, message: str, count: int) -> str:
    digest = hmac.new(key, message.encode(), hashlib.sha256).digest()
    return str(int.from_bytes(digest, "big") * 10**count >> 256).zfill(count)


def _check_digit(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def derive_token(key: bytes, event_id: int, registration_id: int, issue: int) -> str:
    """Return the 24 ASCII digits of one issue of one person's badge; nothing personal is in them."""
    message = f"summit/badge/v1\n{event_id}\n{registration_id}\n{issue}"
    return _leading_digits(key, message, TOKEN_DIGITS)


def token_hash(token: str) -> bytes:
    """Return the 32 bytes of SHA-256 over the ASCII digits: all that the database keeps of a token."""
    return hashlib.sha256(token.encode("ascii")).digest()


def short_code(key: bytes, event_id: int, registration_id: int, issue: int, attempt: int = 0) -> str:
    """Return the 8-digit code for typing; raise `attempt` by one while the code is taken in the event."""
    message = f"summit/short/v1\n{event_id}\n{registration_id}\n{issue}\n{attempt}"
    digits = _leading_digits(key, message, SHORT_DIGITS - 1)
    return f"{digits}{_check_digit(digits)}"


def ensure_copy_allowed(issue: int, *, is_supervisor: bool) -> None:
    """Refuse the third and later issues of a badge to everybody but a supervisor; raises SupervisorIsNeeded."""
    if issue > LAST_ISSUE_WITHOUT_SUPERVISOR and not is_supervisor:
        raise SupervisorIsNeeded(issue=issue)


def ensure_seen_is_valid(seen: int, present: int) -> None:
    """Refuse what is done to an issue that was replaced since; raises BadgeWasReplaced. None was `seen`: 0."""
    if seen and seen != present:
        raise BadgeWasReplaced(issue=present)


def is_valid_short_code(digits: str) -> bool:
    """Tell whether `digits` are 8 ASCII digits with the right check digit."""
    return re.fullmatch(r"[0-9]{8}", digits) is not None and _check_digit(digits) == 0


def fold_digits(text: str) -> str:
    """Return `text` with the decimal digits of every script as ASCII; all else stays."""
    return "".join(str(unicodedata.decimal(character, character)) for character in text)


def read_code(raw: str) -> Token | ShortCode | None:
    """Read what a camera, a keyboard-type scanner or a person entered; None if there is no code in it.

    Anything that is not a digit may stand around the code (Enter, Tab, an AIM identifier, words); spaces and
    dashes may stand inside. A mistyped short code is None; so is an input with two different codes, and a part
    of a code. The same code twice in a row is one code. Layouts whose upper row types no digits are understood.
    """
    if len(raw) > LONGEST_INPUT:
        return None
    text = _CONTROLS.sub("\n", _IGNORED.sub("", raw)).strip()
    text = "\n".join(map(_shifted, text.split("\n")))
    text = _AIM_PREFIX.sub(r"\1\n", fold_digits(text))
    fragments = {_once(re.sub(r"[^0-9]", "", match.group())) for match in _FRAGMENT.finditer(text)}
    codes = [code for code in map(_code, sorted(fragments)) if code is not None]
    return codes[0] if len(codes) == 1 else None


def _shifted(line: str) -> str:
    """Return the 24 digits that a scanner meant where the layout made other characters of them, else the line."""
    prefix, keys = line[:-TOKEN_DIGITS], line[-TOKEN_DIGITS:]
    for row in _UNSHIFTED_ROWS:
        is_identifier = len(prefix) == _AIM_LENGTH and prefix[-1] in row
        if len(keys) == TOKEN_DIGITS and set(keys) <= set(row) and (not prefix or is_identifier):
            return "".join(str(row.index(key)) for key in keys)
    return line


def _once(digits: str) -> str:
    """Return one token where a scanner without a suffix typed the same one twice."""
    half = digits[:TOKEN_DIGITS]
    return half if digits == half + half and len(half) == TOKEN_DIGITS else digits


def _code(digits: str) -> Token | ShortCode | None:
    if len(digits) == TOKEN_DIGITS:
        return Token(digits)
    return ShortCode(digits) if is_valid_short_code(digits) else None
