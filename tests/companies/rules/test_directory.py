"""How companies without a logo are drawn, which second name they show, and what a search means."""

import pytest

from summit.companies.rules.directory import kinds_wanted, monogram, other_name
from summit.companies.rules.search import company_search_key, in_branches, kinds_meant, nodes_meant, with_leaves
from summit.registration.rules.search import search_tokens


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Casa Tecelã", "CT"),
        ("Лавка Авроры", "ЛА"),
        ("丝路织造", "丝"),
        ("«Zari» & Sons", "ZS"),
        ("दो रंग", "दोरं"),
        ("!!", "·"),
    ],
)
def test_a_monogram_is_the_first_letter_of_the_first_two_words(name, letters):
    assert monogram(name) == letters


@pytest.mark.parametrize(
    ("language", "found"),
    [("ru", ("ru", "Дом")), ("en", ("ar", "دار")), ("pt-BR", ("ar", "دار"))],
)
def test_a_second_name_is_in_the_readers_language_where_there_is_one(language, found):
    assert other_name("Casa", {"pt-BR": "casa", "ar": "دار", "ru": "Дом"}, language) == found


def test_there_is_no_second_name_that_repeats_the_first():
    assert other_name("Casa", {"pt-BR": "CASA", "en": ""}, "en") == ("", "")


def test_a_group_stands_for_its_kinds():
    assert kinds_wanted(("group-trims", "media")) == ["trims", "media"]
    assert kinds_wanted(("media",)) == ["media"]
    assert "materials_yarn" in kinds_wanted(("group-materials",))


def test_a_branch_stands_for_itself_and_its_leaves():
    assert with_leaves("knits")[0] == "knits"
    assert "knits.jersey" in with_leaves("knits")
    assert with_leaves("knits.jersey") == ["knits.jersey"]
    assert with_leaves("nothing") == []


def test_codes_are_grouped_by_their_branches():
    assert in_branches(["knits.jersey", "apparel.dresses", "unknown"]) == {
        "knits": ["knits.jersey"],
        "apparel": ["apparel.dresses"],
    }


@pytest.mark.parametrize("query", ["jersey", "трикотаж"])
def test_words_mean_nodes_in_english_and_in_the_readers_language(query):
    assert "knits.jersey" in nodes_meant(search_tokens(query)[0], {"knits.jersey": "Хлопковый трикотаж"})


def test_words_mean_kinds_of_companies():
    assert kinds_meant(search_tokens("tannery")[0], {}) == ["materials_leather"]
    assert kinds_meant(search_tokens("кожевенный")[0], {"materials_leather": "Кожевенный завод"}) == [
        "materials_leather"
    ]


@pytest.mark.parametrize("query", ["casa tecela", "丝路", "solsticio", "handloom", "бразилия", "البرازيل", "Sao Paulo"])
def test_a_company_is_found_by_names_brands_tags_and_places_in_any_script(query):
    key = company_search_key(
        "Casa Tecelã",
        names={"zh-Hans": "丝路"},
        brands=["Solstício"],
        tags=["handloom"],
        city="São Paulo",
        country="BR",
    )
    assert all(token in key for token in search_tokens(query))
