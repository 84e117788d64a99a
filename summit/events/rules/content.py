"""Content that has a value per language."""

from collections.abc import Iterable, Iterator, Mapping


def _candidates(tag: str, fallbacks: Iterable[str], present: Iterable[str]) -> Iterator[str]:
    """Yield the wanted tag, its relatives in the same language, the fallbacks, then whatever there is."""
    language = tag.split("-")[0]
    yield tag
    yield from (other for other in present if other.split("-")[0] == language)
    yield from fallbacks
    yield from present


def localized(values: Mapping[str, str], tag: str, fallbacks: Iterable[str] = ("en", "ru")) -> tuple[str, str]:
    """Return the text for `tag` and the tag it is really in, so that a page can mark a fallback with lang.

    Blank values count as missing; with nothing at all the answer is ("", tag).
    """
    for candidate in _candidates(tag, tuple(fallbacks), tuple(values)):
        text = values.get(candidate, "")
        if text.strip():
            return text, candidate
    return "", tag
