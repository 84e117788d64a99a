import re

import pytest

from summit.companies.rules.taxonomy import (
    branch_of,
    branches,
    children,
    is_known,
    node,
    nodes,
    search_nodes,
    sector_of,
)

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)?")


def test_codes_are_unique_and_fit_the_column() -> None:
    codes = [one.code for one in nodes()]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if len(code) > 64 or not CODE.fullmatch(code)] == []


def test_names_are_unique_for_those_who_choose_from_one_list() -> None:
    names = [one.name for one in nodes()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_leaf_lies_in_a_branch_and_every_branch_has_leaves() -> None:
    assert {one.parent for one in nodes() if one.parent} == {one.code for one in branches()}


def test_goods_of_all_textile_and_leather_chapters_have_a_branch() -> None:
    chapters = {code[:2] for one in nodes() for code in one.hs}
    assert {f"{chapter}" for chapter in (*range(41, 44), *range(50, 68))} - chapters == set()


def test_a_node_is_found_by_its_code() -> None:
    assert node("knits.jersey").name == "Cotton jersey"
    assert is_known("knits.jersey")
    assert not is_known("knits.granite")
    with pytest.raises(KeyError):
        node("knits.granite")


def test_a_leaf_has_no_children_and_a_branch_has_its_leaves() -> None:
    assert children("knits.jersey") == ()
    assert node("knits.jersey") in children("knits")
    with pytest.raises(KeyError):
        children("granite")


def test_a_branch_is_its_own_branch_and_services_are_their_own_sector() -> None:
    assert (branch_of("knits.jersey"), branch_of("knits")) == ("knits", "knits")
    assert (sector_of("knits.jersey"), sector_of("retail.chain")) == ("materials", "retail")


def test_search_takes_words_of_the_readers_language_of_english_and_of_the_branch() -> None:
    names = {"knits.jersey": "Хлопковый трикотаж"}
    assert [one.code for one in search_nodes("хлопковый", names)] == ["knits.jersey"]
    assert [one.code for one in search_nodes("JERSEY cotton", names)] == ["knits.jersey"]
    assert [one.code for one in search_nodes("knitted rib", names)] == ["knits.rib"]


def test_search_puts_names_that_begin_with_the_word_first() -> None:
    assert search_nodes("silk", {})[0].name.startswith("Silk")
    assert search_nodes("  ", {}) == []
