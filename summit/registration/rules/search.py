"""One folded key per person, so that a name typed in any script or spelling finds its row with LIKE.

A query's tokens are folded by `fold`; a row matches when its `search_key` contains each of them.
The key holds every value twice: plain (case, accents, script folded) and reduced (spellings of the same
Cyrillic or Arabic sound brought together), each with and without its spaces. Order of words does not matter.
"""

import re
import unicodedata
from functools import reduce

from summit.registration.rules.cyrillic import transliterate

# Letters that Unicode does not decompose, and the Arabic letters that people type for one another.
_LETTERS = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
        "ŋ": "ng", "ə": "a", "ъ": "", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه",
        "ۀ": "ه", "ہ": "ه",
        "ء": "", "ـ": "",
    }
)  # fmt: skip
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_APOSTROPHES = re.compile(r"['’‘`´ʼʻʹʾʿˊ′\u200b-\u200f\u00ad\u2060\ufeff]")
_RESPELLINGS = str.maketrans({"ё": "yo", "ä": "ae", "ö": "oe", "ü": "ue"})
_REDUCTIONS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"shch|sch", "sh"),
        (r"dzh", "j"),
        (r"kh", "h"),
        (r"tz", "ts"),
        (r"ks", "x"),
        (r"ph", "f"),
        (r"(?<=[bcdfghjklmnpqrstvwxz])y", "i"),
        (r"(?<=[aeou])y(?![aeiou])", "i"),
        (r"i[iy]+", "i"),
        (r"\by(?![aeiou])", "i"),
        (r"(?<=[aeou])i(?=[aeou])", "y"),
        (r"\bi(?=[aeou])", "y"),
        (r"(?<![a-z])ye(?=[a-z]{2})", "e"),
        (r"(?<=[aeou])ye(?=[a-z])", "e"),
    )
]


def _plain(text: str) -> str:
    """Fold case, accents, script, apostrophes and digits; words stay apart by single spaces."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    latin = transliterate(_APOSTROPHES.sub("", bare).translate(_LETTERS)).translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFKC", latin).translate(_KEPT).split())


class _Kept(dict[int, str]):
    """Keeps letters, numbers and the vowel signs of Indic and Thai; digits of any script become ASCII.

    A table for str.translate that asks of each character once: long texts are folded many times faster so.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_kept = unicodedata.category(character)[0] in "LNM"
        self[code] = str(unicodedata.decimal(character, character)) if is_kept else " "
        return self[code]


_KEPT = _Kept()


def _reduced(plain: str) -> str:
    """Bring the usual spellings of one sound together (Shchukin, Schukin; Yury, Yuri, Iurii)."""
    return reduce(lambda text, rule: rule[0].sub(rule[1], text), _REDUCTIONS, plain)


def fold(text: str) -> str:
    """Return `text` as a query is compared: folded and reduced, words separated by single spaces."""
    return _reduced(_plain(text))


def search_tokens(query: str) -> list[str]:
    """Return the folded words of a query, each once; a word with @ is kept whole as an address.

    A row matches when its search key contains every token; the order of words means nothing.
    """
    tokens: dict[str, None] = {}
    for word in query.split():
        tokens |= dict.fromkeys([word.casefold()] if "@" in word else fold(word).split())
    return list(tokens)


def _variants(value: str) -> list[str]:
    """Return the folded forms of one value: plain and reduced, with and without spaces."""
    plain = _plain(value)
    joined = plain.replace(" ", "")
    return [plain, joined, _reduced(plain), _reduced(joined)]


def _respelled(value: str) -> list[str]:
    """Return other usual spellings of a whole value: ё as yo, German umlauts with e."""
    small = unicodedata.normalize("NFC", value.casefold())
    other = small.translate(_RESPELLINGS)
    return [] if other == small else [other]


def search_key(*values: str | None) -> str:
    """Return the key to store for a person's values (names in each script, organisation, e-mail, …).

    It is plain text for LIKE '%token%'; None and blank values are left out.
    """
    parts: dict[str, None] = {}
    for value in filter(None, values):
        if "@" in value:
            parts[value.strip().casefold()] = None
        for spelling in [value, *_respelled(value)]:
            parts |= dict.fromkeys(_variants(spelling))
    return " ".join(part for part in parts if part)


def sort_key(name_latin: str) -> str:
    """Return the computed key by which lists are sorted: accents, case and apostrophes folded, order kept."""
    return _plain(name_latin)


def escape_like(token: str, escape: str = "\\") -> str:
    """Return `token` with LIKE's wildcards escaped; use it with `.like(…, escape="\\\\")`."""
    return re.sub(rf"([%_{re.escape(escape)}])", lambda match: escape + match.group(), token)
