"""The bytes of the snapshot that lets a device decide without a network (decision 0014).

A record says who a badge belongs to, sealed so that only the code on the badge opens it. Numbers are big-endian or
unsigned LEB128 ("varint": seven bits a byte, lowest first, the top bit says that more follows).
"""

import hashlib
import hmac
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC: Final = b"SMS1"
EXPIRES_AFTER: Final = timedelta(hours=24)
REFRESH_EVERY: Final = timedelta(seconds=15)
# Appended to only: records name a language by its place, and 0 stands for every other one.
LANGUAGES: Final = ("", "en", "ru", "pt", "pt-BR", "hi", "zh", "zh-Hans", "zh-Hant", "ar", "fa", "am", "id", "es", "fr",
                    "th", "vi", "ja", "ko", "kk", "uz", "uk", "be", "hy", "ka", "tr", "de", "it", "af", "zu", "xh",
                    "bn", "ta", "te", "ur", "ms", "mn", "he", "sw")  # fmt: skip
# Each spares a byte a letter of some script; a browser's TextDecoder knows them by the names in the decision.
ENCODINGS: Final = ("utf-8", "cp1252", "cp1251", "cp1256", "utf-16-be")
NEEDS_ASSISTANCE, IS_MINOR = 1, 2
_INFO: Final = b"summit/snapshot/v1"
_NONCE: Final = bytes(12)
_LONGEST_ORGANISATION: Final = 40
_LONG: Final = 31


@dataclass(frozen=True, slots=True)
class Holder:
    """What a record keeps of the person: only what a gate shows and decides on."""

    category_id: int
    issue: int
    name_latin: str
    name_native: str
    native_language: str
    organisation: str
    needs_assistance: bool
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One badge of the snapshot; `sealed` is empty for one that has left it."""

    key: bytes
    sequence: int
    sealed: bytes


def varint(number: int) -> bytes:
    """Return an unsigned number in LEB128."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def record_key(token_hash: bytes) -> bytes:
    """Return the 16 bytes under which a device looks for a badge: the beginning of the SHA-256 of its token."""
    return token_hash[:16]


def plaintext(holder: Holder) -> bytes:
    """Return what is sealed: category, issue, flags, language, and three texts."""
    flags = NEEDS_ASSISTANCE * holder.needs_assistance | IS_MINOR * holder.is_minor
    language = LANGUAGES.index(holder.native_language) if holder.native_language in LANGUAGES else 0
    numbers = varint(holder.category_id) + varint(holder.issue) + bytes((flags, language))
    organisation = holder.organisation
    if len(organisation) > _LONGEST_ORGANISATION:
        organisation = organisation[: _LONGEST_ORGANISATION - 1] + "…"
    return numbers + b"".join(_text(text) for text in (holder.name_latin, holder.name_native, organisation))


def _text(text: str) -> bytes:
    """Return a text in the shortest encoding: one byte of encoding and length, or three for a long one."""
    encoding, data = min(_encoded(text), key=lambda pair: (len(pair[1]), pair[0]))
    if len(data) < _LONG:
        return bytes((encoding << 5 | len(data),)) + data
    return bytes((encoding << 5 | _LONG,)) + len(data).to_bytes(2, "big") + data


def _encoded(text: str) -> Iterable[tuple[int, bytes]]:
    if text.isascii():
        yield 0, text.encode("ascii")
        return
    for number, name in enumerate(ENCODINGS):
        try:
            yield number, text.encode(name)
        except UnicodeEncodeError:
            continue


def fingerprint(token: str, plain: bytes) -> bytes:
    """Return 16 bytes that change when a record must be sealed anew; keyed, so that they reveal nothing by guessing."""
    return hmac.digest(token.encode("ascii"), b"summit/fingerprint/v1" + plain, "sha256")[:16]


def seal(token: str, epoch: str, sequence: int, plain: bytes) -> bytes:
    """Return the ciphertext and the tag of 16 bytes.

    The key is HKDF-SHA256 (RFC 5869) of the token's 24 ASCII digits with the record's key as salt and
    "summit/snapshot/v1", the epoch and the sequence (4 bytes) as info. It is used once, hence the nonce of zeros.
    """
    return AESGCM(_sealing_key(token, epoch, sequence)).encrypt(_NONCE, plain, None)


def unseal(token: str, epoch: str, sequence: int, sealed: bytes) -> bytes:
    """Return the plaintext, as a device does; raises InvalidTag for another badge's record."""
    return AESGCM(_sealing_key(token, epoch, sequence)).decrypt(_NONCE, sealed, None)


def _sealing_key(token: str, epoch: str, sequence: int) -> bytes:
    digits = token.encode("ascii")
    salt = record_key(hashlib.sha256(digits).digest())
    extracted = hmac.digest(salt, digits, "sha256")
    info = _INFO + epoch.encode("ascii") + sequence.to_bytes(4, "big")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def write_snapshot(header: Mapping[str, Any], records: Sequence[Record], presences: bytes) -> bytes:
    """Return the whole file: magic, length and JSON of the header, records by sequence, presences.

    The header gains the numbers of records; `since` in it is what the first record's sequence is counted from.
    """
    texts = dict(header) | {"records": len(records)}
    head = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()
    parts, before = [MAGIC, len(head).to_bytes(4, "big"), head], int(header["since"])
    for record in records:
        parts += (record.key, varint(record.sequence - before), varint(len(record.sealed)), record.sealed)
        before = record.sequence
    return b"".join((*parts, presences))


def write_presences(zones: Mapping[int, Sequence[tuple[bytes, datetime]]]) -> bytes:
    """Return who is inside the zones (by id), as the first 8 bytes of a badge's key and seconds since 1970."""
    parts = [varint(len(zones))]
    for zone_id, people in sorted(zones.items()):
        parts += (varint(zone_id), varint(len(people)))
        parts += (key[:8] + int(moment.timestamp()).to_bytes(4, "big") for key, moment in people)
    return b"".join(parts)


def presence_tag(presences: bytes) -> str:
    """Return eight characters that differ where the presences differ."""
    return f"{zlib.crc32(presences):08x}"
