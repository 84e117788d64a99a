"""The languages that people may say they speak, and the scripts of their names."""

from collections.abc import Mapping
from functools import lru_cache

from anyascii import anyascii
from babel import Locale

# The launch languages and those of PRODUCT.md first, then further languages of members, partners and guests.
SPOKEN_LANGUAGES = (
    "en", "ru", "zh-Hans", "pt-BR", "ar", "es", "fr", "tr", "fa", "id", "hi", "th", "vi", "am",
    "be", "bn", "de", "it", "ja", "kk", "ko", "ms", "sw", "ur", "uz",
)  # fmt: skip
NAME_LANGUAGES = (
    *SPOKEN_LANGUAGES,
    "az", "el", "he", "hy", "ka", "ky", "lo", "km", "mn", "my", "ne", "pa", "si", "sr", "ta", "te", "tg",
    "tk", "uk", "zh-Hant",
)  # fmt: skip


@lru_cache(maxsize=1024)
def language_name(tag: str, locale_tag: str) -> str:
    """Return a language's name in the language of a BCP 47 tag; unknown tags are returned as they are."""
    if tag in {"zh-Hans", "pt-BR"} and locale_tag.split("-")[0] not in {"zh", "pt"}:
        tag = tag.split("-")[0]
    names: Mapping[str, str] = Locale.parse(locale_tag, sep="-").languages
    return names.get(tag.replace("-", "_")) or names.get(tag.split("-")[0], tag)


def language_choices(tags: tuple[str, ...], locale_tag: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages, sorted for the reader's language."""
    names = [(tag, language_name(tag, locale_tag)) for tag in tags]
    return sorted(names, key=lambda choice: anyascii(choice[1]).casefold())
