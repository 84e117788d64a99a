from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.registration import rules
from summit.registration.rules.cyrillic import transliterate

SPELLINGS = [
    ("Щукин", "Shchukin", "Schukin", "щукин"),
    ("Юрий", "Yuri", "Yury", "Iurii", "Yuriy"),
    ("Наталья", "Natalia", "Natalya", "Nataliya"),
    ("Алёна", "Алена", "алёна"),
    ("Елена", "Yelena", "Elena"),
    ("Алексеев", "Alekseev", "Alekseyev", "Alexeev"),
    ("Хабибуллин", "Khabibullin", "Habibullin"),
    ("Xiao Ming", "Xiaoming", "xiao-ming", "XIAO MING"),
    ("O'Brien", "O’Brien", "OBRIEN", "O Brien"),
    ("Al-Sayed", "Al Sayed", "Alsayed"),
    ("Işık", "IŞIK", "isik", "ışık"),
    ("أحمد", "احمد", "أَحْمَد", "احـمد"),
    ("فاطمة", "فاطمه"),
    ("کریمی", "كريمي"),
    ("Nguyễn", "Nguyen"),
    ("Straße", "STRASSE"),
    ("Łukasz", "lukasz"),
]
PAIRS = [pair for spellings in SPELLINGS for pair in permutations(spellings, 2)]


def found(query: str, *values: str | None) -> bool:
    key = rules.search_key(*values)
    return all(token in key for token in rules.search_tokens(query))


@pytest.mark.parametrize(("query", "name"), PAIRS)
def test_each_spelling_finds_each_other(query, name):
    assert found(query, name)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        pytest.param("Xin Yang", "Xinyang", id="two words against one"),
        pytest.param("Xinyang", "Xin Yang", id="one word against two"),
        pytest.param("Ming Xiao", "Xiaoming", id="other order"),
        pytest.param("小明", "王小明", id="two Chinese characters"),
        pytest.param("王小", "王 小明", id="Chinese over a space"),
        pytest.param("김민", "김민수", id="Korean"),
        pytest.param("अनिता", "अनिता शर्मा", id="Devanagari with vowel signs"),
        pytest.param("สมชาย", "สมชาย ใจดี", id="Thai with vowel signs"),
        pytest.param("Shch", "Щукин", id="unfinished word"),
        pytest.param("Mueller", "Müller", id="umlaut written with e"),
        pytest.param("Alyona", "Алёна", id="ё written yo"),
        pytest.param("зал 7", "Зал ٧", id="digits of another script"),
        pytest.param("Hui Ying", "Huiying", id="y after i"),
    ],
)
def test_a_name_is_found(query, name):
    assert found(query, name)


def test_words_may_come_from_different_values():
    values = ("Xiaoming Wang", "王小明", None, "Shanghai Silk Works", "wang@silk.example")
    for query in ("wang silk", "王小明 shanghai", "WANG@SILK.EXAMPLE", "xiaoming wang@silk"):
        assert found(query, *values)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Yang", "Liang"),
        ("Anna", "Diana"),
        ("Zhang", "Chang"),
        ("अनु", "अनिता"),
        ("小红", "王小明"),
        ("Ivanov", "Petrov"),
    ],
)
def test_other_names_are_not_found(query, name):
    assert not found(query, name)


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "' -", "\u200b"])
def test_a_query_without_letters_has_no_tokens(query):
    assert rules.search_tokens(query) == []


def test_repeated_words_count_once():
    assert rules.search_tokens("Ana ANA ána") == ["ana"]


def test_the_key_of_nothing_is_empty():
    assert rules.search_key(None, "", "  ") == ""


def test_like_wildcards_are_escaped():
    assert rules.escape_like("50%_\\x@y.example") == "50\\%\\_\\\\x@y.example"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_in_its_words(text):
    folded = rules.fold(text)
    assert folded == " ".join(folded.split())
    assert "%" not in folded


@given(st.lists(st.sampled_from(["Щукин", "Юлия", "Wang", "Xiao", "O’Neill", "أحمد", "王小明", "Müller"]), min_size=1))
def test_a_name_is_found_by_its_own_words_in_any_order(words):
    name = " ".join(words)
    assert all(found(query, name) for query in (name, name.upper(), " ".join(reversed(words))))


def test_spellings_of_different_names_stay_apart():
    firsts = [spellings[0] for spellings in SPELLINGS]
    wrong = [(a, b) for a, b in product(firsts, firsts) if a != b and found(a, b)]
    assert wrong == []


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x52F)).map(str.lower))
def test_small_letters_are_transliterated_one_by_one(text):
    assert transliterate(text) == "".join(map(transliterate, text))
