"""What stands on one badge, as plain values: no database, no request, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

RTL_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
FOLDING_STEPS = ("fold_half", "fold_again", "fold_holder")
LABELS = ("zones", "issue", "code", "venue", "dates", "rules", "if_found", "fold", *FOLDING_STEPS)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# Every white space but the three that forbid a line break.
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
# What the markup of a page cannot hold at all.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def direction_of(language: str) -> str:
    """Return "rtl" or "ltr" for a BCP 47 language tag; an explicit script subtag wins."""
    parts = language.replace("_", "-").lower().split("-")
    if {"arab", "hebr", "thaa", "syrc"} & set(parts[1:]):
        return "rtl"
    return "rtl" if parts[0] in RTL_LANGUAGES and len(parts[1:2] and parts[1]) != 4 else "ltr"


def ink_on(colour: str) -> str:
    """Return the hex of black or white, whichever has the higher WCAG 2.2 contrast on `colour` (#rrggbb)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) ** 2 >= 0.05 * 1.05 else "#ffffff"


_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """One badge, every text already in its language.

    `line1` and `line2` are the editable lines a person is read by; `name_latin` and `name_native` are
    added where the lines do not already say them. `photo` is a JPEG (300 × 400 is enough), `token` the
    24 digits of the QR, `short_code` the 8 typed at a gate, colours are #rrggbb, `language` and
    `native_lang` BCP 47 tags ("" = unknown), `labels` one translated text for each name in `LABELS`.
    Runs of white space become one space, control characters go. Raises ValueError for a token, code,
    colour or label that could not be printed truthfully.
    """

    name_latin: str
    line1: str
    category_letter: str
    category_word: str
    category_colour: str
    issue: int
    token: str
    short_code: str
    event_name: str
    event_dates: str
    labels: Mapping[str, str]
    name_native: str = ""
    native_lang: str = ""
    line2: str = ""
    honorific: str = ""
    organisation: str = ""
    country: str = ""
    zones: tuple[str, ...] = ()
    photo: bytes | None = field(default=None, repr=False)
    venue: str = ""
    accent: str = "#000000"
    language: str = "en"

    def __post_init__(self) -> None:
        self._refuse_unprintable()
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str):
                object.__setattr__(self, each.name, _SPACES.sub(" ", _UNWRITABLE.sub("", value)).strip(" "))

    def _refuse_unprintable(self) -> None:
        if not re.fullmatch(r"[0-9]{24}", self.token):
            raise ValueError("a badge token is 24 ASCII digits")
        if not re.fullmatch(r"[0-9]{8}", self.short_code):
            raise ValueError("a short code is 8 ASCII digits")
        if not (_COLOUR.fullmatch(self.category_colour) and _COLOUR.fullmatch(self.accent)):
            raise ValueError("a colour is written #rrggbb")
        if self.photo is not None and not self.photo.startswith(_JPEG):
            raise ValueError("a badge photo is a JPEG")
        if missing := set(LABELS) - set(self.labels):
            raise ValueError(f"labels without a text: {', '.join(sorted(missing))}")

    @property
    def direction(self) -> str:
        """The reading direction of the labels: "ltr" or "rtl"."""
        return direction_of(self.language)

    @property
    def spaced_code(self) -> str:
        """The short code as it is printed: two groups of four digits.

        A no-break space is a separator inside a number (UAX #9, W4); a plain one would let the groups change
        places on a badge that is read from the right.
        """
        return f"{self.short_code[:4]}\u00a0{self.short_code[4:]}"

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """The distinct lines of the name, greatest first, each with its language ("" = unknown)."""
        texts = dict.fromkeys((self.line1 or self.name_latin, self.line2, self.name_native, self.name_latin))
        native = self.name_native
        return tuple((text, self.native_lang if text == native else "") for text in texts if text)
