import pytest

from summit.registration import rules


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("  Ana\t  Souza\n", "Ana Souza", id="white space"),
        pytest.param("王　小明", "王 小明", id="ideographic space"),
        pytest.param("e\u0301lodie DE la Tour", "élodie DE la Tour", id="NFC, never recased"),
        pytest.param("Sukarno", "Sukarno", id="one name only"),
        pytest.param("می\u200cنا", "می\u200cنا", id="zero-width non-joiner of Persian"),
        pytest.param("O’Neill-Ærø III", "O’Neill-Ærø III", id="punctuation"),
        pytest.param("አበበ በቀለ", "አበበ በቀለ", id="Ethiopic"),
    ],
)
def test_a_name_is_kept_as_its_owner_writes_it(text, name):
    assert rules.clean_name(text) == name


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\u200d \u200e"])
def test_a_name_that_shows_nothing_is_refused(text):
    with pytest.raises(rules.NameIsEmpty):
        rules.clean_name(text)


def test_two_hundred_characters_are_the_limit_after_composition():
    assert rules.clean_name("e\u0301" * 200) == "é" * 200
    with pytest.raises(rules.NameIsTooLong) as refusal:
        rules.clean_name("a" * 201)
    assert refusal.value.params == {"limit": 200}


@pytest.mark.parametrize("text", ["A\x00b", "A\x1bb", "A\x7fb", "A\x85b", "A\ud800b"])
def test_control_characters_are_refused(text):
    with pytest.raises(rules.NameHasControlCharacters):
        rules.clean_name(text)


@pytest.mark.parametrize("text", ["Ana\u202egnp.exe", "\u202aAna", "Ana\u2066", "Ana\u2069"])
def test_reordering_characters_are_refused(text):
    with pytest.raises(rules.NameHasReorderingCharacters):
        rules.clean_name(text)


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        pytest.param(("Ana Souza",), ("Ana Souza", ""), id="full name"),
        pytest.param(("Ana Souza", "Aninha"), ("Aninha", "Ana Souza"), id="call name first"),
        pytest.param(("Ana Souza", "Ana Souza"), ("Ana Souza", ""), id="call name is the full name"),
        pytest.param(("Ana Souza", "", "Prof."), ("Prof. Ana Souza", ""), id="honorific"),
        pytest.param(("Ana Souza", "Aninha", "Prof."), ("Aninha", "Prof. Ana Souza"), id="everything"),
    ],
)
def test_badge_lines_are_prefilled(given, lines):
    assert rules.badge_lines(*given) == lines


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        pytest.param("Щукина Юлия", "Shchukina Iuliia", id="ICAO 9303"),
        pytest.param("ЩУКИН", "SHCHUKIN", id="capitals"),
        pytest.param("Подъячев Игорь", "Podieiachev Igor", id="hard and soft sign"),
        pytest.param("Ё", "E", id="single letter"),
        pytest.param("გიორგი", "giorgi", id="Georgian"),
        pytest.param("Nguyễn", "Nguyen", id="Vietnamese"),
        pytest.param("አበበ", "abebe", id="Ethiopic without a leading apostrophe"),
        pytest.param("محمد", "", id="no vowels, no guess"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_latin_spelling_is_only_prefilled(native, latin):
    assert rules.latin_prefill(native) == latin


def test_the_sort_key_ignores_accents_and_keeps_the_order_of_words():
    names = ["Özil Mesut", "Zhou Li", "élan Anna", "O’Neill Pat"]
    assert sorted(names, key=rules.sort_key) == ["élan Anna", "O’Neill Pat", "Özil Mesut", "Zhou Li"]
