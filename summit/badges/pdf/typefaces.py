"""Which typeface writes which script, and the style rules that say so to the layout engine.

Only families of Debian's fonts-noto-core and fonts-noto-cjk, so that a name looks the same everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

PX_PER_MM = 96 / 25.4
PX_PER_PT = 96 / 72
SIZES = (
    *(104, 92, 80, 70, 60, 52, 44),
    40,
    36,
    33,
    30,
    27,
    24.5,
    22,
    20,
    18,
    16,
    14.5,
    13,
    12,
    11,
    10,
    9,
    8,
    7.25,
    6.5,
    5.75,
    5,
    4,
    3,
    2,
    1.4,
    1,
)


@dataclass(frozen=True, slots=True)
class Script:
    """The families for one writing system and the line height its highest and deepest marks need."""

    key: str
    serif: str
    sans: str
    leading: float = 1.18


@dataclass(frozen=True, slots=True)
class Face:
    """A role of type on the badge: its style class, whether it has serifs, and its weight."""

    key: str
    serif: bool
    weight: int

    def families(self, script: Script) -> tuple[str, ...]:
        """Return the families to try, in order, for text mostly in `script`."""
        own = script.serif if self.serif else script.sans
        latin = ("Noto Serif Display", "Noto Serif") if self.serif else ("Noto Sans",)
        return tuple(dict.fromkeys((*([own] if script.key != "latn" else []), *latin, "Noto Sans")))


HEADLINE = Face("headline", serif=True, weight=700)
SERIF = Face("serif", serif=True, weight=400)
STRONG = Face("strong", serif=False, weight=700)
PLAIN = Face("plain", serif=False, weight=400)
FACES = (HEADLINE, SERIF, STRONG, PLAIN)

LATIN = Script("latn", "Noto Serif Display", "Noto Sans")
HAN = Script("hans", "Noto Serif CJK SC", "Noto Sans CJK SC", 1.25)
HANT = Script("hant", "Noto Serif CJK TC", "Noto Sans CJK TC", 1.25)
JAPANESE = Script("jpan", "Noto Serif CJK JP", "Noto Sans CJK JP", 1.25)
KOREAN = Script("kore", "Noto Serif CJK KR", "Noto Sans CJK KR", 1.25)
ARABIC = Script("arab", "Noto Naskh Arabic", "Noto Sans Arabic", 1.6)

_BLOCKS: tuple[tuple[int, int, Script], ...] = (
    (0x0530, 0x058F, Script("armn", "Noto Serif Armenian", "Noto Sans Armenian")),
    (0x0590, 0x05FF, Script("hebr", "Noto Serif Hebrew", "Noto Sans Hebrew", 1.3)),
    (0x0600, 0x06FF, ARABIC),
    (0x0700, 0x074F, Script("syrc", "Noto Sans Syriac", "Noto Sans Syriac", 1.6)),
    (0x0750, 0x077F, ARABIC),
    (0x0780, 0x07BF, Script("thaa", "Noto Sans Thaana", "Noto Sans Thaana", 1.6)),
    (0x07C0, 0x07FF, Script("nkoo", "Noto Sans NKo", "Noto Sans NKo", 1.5)),
    (0x08A0, 0x08FF, ARABIC),
    (0x0900, 0x097F, Script("deva", "Noto Serif Devanagari", "Noto Sans Devanagari", 1.45)),
    (0x0980, 0x09FF, Script("beng", "Noto Serif Bengali", "Noto Sans Bengali", 1.45)),
    (0x0A00, 0x0A7F, Script("guru", "Noto Serif Gurmukhi", "Noto Sans Gurmukhi", 1.45)),
    (0x0A80, 0x0AFF, Script("gujr", "Noto Serif Gujarati", "Noto Sans Gujarati", 1.45)),
    (0x0B00, 0x0B7F, Script("orya", "Noto Sans Oriya", "Noto Sans Oriya", 1.5)),
    (0x0B80, 0x0BFF, Script("taml", "Noto Serif Tamil", "Noto Sans Tamil", 1.45)),
    (0x0C00, 0x0C7F, Script("telu", "Noto Serif Telugu", "Noto Sans Telugu", 1.6)),
    (0x0C80, 0x0CFF, Script("knda", "Noto Serif Kannada", "Noto Sans Kannada", 1.6)),
    (0x0D00, 0x0D7F, Script("mlym", "Noto Serif Malayalam", "Noto Sans Malayalam", 1.5)),
    (0x0D80, 0x0DFF, Script("sinh", "Noto Serif Sinhala", "Noto Sans Sinhala", 1.5)),
    (0x0E00, 0x0E7F, Script("thai", "Noto Serif Thai", "Noto Sans Thai", 1.55)),
    (0x0E80, 0x0EFF, Script("laoo", "Noto Serif Lao", "Noto Sans Lao", 1.55)),
    (0x0F00, 0x0FFF, Script("tibt", "Noto Serif Tibetan", "Noto Serif Tibetan", 1.8)),
    (0x1000, 0x109F, Script("mymr", "Noto Serif Myanmar", "Noto Sans Myanmar", 1.8)),
    (0x10A0, 0x10FF, Script("geor", "Noto Serif Georgian", "Noto Sans Georgian")),
    (0x1100, 0x11FF, KOREAN),
    (0x1200, 0x139F, Script("ethi", "Noto Serif Ethiopic", "Noto Sans Ethiopic", 1.25)),
    (0x1780, 0x17FF, Script("khmr", "Noto Serif Khmer", "Noto Sans Khmer", 1.8)),
    (0x1800, 0x18AF, Script("mong", "Noto Sans Mongolian", "Noto Sans Mongolian", 1.5)),
    (0x1C90, 0x1CBF, Script("geor", "Noto Serif Georgian", "Noto Sans Georgian")),
    (0x2D30, 0x2D7F, Script("tfng", "Noto Sans Tifinagh", "Noto Sans Tifinagh", 1.3)),
    (0x2D80, 0x2DDF, Script("ethi", "Noto Serif Ethiopic", "Noto Sans Ethiopic", 1.25)),
    (0x2E80, 0x2FDF, HAN),
    (0x3040, 0x30FF, JAPANESE),
    (0x3100, 0x312F, HANT),
    (0x3130, 0x318F, KOREAN),
    (0x31F0, 0x31FF, JAPANESE),
    (0x3400, 0x9FFF, HAN),
    (0xAC00, 0xD7FF, KOREAN),
    (0xF900, 0xFAFF, HAN),
    (0xFB1D, 0xFB4F, Script("hebr", "Noto Serif Hebrew", "Noto Sans Hebrew", 1.3)),
    (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFF, ARABIC),
    (0x1E900, 0x1E95F, Script("adlm", "Noto Sans Adlam", "Noto Sans Adlam", 1.5)),
    (0x20000, 0x3134F, HAN),
)
_STARTS = [first for first, _, _ in _BLOCKS]
_BY_KEY = {script.key: script for *_, script in _BLOCKS} | {"latn": LATIN, "hant": HANT}


def script_of(text: str, lang: str = "") -> Script:
    """Return the script that decides the typeface of `text`; `lang` (BCP 47) settles Han characters."""
    found = {script.key for char in text if (script := _script_of_char(char))}
    if not found:
        return LATIN
    if found & {"hans", "hant", "jpan", "kore"}:
        return _east_asian(found, lang.lower())
    return next(script for char in text if (script := _script_of_char(char)))


def _script_of_char(char: str) -> Script | None:
    at = bisect_right(_STARTS, ord(char)) - 1
    if at < 0 or ord(char) > _BLOCKS[at][1]:
        return None
    return _BLOCKS[at][2]


def _east_asian(found: set[str], lang: str) -> Script:
    if "kore" in found or lang.startswith("ko"):
        return KOREAN
    if "jpan" in found or lang.startswith("ja"):
        return JAPANESE
    if "hant" in found or "hant" in lang or lang.endswith(("-tw", "-hk", "-mo")):
        return HANT
    return HAN


def size_class(size: float) -> str:
    """Return the style class of a size in points."""
    return f"z{size:g}".replace(".", "-")


@cache
def style_rules() -> str:
    """Return the rules for each size, and for each face in each script, as text of a stylesheet."""
    rules = [f".{size_class(size)}{{font-size:{size}pt}}" for size in SIZES]
    for face in FACES:
        rules.append(f".{face.key}{{font-weight:{face.weight}}}")
        for script in _BY_KEY.values():
            families = ",".join(f'"{family}"' for family in face.families(script))
            rules.append(f".{face.key}.{script.key}{{font-family:{families};line-height:{script.leading}}}")
    return "\n".join(rules)
