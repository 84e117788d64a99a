"""Every sentence is translated into every launch language, with its places, and none is doubtful."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from babel.support import Translations

from summit.web.locale import LAUNCH_LANGUAGES

PROJECT = Path(__file__).resolve().parents[2]
LOCALES = [tag.replace("-", "_") for tag in LAUNCH_LANGUAGES if tag != "en"]
KEYWORDS = {
    "_": None,
    "N_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACES = re.compile(r"%\(\w+\)[a-z]|%%")
MEND = "Run `make translations` and translate what it lists."


@lru_cache
def catalogue(locale: str) -> Catalog:
    with (PROJECT / "summit" / "translations" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


@lru_cache
def sentences() -> frozenset[object]:
    """Return every message that the code and the templates ask for."""
    with (PROJECT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(PROJECT, methods, options, KEYWORDS)
    return frozenset(message for _, _, message, _, _ in found if message)


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def originals(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def test_there_is_something_to_translate():
    assert len(sentences()) > 900


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sentence_is_missing_from_the_catalogue(locale):
    known = {message.id for message in catalogue(locale) if message.id}
    assert sorted(map(str, sentences() - known)) == [], MEND


@pytest.mark.parametrize("locale", LOCALES)
def test_no_message_is_untranslated_or_fuzzy(locale):
    doubtful = [m.id for m in catalogue(locale) if m.id and (m.fuzzy or not all(forms(m)))]
    assert doubtful == [], MEND


@pytest.mark.parametrize("locale", LOCALES)
def test_every_plural_has_all_forms_of_the_language(locale):
    wanted = catalogue(locale).num_plurals
    short = [m.id for m in catalogue(locale) if isinstance(m.id, tuple) and len(forms(m)) != wanted]
    assert short == [], MEND


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_keep_the_places(locale):
    broken = []
    for message in (m for m in catalogue(locale) if m.id):
        allowed = set(PLACES.findall(" ".join(originals(message))))
        for form in forms(message):
            found = set(PLACES.findall(form))
            if not found <= allowed or (isinstance(message.id, str) and found != allowed):
                broken.append((message.id, form))
    assert broken == [], "A place such as %(name)s must stand in the translation too, and no other."


@pytest.mark.parametrize("locale", LOCALES)
def test_the_compiled_catalogue_is_as_new_as_its_source(locale):
    compiled = Translations.load(PROJECT / "summit" / "translations", [locale])

    def says(message: Message) -> str:
        return compiled.pgettext(message.context, message.id) if message.context else compiled.gettext(message.id)

    singular = [message for message in catalogue(locale) if message.id and isinstance(message.id, str)]
    differing = [message.id for message in singular if says(message) != message.string]
    assert differing == [], "Run scripts/setup.sh, which compiles the catalogues."


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_are_in_their_own_script(locale):
    script = {"ru": "[а-яё]", "zh_Hans": "[\u4e00-\u9fff]", "ar": "[\u0621-\u064a]"}.get(locale)
    long = [m for m in catalogue(locale) if m.id and isinstance(m.id, str) and len(PLACES.sub("", m.id)) > 25]
    if script is None:
        same = [m.id for m in long if m.string == m.id]
    else:
        same = [m.id for m in long if not re.search(script, m.string, re.IGNORECASE)]
    assert same == [], "These were left in English."
