import pytest

from summit.events import rules


def test_texts_are_trimmed_composed_and_blanks_dropped():
    assert rules.ensure_texts({"en": "  Cafe\u0301 ", "ru": " "}) == {"en": "Café"}


@pytest.mark.parametrize("text", ["قمة الموضة", "时尚峰会", "አዲስ አበባ", "👗👠", "Łódź", "a\u200db"])
def test_any_script_is_kept(text):
    assert rules.ensure_text(text) == text


@pytest.mark.parametrize("mark", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_direction_overrides_are_refused(mark):
    with pytest.raises(rules.TextTurnsAround):
        rules.ensure_text(f"a{mark}b")


@pytest.mark.parametrize(("length", "allowed"), [(200, True), (201, False)])
def test_a_name_has_two_hundred_characters_at_most(length, allowed):
    if allowed:
        assert rules.ensure_text("x" * length) == "x" * length
        return
    with pytest.raises(rules.TextIsTooLong):
        rules.ensure_text("x" * length)


def test_one_text_at_least_is_needed():
    with pytest.raises(rules.TextIsMissing):
        rules.ensure_texts({"en": ""})


def test_texts_may_all_be_missing_where_none_is_needed():
    assert rules.ensure_texts({"en": ""}, needed=False) == {}


@pytest.mark.parametrize("tag", ["", "english", "en_GB", "<b>", "zh-hans"])
def test_what_is_not_a_language_tag_is_refused(tag):
    with pytest.raises(rules.LanguagesAreInvalid):
        rules.ensure_texts({tag: "x"})


def test_languages_are_kept_once_in_their_order():
    assert rules.ensure_languages(["ru", "zh-Hans", "ru", "pt-BR"]) == ["ru", "zh-Hans", "pt-BR"]


def test_an_edition_has_a_language():
    with pytest.raises(rules.LanguagesAreInvalid):
        rules.ensure_languages([])
