import pytest

from summit.registration.rules.languages import NAME_LANGUAGES, SPOKEN_LANGUAGES, language_choices, language_name

LAUNCH = ("en", "ru", "zh-Hans", "pt-BR", "ar")


@pytest.mark.parametrize(
    ("tag", "locale", "name"),
    [
        ("en", "en", "English"),
        ("ru", "ar", "الروسية"),
        ("zh-Hans", "en", "Chinese"),
        ("pt-BR", "ru", "португальский"),
        ("zh-Hant", "zh-Hans", "繁体中文"),
        ("tlh-none", "en", "Klingon"),
        ("xx", "en", "xx"),
    ],
)
def test_a_language_is_named_in_the_readers_language(tag, locale, name):
    assert language_name(tag, locale) == name


@pytest.mark.parametrize("locale", LAUNCH)
def test_every_language_has_a_name_everywhere_and_no_two_share_one(locale):
    names = [name for _, name in language_choices(NAME_LANGUAGES, locale)]
    assert len(set(names)) == len(NAME_LANGUAGES)
    assert not set(names) & set(NAME_LANGUAGES)


def test_spoken_languages_can_also_be_the_language_of_a_name():
    assert set(SPOKEN_LANGUAGES) <= set(NAME_LANGUAGES)
    assert set(LAUNCH) <= set(SPOKEN_LANGUAGES)
