"""Print how many messages each catalogue leaves untranslated or fuzzy."""

import sys
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).resolve().parent.parent / "summit" / "translations"


def is_missing(message: Message) -> bool:
    """Tell whether a reader would meet this message in English (plurals need every form)."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return message.fuzzy or not all(forms)


def count(locale: str) -> tuple[int, int]:
    """Return (missing, all) messages of one locale's catalogue."""
    with (CATALOGUES / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=locale) if message.id]
    return sum(is_missing(message) for message in messages), len(messages)


def main(locales: list[str]) -> None:
    """Print one line for each locale."""
    for locale in locales:
        missing, total = count(locale)
        print(f"{locale:<8} {missing:>5} of {total} missing")


if __name__ == "__main__":
    main(sys.argv[1:])
