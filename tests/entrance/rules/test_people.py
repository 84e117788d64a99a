import pytest

from summit.entrance import rules
from summit.entrance.rules import Attention


@pytest.mark.parametrize(
    ("letter", "needs_assistance", "flags"),
    [
        ("D", False, ()),
        ("O", False, (Attention.VIP_PROTOCOL,)),
        ("D", True, (Attention.ASSISTANCE,)),
        ("V", True, (Attention.VIP_PROTOCOL, Attention.ASSISTANCE)),
    ],
)
def test_flags_come_with_the_person(letter, needs_assistance, flags):
    assert rules.attention_of(letter, needs_assistance=needs_assistance) == flags


@pytest.mark.parametrize(
    ("query", "tokens"), [("Bo", ["bo"]), ("李", ["李"]), ("  Anna  ЩУКИНА ", ["anna", "shukina"])]
)
def test_a_query_becomes_folded_words(query, tokens):
    assert rules.name_tokens(query) == tokens


@pytest.mark.parametrize("query", ["", "a", "я", "%_", "a!"])
def test_a_query_of_one_letter_is_refused(query):
    with pytest.raises(rules.QueryIsTooShort) as refusal:
        rules.name_tokens(query)
    assert str(refusal.value) == "Please type at least 2 letters of the name."


def test_a_query_without_end_is_cut():
    assert rules.name_tokens("a" * 10_000) == ["a" * 200]
